import Experiments

/// Benchmarks and figures for people.
package enum BenchmarkText {
    private static let nameWidth = BenchmarkSuite.benchmarks.map(\.name.count).max()! + 2

    /// A line of `bench --list`.
    package static func description(of benchmark: Benchmark) -> String {
        padded(benchmark.name) + benchmark.summary
    }

    /// A figure: name, median, range, unit, work and how.
    package static func line(_ figure: Figure) -> String {
        padded(figure.name)
            + "\(number(figure.median)) \(figure.unit) (\(number(figure.minimum)) to \(number(figure.maximum)), "
            + "\(figure.repetitions) times): \(figure.work); \(figure.kernels) kernels, \(CountText.of(figure.threads, "thread"))"
    }

    /// A number with four digits, and k, M or G for thousands.
    static func number(_ value: Double) -> String {
        let (scaled, prefix): (Double, String) =
            switch value {
            case 1e9...: (value / 1e9, " G")
            case 1e6...: (value / 1e6, " M")
            case 1e3...: (value / 1e3, " k")
            default: (value, "")
            }
        let decimals = scaled >= 100 ? 1 : scaled >= 10 ? 2 : 3
        let unit = [10, 100, 1000][decimals - 1]
        let whole = Int((scaled * Double(unit)).rounded())
        let fraction = String(whole % unit)
        return "\(whole / unit).\(String(repeating: "0", count: decimals - fraction.count))\(fraction)\(prefix)"
    }

    private static func padded(_ name: String) -> String {
        name + String(repeating: " ", count: max(nameWidth - name.count, 1))
    }
}
