import Kernels
import Networks
import Search

/// A search's best guess that was tested, and what the test gave. Rated by an objective, its return is the fitness.
///
/// Its episodes are those of the stream (seed, generation, test), so they can be played again at any time.
package struct PolicyTest: Sendable {
    /// What makes the individual again, at any time: `explicit`, or `lineage`.
    package let recipe: Recipe
    package let generation: Int
    package let episodes: Int
    package let meanReturn: Double
    /// The run's shared numbers as they stood.
    package let sharedValues: [Double]
    /// What normalised its observations, where that is done.
    package let normalization: Normalization?

    package init(
        recipe: Recipe, generation: Int, episodes: Int, meanReturn: Double, sharedValues: [Double] = [],
        normalization: Normalization? = nil
    ) {
        self.normalization = normalization
        self.sharedValues = sharedValues
        self.recipe = recipe
        self.generation = generation
        self.episodes = episodes
        self.meanReturn = meanReturn
    }
}
