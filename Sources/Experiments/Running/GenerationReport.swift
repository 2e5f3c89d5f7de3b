/// What a generation gave. Where an objective rates, its numbers stand in place of returns, and ratings in place of
/// steps.
package struct GenerationReport: Sendable, Equatable {
    package var isObjective = false
    /// Counted from 0.
    package let generation: Int
    package let generations: Int
    package let meanReturn: Double
    package let bestReturn: Double
    /// Of the search's policy, if it was tested.
    package let policyReturn: Double?
    /// The search's best guess at an objective's variables, where it was rated in this generation and a script asks.
    package var solution: SolutionFile?
    /// What a reward function made of the population's episodes; nil without one.
    package var meanFitness: Double?
    package var bestFitness: Double?
    package let meanLength: Double
    /// Steps after which its episodes were truncated, where that adapts; nil where it does not.
    package var episodeLimit: Int?
    /// Episodes of the population that an error of the script ended; nil where that ends the run.
    package var failedEpisodes: Int?
    /// Individuals rated since the run's start.
    package let evaluations: Int
    /// Environment steps of all rated individuals since the run's start.
    package let timesteps: Int
    /// Environment steps of this generation, tests included.
    package let steps: Int
    /// Environment steps a second, tests included.
    package let stepsPerSecond: Double
    /// Seconds of work in this sitting.
    package let elapsed: Double
}
