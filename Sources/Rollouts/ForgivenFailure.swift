import Search

/// A failure that the error rule forgave.
struct ForgivenFailure {
    /// Of the plan.
    let job: Int
    let failure: EpisodeFailure

    /// The first of those that all workers noted, each its own first.
    /// - Throws: It, where every individual that was to be rated has one.
    static func first(
        _ noted: [ForgivenFailure?], of plan: EpisodePlan, _ evaluations: Evaluations
    ) throws(EpisodeFailure) -> EpisodeFailure? {
        let first = noted.compactMap(\.self).min { $0.job < $1.job }?.failure
        if plan.request.purpose == .episode, evaluations.haveAllFailed, let first { throw first }
        return first
    }
}
