import Randomness
import Search

/// The episodes of a round: who plays them, and from which random streams.
package struct EpisodePlan: Sendable {
    package let recipes: [Recipe]
    /// What expresses the recipes.
    package let expression: any RecipeExpression
    /// Episodes of each individual, at least 1.
    package let episodes: Int
    package let seed: UInt64
    package let purpose: Purpose
    /// The generation that the episodes belong to.
    package let generation: Int
    /// Whether episode k of every individual begins alike and draws alike.
    package let sharesRandomNumbers: Bool
    /// Steps after which an episode is truncated.
    package let maxSteps: Int

    package init(
        recipes: [Recipe],
        expression: any RecipeExpression,
        episodes: Int,
        seed: UInt64,
        purpose: Purpose,
        generation: Int,
        sharesRandomNumbers: Bool = false,
        maxSteps: Int
    ) {
        self.recipes = recipes
        self.expression = expression
        self.episodes = episodes
        self.seed = seed
        self.purpose = purpose
        self.generation = generation
        self.sharesRandomNumbers = sharesRandomNumbers
        self.maxSteps = maxSteps
    }

    /// The stream of an episode of an individual, both counted from 0.
    package func random(individual: Int, episode: Int) -> RandomStream {
        RandomStream(
            RandomAddress(
                seed: seed,
                purpose: purpose,
                generation: generation,
                individual: sharesRandomNumbers ? 0 : individual,
                episode: episode
            )
        )
    }
}
