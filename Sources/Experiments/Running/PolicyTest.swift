import Networks

/// A policy that was tested, and what the test gave.
///
/// Its episodes are those of the stream (seed, generation, test), so they can be played again at any time.
package struct PolicyTest: Sendable {
    package let policy: Policy
    package let generation: Int
    package let episodes: Int
    package let meanReturn: Double
    /// The run's shared numbers as they stood.
    package let sharedValues: [Double]

    package init(
        policy: Policy, generation: Int, episodes: Int, meanReturn: Double, sharedValues: [Double] = []
    ) {
        self.sharedValues = sharedValues
        self.policy = policy
        self.generation = generation
        self.episodes = episodes
        self.meanReturn = meanReturn
    }
}
