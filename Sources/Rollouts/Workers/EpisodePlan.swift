import Randomness
import Search

/// What all episodes of a run have in common.
package struct EpisodeSettings: Sendable {
    package let seed: UInt64
    /// Steps after which an episode is truncated unless its request says sooner, at least 1.
    package let maxSteps: Int
    /// Whether episode k of every individual begins alike and draws alike.
    package let sharesRandomNumbers: Bool
    package let combination: EpisodeCombination
    package let errorRule: ErrorRule

    package init(
        seed: UInt64,
        maxSteps: Int,
        sharesRandomNumbers: Bool = false,
        combination: EpisodeCombination = .mean,
        errorRule: ErrorRule = .stop
    ) {
        self.errorRule = errorRule
        self.seed = seed
        self.maxSteps = maxSteps
        self.sharesRandomNumbers = sharesRandomNumbers
        self.combination = combination
    }
}

/// The jobs of a request, an episode or a rating each, numbered individual by individual: who it is of, and from which
/// random stream.
package struct EpisodePlan: Sendable {
    let request: EvaluationRequest
    let settings: EpisodeSettings

    /// Steps after which its episodes are truncated.
    var limit: Int { request.episodeLimit ?? settings.maxSteps }

    var count: Int { request.recipes.count * request.episodes }

    /// Whether individuals are rated, rather than a policy tested.
    var rates: Bool { request.purpose == .episode }

    /// Place in the request of the recipe that plays an episode.
    func place(of job: Int) -> Int { request.episodes == 1 ? job : job / request.episodes }

    /// The individual that plays an episode, counted from 0.
    func individual(of job: Int) -> Int { request.firstIndividual + place(of: job) }

    /// A stream of an episode; that of its environment unless it is for another purpose.
    func random(of job: Int, purpose: Purpose? = nil) -> RandomStream {
        RandomStream(address(of: job, purpose: purpose))
    }

    /// Where that stream is.
    func address(of job: Int, purpose: Purpose? = nil) -> RandomAddress {
        RandomAddress(
            seed: settings.seed,
            purpose: purpose ?? request.purpose,
            generation: request.generation,
            individual: settings.sharesRandomNumbers ? 0 : individual(of: job),
            episode: request.firstEpisode + (request.episodes == 1 ? 0 : job % request.episodes)
        )
    }
}
