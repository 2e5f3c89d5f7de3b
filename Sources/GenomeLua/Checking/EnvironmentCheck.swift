import Environments
import Kernels
import LuaHost
import Rollouts

/// Whether an environment keeps what it promises: the same seed gives the same episode, however it is played; its
/// observations are what its space says; its episodes end.
struct EnvironmentCheck {
    let specification: EnvironmentSpecification
    private(set) var findings: [Finding] = []
    /// Seconds of a step with random actions.
    private(set) var stepSeconds = 0.0

    var isGood: Bool { findings.allSatisfy(\.isGood) }

    private static let episodes = 24
    private static let lanes = 8
    /// Steps of an episode that are played where nothing ends it.
    private static let mostSteps = 1000

    /// - Parameter choice: What is checked; each state is made anew.
    /// - Throws: What a script raised: an episode cannot be played at all.
    init(_ choice: EnvironmentChoice) throws {
        specification = choice.specification
        let limit = min(specification.maxSteps ?? Self.mostSteps, Self.mostSteps)
        func player(_ capacity: Int) throws -> EpisodePlayer {
            EpisodePlayer(try choice.makeKit().makeEnvironment(capacity: capacity, kernels: .best), limit: limit)
        }
        let order = Array(0..<Self.episodes)
        let single = try player(1)
        let start = ContinuousClock.now
        let alone = try single.play(order)
        let elapsed = start.duration(to: .now)
        let again = try single.play(order.reversed()).reversed()
        compare(alone, Array(again), "at first", "when the same state played it again, after other episodes")
        compare(alone, try player(1).play(order), "in one state", "in another")
        let group = try player(Self.lanes)
        let groups = stride(from: 0, to: Self.episodes, by: Self.lanes).map { Array(order[$0..<$0 + Self.lanes]) }
        compare(alone, try groups.flatMap { try group.play(together: $0) }, "alone", "beside other episodes")
        if (single.environment as? NativeEnvironment)?.keepsStates == true {
            let other = try player(1)
            let restored = try zip(order, alone).map { episode, played in
                try single.play(episode, goingOnIn: other, after: played.steps.count / 2)
            }
            compare(
                alone, restored, "alone", "when a saved state of it was loaded", way: "save and load all that goes on")
        }
        if isGood {
            findings.append(Finding(isGood: true, text: "the same seed gives the same episode, however it is played"))
        }
        checkObservations(alone)
        checkEnds(alone, limit: limit)
        let steps = alone.reduce(0) { $0 + $1.steps.count - 1 }
        stepSeconds = elapsed / .seconds(1) / Double(max(steps, 1))
    }

    private mutating func compare(
        _ first: [PlayedEpisode], _ second: [PlayedEpisode], _ one: String, _ other: String,
        way: String = "keep in self what an episode changes, and draw from its own random"
    ) {
        for (number, (episode, again)) in zip(first, second).enumerated() {
            guard let difference = episode.difference(from: again, one, other) else { continue }
            findings.append(Finding(isGood: false, text: "episode \(number + 1): \(difference); \(way)"))
            return
        }
    }

    private mutating func checkObservations(_ episodes: [PlayedEpisode]) {
        guard case .box(let low, let high) = specification.observationSpace else { return }
        for (number, episode) in episodes.enumerated() {
            for (step, played) in episode.steps.enumerated() {
                for (position, value) in played.observation.enumerated()
                where value < Float(low[position]) || value > Float(high[position]) {
                    let place = step == 0 ? "after reset" : "after step \(step)"
                    let bounds =
                        "\(DescriptionValue.number(low[position])) to \(DescriptionValue.number(high[position]))"
                    findings.append(
                        Finding(
                            isGood: false,
                            text: """
                                episode \(number + 1): observation[\(position + 1)] \(place) is \(value), outside \
                                observation_space, which says \(bounds)
                                """))
                    return
                }
            }
        }
        findings.append(Finding(isGood: true, text: "observations are within observation_space"))
    }

    private mutating func checkEnds(_ episodes: [PlayedEpisode], limit: Int) {
        let ended = episodes.count(where: \.hasEnded)
        let steps = Double(episodes.reduce(0) { $0 + $1.steps.count - 1 }) / Double(episodes.count)
        let length = (steps * 10).rounded() / 10
        let text = "\(ended) of \(episodes.count) episodes of random actions ended by themselves, mean length \(length)"
        if specification.maxSteps == nil && ended < episodes.count {
            let way = "set max_steps, so that every episode ends"
            findings.append(Finding(isGood: false, text: "\(text) of at most \(limit) steps; \(way)"))
        } else {
            findings.append(Finding(isGood: true, text: text))
        }
    }

    /// How long a step takes.
    var time: String { "  time  \((stepSeconds * 1e8).rounded() / 100) µs a step, random actions" }
}
