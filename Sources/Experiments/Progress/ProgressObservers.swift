import Glibc

/// How a run shows what it does.
package enum ProgressStyle: Sendable {
    /// One line that is written over, on a terminal.
    case live
    /// A line every few seconds, for files and pipes.
    case plain
    /// One JSON object for each generation, on standard output.
    case json
    /// Nothing but warnings.
    case quiet

    /// The observer of this style; human texts go to standard error.
    package func makeObserver() -> any RunObserver {
        switch self {
        case .live: LiveProgress()
        case .plain: PlainProgress()
        case .json: JSONProgress()
        case .quiet: QuietProgress()
        }
    }

    /// Live if standard error is a terminal, else plain.
    package static var standard: ProgressStyle { isatty(STDERR_FILENO) == 1 ? .live : .plain }
}

/// Says where the run is and warns; shows no generation.
class QuietProgress: RunObserver {
    func runDidStart(_ start: RunStart) {}
    func generationDidEnd(_ report: GenerationReport) {}
    func runDidEnd() {}
    func warn(_ message: String) { Console.error("warning: \(message)") }
}

/// A line every few seconds, and one for the last generation.
final class PlainProgress: QuietProgress {
    private var first = 0
    private var next = ContinuousClock.now
    /// The last generation, if it was not shown.
    private var pending: GenerationReport?

    override func runDidStart(_ start: RunStart) {
        first = start.generation
        Console.error(StartText.line(start))
    }

    override func generationDidEnd(_ report: GenerationReport) {
        pending = report
        let now = ContinuousClock.now
        guard now >= next else { return }
        next = now + .seconds(5)
        show()
    }

    override func runDidEnd() { show(isLast: true) }

    private func show(isLast: Bool = false) {
        guard let report = pending.take() else { return }
        Console.error(ProgressText.line(report, from: first, isLast: isLast))
    }
}

/// One line that is written over, ten times a second at most.
final class LiveProgress: QuietProgress {
    private var first = 0
    private var next = ContinuousClock.now
    /// The last generation, if it was not shown.
    private var pending: GenerationReport?
    /// Whether the cursor is in a line of progress.
    private var hasLine = false

    override func runDidStart(_ start: RunStart) {
        first = start.generation
        Console.error(StartText.line(start))
    }

    override func generationDidEnd(_ report: GenerationReport) {
        pending = report
        let now = ContinuousClock.now
        guard now >= next else { return }
        next = now + .milliseconds(100)
        show()
    }

    override func warn(_ message: String) {
        if hasLine { Console.write("\n", toStandardError: true) }
        hasLine = false
        super.warn(message)
    }

    override func runDidEnd() {
        show(isLast: true)
        if hasLine { Console.write("\n", toStandardError: true) }
        hasLine = false
    }

    private func show(isLast: Bool = false) {
        guard let report = pending.take() else { return }
        let line = ProgressText.line(report, from: first, isLast: isLast, width: Console.width - 1)
        Console.write("\r" + line + "\u{1b}[K", toStandardError: true)
        hasLine = true
    }
}

/// One JSON object for each generation.
final class JSONProgress: QuietProgress {
    override func generationDidEnd(_ report: GenerationReport) {
        Console.write(report.json + "\n", toStandardError: false)
    }
}

enum StartText {
    static func line(_ start: RunStart) -> String {
        let origin = start.origin.map { origin in
            let changes = origin.changes.isEmpty ? "" : ": \(origin.changes.joined(separator: "; "))"
            return """
                \(start.path): goes on from run '\(origin.run)' after \(CountText.of(origin.generation, "generation"))\(changes)

                """
        }
        let generation = start.generation == 0 ? "" : " from generation \(start.generation + 1),"
        return (origin ?? "")
            + "\(start.path):\(generation) \(CountText.of(start.threads, start.isIsolated ? "isolated worker" : "thread")), "
            + "\(start.kernels) kernels"
    }
}
