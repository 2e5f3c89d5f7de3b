import Kernels
import Networks
import Randomness

/// Individuals to be rated, and by which episodes.
package struct EvaluationRequest: Sendable {
    package let recipes: [Recipe]
    /// What expresses the recipes.
    package let expression: any RecipeExpression
    /// Episodes of each individual, at least 1.
    package let episodes: Int
    /// The number of the first recipe's individual, counted from 0: above 0 where one is rated again alone.
    package let firstIndividual: Int
    /// The number of each individual's first episode: above 0 where a generation has rated individuals before.
    package let firstEpisode: Int
    package let purpose: Purpose
    /// The generation that the episodes belong to.
    package let generation: Int
    /// Numbers of the run that environments and reward functions see, by their place.
    package let sharedValues: [Double]
    /// What normalises observations, where policies do so.
    package let normalization: Normalization?
    /// Steps after which episodes are truncated; nil: as late as the evaluator's settings say.
    package let episodeLimit: Int?

    package init(
        recipes: [Recipe],
        expression: any RecipeExpression,
        episodes: Int,
        firstIndividual: Int = 0,
        firstEpisode: Int = 0,
        purpose: Purpose,
        generation: Int,
        sharedValues: [Double] = [],
        normalization: Normalization? = nil,
        episodeLimit: Int? = nil
    ) {
        self.episodeLimit = episodeLimit
        self.normalization = normalization
        self.recipes = recipes
        self.expression = expression
        self.episodes = episodes
        self.firstIndividual = firstIndividual
        self.firstEpisode = firstEpisode
        self.purpose = purpose
        self.generation = generation
        self.sharedValues = sharedValues
    }
}

/// What rates individuals: episodes of an environment, an objective, or training on data.
///
/// What it gives is a function of the request and of its own settings, never of threads, lanes or earlier requests.
package protocol Evaluator: AnyObject {
    /// Rates every individual of a request, in order of individual.
    func evaluate(_ request: EvaluationRequest) throws -> Evaluations

    /// Why the first of the last request's failed episodes failed, where failures are forgiven; nil if none did.
    var forgivenFailure: (any Error)? { get }

    /// The threads that it works on, for a search to learn on.
    var parallel: any Parallel { get }
}
