/// What a run reports while it goes on.
package protocol RunObserver: AnyObject {
    func runDidStart(_ start: RunStart)
    func generationDidEnd(_ report: GenerationReport)
    /// No generation follows; also called when an error stopped the run.
    func runDidEnd()
    func warn(_ message: String)
}

/// Where a run stands as it starts.
package struct RunStart: Sendable {
    package let path: String
    /// The first generation of this sitting.
    package let generation: Int
    package let generations: Int
    /// Workers.
    package let threads: Int
    /// Whether each is a process.
    package let isIsolated: Bool
    package let kernels: String
    /// Where the run came from, if it went on from another.
    package let origin: RunContinuation?
}
