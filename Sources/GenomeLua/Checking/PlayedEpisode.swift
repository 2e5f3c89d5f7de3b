import Environments
import Kernels
import Randomness

/// An episode of random actions, step by step.
struct PlayedEpisode: Equatable {
    struct Step: Equatable {
        /// Empty where an image is observed.
        let observation: [Float]
        /// A checksum of it.
        let image: UInt32?
        let reward: Double
        let isTerminated: Bool
        let isTruncated: Bool
    }

    /// The first observation, then one entry a step.
    var steps: [Step] = []

    /// Whether it came to an end within the steps that were played.
    var hasEnded: Bool { steps.last.map { $0.isTerminated || $0.isTruncated } ?? false }

    /// What two episodes disagree in first, in words; nil if they are equal.
    /// - Parameters:
    ///   - first: How the first was played, such as `alone`.
    func difference(from other: PlayedEpisode, _ first: String, _ second: String) -> String? {
        for (step, (one, another)) in zip(steps, other.steps).enumerated() where one != another {
            let place = step == 0 ? "after reset" : "after step \(step)"
            func text(_ name: String, _ one: some CustomStringConvertible, _ another: some CustomStringConvertible)
                -> String
            {
                "\(name) \(place) was \(one) \(first) and \(another) \(second)"
            }
            for (position, (value, otherValue)) in zip(one.observation, another.observation).enumerated()
            where value != otherValue { return text("observation[\(position + 1)]", value, otherValue) }
            if one.image != another.image { return "the image \(place) was not the same \(first) and \(second)" }
            if one.reward != another.reward { return text("the reward", one.reward, another.reward) }
            if one.isTerminated != another.isTerminated {
                return text("terminated", one.isTerminated, another.isTerminated)
            }
            return text("truncated", one.isTruncated, another.isTruncated)
        }
        guard steps.count != other.steps.count else { return nil }
        return "it had \(steps.count - 1) steps \(first) and \(other.steps.count - 1) \(second)"
    }
}

/// Plays episodes of random actions, each from streams of its own.
struct EpisodePlayer {
    let environment: any Environment
    /// Steps after which an episode is left.
    let limit: Int
    private let actions: ActionBatch
    private let stage: Stage

    init(_ environment: any Environment, limit: Int) {
        self.environment = environment
        self.limit = limit
        actions = ActionBatch(
            capacity: environment.batch.capacity, shape: environment.specification.actionSpace.actionShape)
        stage = environment.stage(actions: actions)
    }

    /// What an episode draws.
    private static func draws(of episode: Int) -> RandomStream {
        RandomStream(RandomAddress(seed: 0, purpose: .check, subject: 0, episode: episode))
    }

    /// What its actions are drawn from.
    private static func actionDraws(of episode: Int) -> RandomStream {
        RandomStream(RandomAddress(seed: 0, purpose: .check, subject: 1, episode: episode))
    }

    /// Plays one episode after the other in the first lane.
    func play(_ episodes: [Int]) throws -> [PlayedEpisode] {
        try episodes.map { try play(together: [$0])[0] }
    }

    /// Plays episodes side by side, at most as many as the environment has lanes.
    func play(together episodes: [Int]) throws -> [PlayedEpisode] {
        var played = episodes.map { _ in PlayedEpisode() }
        var lanes = Array(episodes.indices)
        var random = episodes.map(Self.actionDraws)
        for (lane, episode) in episodes.enumerated() {
            try environment.reset(lane: lane, random: Self.draws(of: episode))
        }
        try environment.finishResets()
        for lane in lanes { played[lane].steps.append(step(lane, isFirst: true)) }
        for _ in 0..<limit where !lanes.isEmpty {
            for (lane, place) in lanes.enumerated() {
                environment.specification.actionSpace.sample(&random[place], into: actions, lane: lane)
            }
            try stage.run(lanes: lanes.count)
            for (lane, place) in lanes.enumerated() { played[place].steps.append(step(lane, isFirst: false)) }
            for lane in lanes.indices.reversed() where played[lanes[lane]].hasEnded {
                let last = lanes.removeLast()
                guard lane < lanes.count else { continue }
                lanes[lane] = last
                try environment.move(from: lanes.count, to: lane)
            }
        }
        return played
    }

    /// Plays an episode in the first lane, and after some steps goes on with its state in another group's.
    func play(_ episode: Int, goingOnIn other: EpisodePlayer, after steps: Int) throws -> PlayedEpisode {
        var random = Self.actionDraws(of: episode)
        var (player, played) = (self, PlayedEpisode())
        try environment.reset(lane: 0, random: Self.draws(of: episode))
        try environment.finishResets()
        played.steps.append(step(0, isFirst: true))
        for number in 0..<limit where !played.hasEnded {
            if number == steps, let from = environment as? NativeEnvironment,
                let to = other.environment as? NativeEnvironment
            {
                try to.reset(lane: 0, random: Self.draws(of: episode + 1))
                try to.setState(from.state(of: 0), of: 0)
                player = other
            }
            environment.specification.actionSpace.sample(&random, into: player.actions, lane: 0)
            try player.stage.run(lanes: 1)
            played.steps.append(player.step(0, isFirst: false))
        }
        return played
    }

    private func step(_ lane: Int, isFirst: Bool) -> PlayedEpisode.Step {
        let batch = environment.batch
        return PlayedEpisode.Step(
            observation: batch.image == nil ? (0..<batch.valueCount).map { batch[lane: lane, value: $0] } : [],
            image: batch.image.map { shape in
                CRC32C.checksum(batch.bytes.array(lane * shape.byteCount..<(lane + 1) * shape.byteCount).span)
            },
            reward: isFirst ? 0 : batch.rewards[lane],
            isTerminated: !isFirst && batch.terminated[lane] != 0,
            isTruncated: !isFirst && batch.truncated[lane] != 0
        )
    }
}
