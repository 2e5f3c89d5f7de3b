import Environments
import Kernels
import Randomness

/// What makes the fitness of episodes in place of their returns: from each step of a group of lanes, a number that is
/// added to the episode's. Returns stay as they are.
///
/// An instance belongs to one thread and to the group that it was made for.
package protocol RewardFunction: LaneWork {
    /// The stage that adds to `fitness` of `books` for each of the first lanes; it comes after the environment's.
    var stage: Stage { get }

    /// Begins an episode in a lane, whose first observation stands in the batch.
    func reset(lane: Int, random: RandomStream) throws
}

/// What a reward function of a group reads and writes.
package struct RewardContext {
    package let batch: ObservationBatch
    package let actions: ActionBatch
    package let books: EpisodeBooks
    /// Steps after which an episode is truncated.
    package let maxSteps: Int
}
