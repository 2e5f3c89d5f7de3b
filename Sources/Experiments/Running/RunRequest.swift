import Kernels

/// How a run is to be carried out; none of it changes the run's result.
package struct RunRequest: Sendable {
    /// The folder above all experiments.
    package var output = "outputs"
    /// The run's name; nil: the next free `run-N`, or, to resume, the run that was started last.
    package var name: String?
    package var claim = RunFolder.Claim.new
    /// Settings as they were given, for the run's record.
    package var settings: [String] = []
    /// The number of generations that was asked for in place of the script's, for the run's record.
    package var requestedGenerations: Int?
    package var kernels = KernelSet.best
    /// Episodes that a worker steps together; nil: chosen by the size of the networks.
    package var lanes: Int?
    /// Called once by each worker on its own thread, before it works, with its number from 0.
    package var prepareWorker: @Sendable (Int) throws -> Void = { _ in }
    /// Called once before the first generation.
    package var willWork: @Sendable () -> Void = {}
    /// Asked after each generation: whether to stop there.
    package var shouldStop: @Sendable () -> Bool = { false }

    package init() {}
}

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
    package let threads: Int
    package let kernels: String
}

/// What a generation gave.
package struct GenerationReport: Sendable, Equatable {
    /// Counted from 0.
    package let generation: Int
    package let generations: Int
    package let meanReturn: Double
    package let bestReturn: Double
    /// Of the search's policy, if it was tested.
    package let policyReturn: Double?
    package let meanLength: Double
    /// Individuals rated since the run's start.
    package let evaluations: Int
    /// Environment steps of all rated individuals since the run's start.
    package let timesteps: Int
    /// Environment steps a second, tests included.
    package let stepsPerSecond: Double
    /// Seconds of work in this sitting.
    package let elapsed: Double
}

/// How a run ended.
package struct RunOutcome: Sendable, Equatable {
    package let status: RunRecord.Status
    package let path: String
    /// Generations that are done.
    package let generation: Int
    package let generations: Int
    package let meanTestReturn: Double?
    package let testEpisodes: Int
    /// Whether there was nothing left to do.
    package let wasComplete: Bool
}
