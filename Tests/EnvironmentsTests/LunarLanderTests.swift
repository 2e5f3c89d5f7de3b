import Environments
import Kernels
import TestSupport
import Testing

@Suite(.enabled(if: Box2D.isExpected, "\(Box2D.skipComment)"))
struct `A lunar lander` {
    @Test func `has Gymnasium's spaces, step limit and options`() throws {
        for (isContinuous, name) in [(false, "LunarLander-v3"), (true, "LunarLanderContinuous-v3")] {
            let plugin = try LunarLander.plugin([EnvironmentOption(name: "continuous", value: .boolean(isContinuous))])
            let described = try #require(try DescribedSpaces.load(name))
            #expect(described.observation.isEqual(to: plugin.specification.observationSpace))
            #expect(described.action.isEqual(to: plugin.specification.actionSpace))
            #expect(described.maxSteps == plugin.specification.maxSteps)
        }
        let options = try LunarLander.plugin().options
        #expect(options.map(\.name) == ["continuous", "gravity", "enable_wind", "wind_power", "turbulence_power"])
        #expect(options.map(\.value) == [.boolean(false), .number(-10), .boolean(false), .number(15), .number(1.5)])
    }

    @Test(arguments: [
        ("gravity", 0, "gravity must be above -12 and below 0, got 0"),
        ("gravity", -12, "gravity must be above -12 and below 0, got -12"),
        ("wind_power", -0.5, "wind_power must be 0 to 20, got -0.5"),
        ("wind_power", 20.5, "wind_power must be 0 to 20, got 20.5"),
        ("turbulence_power", -1, "turbulence_power must be 0 to 2, got -1"),
        ("turbulence_power", 2.25, "turbulence_power must be 0 to 2, got 2.25"),
    ]) func `refuses what Gymnasium refuses or warns of`(name: String, value: Double, message: String) throws {
        let error = #expect(throws: NativeEnvironmentError.self) {
            try LunarLander.plugin([EnvironmentOption(name: name, value: .number(value))])
        }
        #expect(error?.description == "lunar_lander.so: describe: \(message)")
    }

    /// Returns of episodes of random actions, each played in some lane of a group.
    private static func returns(_ plugin: NativePlugin, of episodes: Range<Int>, lanes capacity: Int) throws -> [Double]
    {
        let environment = try plugin.make(capacity: capacity)
        let actions = ActionBatch(capacity: capacity, shape: .discrete(count: 4))
        let stage = environment.stage(actions: actions)
        var returns = Array(repeating: 0.0, count: episodes.count)
        var waiting = episodes[...]
        var lanes: [(episode: Int, random: SplitMix64)] = []
        func begin(in lane: Int) throws -> (Int, SplitMix64) {
            let episode = waiting.removeFirst()
            try environment.reset(lane: lane, random: episodeStream(episode))
            return (episode, SplitMix64(seed: UInt64(episode)))
        }
        while lanes.count < capacity && !waiting.isEmpty { lanes.append(try begin(in: lanes.count)) }
        while !lanes.isEmpty {
            for lane in lanes.indices { actions.discrete[lane] = Int32.random(in: 0..<4, using: &lanes[lane].random) }
            try stage.run(lanes: lanes.count)
            for lane in lanes.indices.reversed() {
                returns[lanes[lane].episode - episodes.lowerBound] += environment.batch.rewards[lane]
                guard environment.batch.terminated[lane] == 1 else { continue }
                let numbers = try environment.behaviorNumbers(lane: lane)
                #expect(numbers.map { Float($0) } == (0..<2).map { environment.batch[lane: lane, value: $0] })
                if waiting.isEmpty {
                    let last = lanes.removeLast()
                    guard lane < lanes.count else { continue }
                    environment.move(from: lanes.count, to: lane)
                    lanes[lane] = last
                } else {
                    lanes[lane] = try begin(in: lane)
                }
            }
        }
        return returns
    }

    @Test(arguments: [false, true]) func `plays an episode the same in any lane, on any thread`(hasWind: Bool)
        async throws
    {
        let plugin = try LunarLander.plugin([EnvironmentOption(name: "enable_wind", value: .boolean(hasWind))])
        let alone = try Self.returns(plugin, of: 0..<60, lanes: 1)
        #expect(Set(alone).count == 60)
        #expect(try Self.returns(plugin, of: 0..<60, lanes: 7) == alone)
        let shared = try await withThrowingTaskGroup(of: (Int, [Double]).self) { group in
            for part in 0..<4 {
                group.addTask { (part, try Self.returns(plugin, of: 15 * part..<15 * (part + 1), lanes: 4)) }
            }
            return try await group.reduce(into: [Int: [Double]]()) { $0[$1.0] = $1.1 }
        }
        #expect((0..<4).flatMap { shared[$0]! } == alone)
    }
}
