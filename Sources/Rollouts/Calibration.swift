import Environments
import Kernels
import Randomness

/// What is observed when actions are chosen at random: the sample that sets an encoder's quantiles.
package enum Calibration {
    /// Plays episodes of random actions, one after the other, from streams of their own.
    ///
    /// Every observation counts, the first of an episode and the last included.
    /// - Parameter environment: A group of at least one lane.
    /// - Returns: Observed values, shape `[values, observations]`.
    package static func observations(
        of environment: any Environment,
        episodes: Int,
        maxSteps: Int,
        seed: UInt64
    ) throws -> [[Float]] {
        let batch = environment.batch
        var samples = [[Float]](repeating: [], count: batch.valueCount)
        func observe() {
            for value in samples.indices { samples[value].append(batch[lane: 0, value: value]) }
        }
        let space = environment.specification.actionSpace
        let chosen = ActionBatch(capacity: batch.capacity, shape: space.actionShape)
        let step = environment.stage(actions: chosen)
        for episode in 0..<episodes {
            let address = RandomAddress(seed: seed, purpose: .calibration, subject: 0, episode: episode)
            var random = RandomStream(RandomAddress(seed: seed, purpose: .calibration, subject: 1, episode: episode))
            try environment.reset(lane: 0, random: RandomStream(address))
            try environment.finishResets()
            observe()
            for _ in 0..<maxSteps {
                space.sample(&random, into: chosen, lane: 0)
                try step.run(lanes: 1)
                observe()
                if batch.terminated[0] | batch.truncated[0] != 0 { break }
            }
        }
        return samples
    }
}
