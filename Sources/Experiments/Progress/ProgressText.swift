/// The words of a run's progress, the same for every way to show it.
enum ProgressText {
    /// `generation 12/300  mean 61.28  best 247  policy 312.5  3.2M steps/s  4 s left`
    /// - Parameters:
    ///   - first: The first generation of this sitting.
    ///   - isLast: Whether no generation follows, so that no time is left.
    ///   - width: Characters that there is room for: the least telling figures are left out until the rest fits.
    static func line(
        _ report: GenerationReport,
        from first: Int,
        isLast: Bool = false,
        width: Int = .max
    ) -> String {
        // Each with its rank: the greatest goes first.
        var parts = [
            (0, "generation \(report.generation + 1)/\(report.generations)"),
            (2, "mean \(number(report.meanReturn))"),
            (4, "best \(number(report.bestReturn))"),
        ]
        if let policy = report.policyReturn { parts.append((1, "policy \(number(policy))")) }
        parts.append((5, "\(rate(report.stepsPerSecond)) \(report.isObjective ? "evaluations" : "steps")/s"))
        let done = report.generation + 1 - first
        let left = report.generations - report.generation - 1
        if left > 0 && done > 0 && !isLast {
            parts.append((3, "\(duration(report.elapsed / Double(done) * Double(left))) left"))
        }
        func joined() -> String { parts.map(\.1).joined(separator: "  ") }
        while joined().count > width, let last = parts.indices.max(by: { parts[$0].0 < parts[$1].0 }), parts.count > 1 {
            parts.remove(at: last)
        }
        return joined()
    }

    /// Four significant digits, without trailing zeros.
    static func number(_ value: Double) -> String {
        guard value.isFinite else { return "\(value)" }
        let magnitude = abs(value)
        if magnitude > 0 && magnitude < 0.001 { return scientific(value) }
        let digits = magnitude >= 1000 ? 0 : magnitude >= 100 ? 1 : magnitude >= 10 ? 2 : 3
        let power = [1.0, 10, 100, 1000][digits]
        let rounded = (value * power).rounded() / power
        return rounded == rounded.rounded() && abs(rounded) < 1e15 ? "\(Int(rounded))" : "\(rounded)"
    }

    /// `-9.12e-10`
    private static func scientific(_ value: Double) -> String {
        var (mantissa, exponent) = (value, 0)
        while abs(mantissa) < 1 && exponent > -308 { (mantissa, exponent) = (mantissa * 10, exponent - 1) }
        let rounded = (mantissa * 100).rounded() / 100
        return "\(rounded == rounded.rounded() ? "\(Int(rounded))" : "\(rounded)")e\(exponent)"
    }

    /// `950`, `12k`, `3.2M`
    static func rate(_ value: Double) -> String {
        for (unit, size) in [("G", 1e9), ("M", 1e6), ("k", 1e3)] where value >= size {
            let scaled = value / size
            return scaled >= 10 ? "\(Int(scaled.rounded()))\(unit)" : "\((scaled * 10).rounded() / 10)\(unit)"
        }
        return "\(Int(value.rounded()))"
    }

    /// `12 s`, `3 min 20 s`, `2 h 5 min`
    static func duration(_ seconds: Double) -> String {
        guard seconds.isFinite && seconds < 1e9 else { return "very long" }
        let whole = Int(seconds.rounded())
        if whole < 60 { return "\(whole) s" }
        if whole < 3600 { return "\(whole / 60) min \(whole % 60) s" }
        return "\(whole / 3600) h \(whole % 3600 / 60) min"
    }
}
