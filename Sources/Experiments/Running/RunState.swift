import Networks

/// Where a run stands between two generations: all that its future depends on, and what it has counted.
///
/// It is what a checkpoint holds; names, threads, kernels and clocks are not in it.
struct RunState {
    /// The next generation.
    var generation = 0
    /// Individuals rated.
    var evaluations = 0
    /// Environment steps of all rated individuals.
    var timesteps = 0
    /// Steps after which episodes that rate individuals are truncated in the next generation; nil: as late as others.
    var episodeLimit: Int?
    /// What was observed in all generations so far, where policies normalise.
    var statistics: ObservationStatistics?
    /// Whether the last test ended the run.
    var isSolved = false
    /// Whether the script asked to stop.
    var isStopped = false
    /// The search's policy as it was last tested.
    var lastTest: PolicyTest?
    /// The first of the best tests.
    var bestTest: PolicyTest?

    /// Whether no generation of `generations` is left to do.
    func isDone(_ generations: Int) -> Bool { isSolved || isStopped || generation >= generations }
}
