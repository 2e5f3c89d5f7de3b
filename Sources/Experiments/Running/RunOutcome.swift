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
    /// Whether an objective rated variables.
    package var isObjective = false
}
