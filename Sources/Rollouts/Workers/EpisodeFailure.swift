import Randomness

/// An error of an environment or a reward function, with the episode in which it happened.
package struct EpisodeFailure: Error, CustomStringConvertible {
    package let error: any Error
    /// Counted from 0, as are the next two.
    package let generation: Int
    package let individual: Int
    package let episode: Int
    /// Steps that the episode had before; nil where there is none but a rating by an objective.
    package let step: Int?
    package let purpose: Purpose
    /// The folder of the run that saved the individual.
    package var savedIn: String?

    /// As messages say it: individuals and episodes count from 1.
    package var place: String {
        let player = purpose == .episode ? "individual \(individual + 1)" : "the policy"
        let moment = step.map { ", episode \(episode + 1), step \($0)" } ?? ""
        return "\(player) of generation \(generation)\(moment)"
            + (savedIn.map { "; genome-lua replay \($0) plays it again" } ?? "")
    }

    package var description: String { "\(error) (\(place))" }
}

extension EpisodeFailure {
    /// Of a job of a plan.
    init(_ error: any Error, _ job: Int, of plan: EpisodePlan, step: Int? = nil) {
        self.init(
            error: error,
            generation: plan.request.generation,
            individual: plan.individual(of: job),
            episode: plan.request.firstEpisode + job % plan.request.episodes,
            step: step,
            purpose: plan.request.purpose
        )
    }
}
