/// Rates individuals: by episodes that it plays on lanes, or by an objective, on the thread that calls; or in a process of
/// its own.
///
/// An instance belongs to one thread. What it gives is a function of the plan alone, never of who else works on it.
package protocol Worker: AnyObject {
    /// Takes jobs of a plan until none is left, and does them.
    /// - Parameters:
    ///   - jobs: Hands them out.
    ///   - workers: How many take from there, this one included.
    ///   - results: Receives what came of each.
    /// - Throws: `EpisodeFailure` with what failed and is not forgiven.
    func work(on plan: EpisodePlan, _ jobs: any JobSource, workers: Int, into results: WorkerResults) throws
}
