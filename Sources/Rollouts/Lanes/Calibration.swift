import Environments
import Kernels
import Networks
import Randomness

/// What is observed when actions are chosen at random: the sample that sets an encoder's quantiles.
package enum Calibration {
    /// Plays episodes of random actions, one after the other, from streams of their own.
    ///
    /// Every observation counts, the first of an episode and the last included.
    /// - Parameter environment: A group of at least one lane.
    /// - Returns: Observed values, shape `[values, observations]`.
    package static func observations(
        of environment: any Environment, _ task: CalibrationTask
    ) throws -> [[Float]] {
        var samples = [[Float]](repeating: [], count: environment.batch.valueCount)
        try play(environment, nil, task) { batch in
            for value in samples.indices { samples[value].append(batch[lane: 0, value: value]) }
        }
        return samples
    }

    /// The sums of what the same episodes observe, as roll-outs gather them: without a sample, which images would make
    /// large.
    /// - Parameter images: What is made of images; nil: they count as observed.
    package static func statistics(
        of environment: any Environment, _ images: ImageProcessing?, _ task: CalibrationTask
    ) throws -> ObservationStatistics {
        let kernels = task.kernels
        let frames = images.map { ImageFrames($0, of: environment.batch, kernels: kernels) }
        let seen = frames?.batch ?? environment.batch
        let (count, capacity) = (seen.valueCount, seen.capacity)
        let normalizer = ObservationNormalizer(valueCount: count, clip: 1, capacity: capacity)
        var stages: [Stage] = []
        var numbers = seen
        if seen.image != nil {
            numbers = ObservationBatch(capacity: capacity, valueCount: count, layout: .laneMajor)
            stages.append(kernels.widening(seen, into: numbers))
        }
        let inputs = DenseInputs(width: count, capacity: capacity)
        stages.append(kernels.observing(numbers, normalizer: normalizer, into: inputs))
        var observations = 0
        try play(environment, frames, task) { _ in
            for stage in stages { stage.runNative(lanes: 1) }
            observations += 1
        }
        return ObservationStatistics(count: observations, sums: normalizer.sums(of: 0))
    }

    private static func play(
        _ environment: any Environment, _ frames: ImageFrames?, _ task: CalibrationTask,
        _ observe: (ObservationBatch) -> Void
    ) throws {
        let batch = environment.batch
        func note() throws {
            frames?.stage.runNative(lanes: 1)
            observe(frames?.batch ?? batch)
        }
        let space = environment.specification.actionSpace
        let chosen = ActionBatch(capacity: batch.capacity, shape: space.actionShape)
        let step = environment.stage(actions: chosen)
        for episode in 0..<task.episodes {
            let address = RandomAddress(seed: task.seed, purpose: .calibration, subject: 0, episode: episode)
            var random = RandomStream(
                RandomAddress(seed: task.seed, purpose: .calibration, subject: 1, episode: episode))
            try environment.reset(lane: 0, random: RandomStream(address))
            try environment.finishResets()
            frames?.begin(lane: 0)
            try note()
            for _ in 0..<task.maxSteps {
                space.sample(&random, into: chosen, lane: 0)
                try step.run(lanes: 1)
                try note()
                if batch.terminated[0] | batch.truncated[0] != 0 { break }
            }
        }
    }
}

/// What failed as random play was to show what is observed: that is no individual's episode, and never forgiven.
package struct CalibrationFailure: Error, CustomStringConvertible {
    package let error: any Error

    /// Where that was, behind the error.
    package static let place = "(in random play before the first generation, for a sample of what is observed)"

    package var description: String { "\(error) \(Self.place)" }

    /// - Throws: `CalibrationFailure` with what `body` threw.
    package static func naming<Result>(_ body: () throws -> Result) throws -> Result {
        do { return try body() } catch { throw CalibrationFailure(error: error) }
    }
}
