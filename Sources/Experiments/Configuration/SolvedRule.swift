/// When a search's policy is tested, and which test ends the run.
package struct SolvedRule: Sendable, Hashable {
    /// The run ends as solved when a test's mean return reaches this; nil: tests only.
    package var meanReturn: Double?
    /// Episodes of a test, at least 1.
    package var episodes: Int
    /// Generations from one test to the next, at least 1; generation 0 is always tested.
    package var every: Int

    package init(meanReturn: Double? = nil, episodes: Int = 10, every: Int = 1) {
        self.meanReturn = meanReturn
        self.episodes = episodes
        self.every = every
    }

    var identity: String { "mean_return \(meanReturn.map { "\($0)" } ?? "none"), episodes \(episodes), every \(every)" }
}
