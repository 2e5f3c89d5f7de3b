import Experiments

/// Notes how long some generations of a run take.
final class GenerationTimes: RunObserver {
    private let range: Range<Int>
    private let clock: Clock
    private var began = 0.0
    /// Environment steps of the range's generations, or ratings, tests included.
    private(set) var steps = 0
    /// From the end of the generation before the range to the end of its last.
    private(set) var seconds = 0.0

    /// - Parameter range: Generations that count; at least one comes before them.
    init(_ range: Range<Int>, _ clock: Clock = .wall) {
        self.range = range
        self.clock = clock
    }

    func runDidStart(_ start: RunStart) {}
    func runDidEnd() {}
    func warn(_ message: String) {}

    func generationDidEnd(_ report: GenerationReport) {
        if range.contains(report.generation) { steps += report.steps }
        if report.generation == range.lowerBound - 1 { began = clock.now }
        if report.generation == range.upperBound - 1 { seconds = clock.now - began }
    }
}
