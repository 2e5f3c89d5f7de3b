import Environments
import Kernels
import Randomness

/// A part of every step that a script wrote: an encoder, a decoder, or a reward, which makes the fitness of episodes in
/// place of their returns. It works on all lanes in one stage, and may keep something for each episode.
///
/// An instance belongs to one thread and to the group that it was made for.
package protocol EpisodePart: LaneWork {
    var stage: Stage { get }

    /// Begins an episode in a lane, whose first observation stands in the batch.
    func reset(lane: Int, random: RandomStream) throws
}

/// What an encoder of a group reads and writes.
package struct EncoderContext {
    package let batch: ObservationBatch
    /// A row of words for each lane.
    package let bits: Buffer<UInt64>
    package let bitCount: Int
}

/// What a decoder of a group reads and writes.
package struct DecoderContext {
    /// Shape `[capacity, outputCount]`.
    package let outputs: NetworkOutputs
    package let outputCount: Int
    package let actions: ActionBatch
}

/// What a reward of a group reads and writes.
package struct RewardContext {
    package let batch: ObservationBatch
    package let actions: ActionBatch
    package let books: EpisodeBooks
}
