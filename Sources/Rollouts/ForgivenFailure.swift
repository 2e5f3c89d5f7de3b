/// A failure that the error rule forgave.
struct ForgivenFailure {
    /// Of the plan.
    let job: Int
    let failure: EpisodeFailure

    /// The first of those that all workers noted, each its own first.
    static func first(_ noted: [ForgivenFailure?]) -> EpisodeFailure? {
        noted.compactMap(\.self).min { $0.job < $1.job }?.failure
    }
}
