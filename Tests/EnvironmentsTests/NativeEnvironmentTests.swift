import Environments
import Kernels
import Randomness
import TestSupport
import Testing

@Suite struct `A native environment` {
    private let folder = TemporaryFolder()

    /// What the corridor does, written out.
    private struct Walk {
        var place: Double
        var steps = 0
        var random: RandomStream

        init(_ random: RandomStream) {
            self.random = random
            place = self.random.uniform(0, 5)
            // As `genome_integer`: the remainder, where no draw below it is counted twice.
            place += 0.001 * Double(self.random.next() % 7)
            _ = self.random.normal()
        }

        mutating func step(_ action: Int32) {
            steps += 1
            place += (action == 0 ? -1 : 1) * random.uniform(0.5, 1)
        }
    }

    /// A group with its actions and the stage of its steps.
    private func group(
        _ definitions: String..., capacity: Int
    ) throws -> (environment: NativeEnvironment, actions: ActionBatch, stage: Stage) {
        let library = try NativeLibrary(path: Corridor.path(definitions, in: folder), name: "corridor.so")
        let environment = try NativePlugin(library, named: "corridor").make(capacity: capacity)
        let actions = ActionBatch(capacity: capacity, shape: .discrete(count: 2))
        return (environment, actions, environment.stage(actions: actions))
    }

    @Test(
        arguments: [
            ["NUMBER=GENOME_FLOAT32", "TYPE=float"], ["NUMBER=GENOME_FLOAT64", "TYPE=double"],
            ["NUMBER=GENOME_UINT8", "TYPE=uint8_t"],
        ], ["GENOME_LANE_MAJOR", "GENOME_VALUE_MAJOR"])
    func `plays episodes in any number and layout, each from its own stream`(type: [String], layout: String) throws {
        let capacity = 9
        let (environment, actions, stage) = try group(type[0], type[1], "LAYOUT=\(layout)", capacity: capacity)
        #expect(environment.batch.layout == (layout == "GENOME_LANE_MAJOR" ? .laneMajor : .valueMajor))
        var walks = (0..<7).map { Walk(episodeStream($0)) }
        for lane in walks.indices.reversed() { try environment.reset(lane: lane, random: episodeStream(lane)) }
        var random = SplitMix64(seed: 5)
        func check() {
            for (lane, walk) in walks.enumerated() {
                let place = type[1] == "TYPE=uint8_t" ? walk.place.rounded(.towardZero) : walk.place
                #expect(environment.batch[lane: lane, value: 0] == Float(place))
                #expect(environment.batch[lane: lane, value: 1] == Float(walk.steps))
            }
        }
        check()
        for step in 0..<6 {
            for lane in walks.indices { actions.discrete[lane] = Int32.random(in: 0...1, using: &random) }
            if type[1] == "TYPE=uint8_t" { for lane in walks.indices { actions.discrete[lane] = 1 } }
            try stage.run(lanes: walks.count)
            for lane in walks.indices {
                walks[lane].step(actions.discrete[lane])
                #expect(environment.batch.rewards[lane] == 1 / (1 + Double(walks[lane].steps)))
                #expect(environment.batch.terminated[lane] == (walks[lane].place < 0 ? 1 : 0))
                #expect(environment.batch.truncated[lane] == (walks[lane].place > 10 ? 1 : 0))
            }
            check()
            // The last lane goes on in the place of another.
            if step % 2 == 1 {
                environment.move(from: walks.count - 1, to: 1)
                walks[1] = walks.removeLast()
                check()
            }
        }
    }

    @Test func `writes images where policies see them, and its rewards are checked all the same`() throws {
        let image = ["IMAGE=1,1,2", "NUMBER=GENOME_UINT8", "TYPE=uint8_t"]
        let (environment, actions, stage) = try group(image[0], image[1], image[2], capacity: 3)
        let shape = ImageShape(height: 1, width: 1, channels: 2)
        #expect(environment.specification.observationSpace == .image(shape) && environment.batch.image == shape)
        var walks = (0..<2).map { Walk(episodeStream($0)) }
        for lane in 0..<2 { try environment.reset(lane: lane, random: episodeStream(lane)) }
        for lane in 0..<2 { actions.discrete[lane] = 1 }
        func seen() -> [UInt8] { walks.flatMap { [UInt8($0.place), UInt8($0.steps)] } }
        #expect(environment.batch.bytes.array(0..<4) == seen())
        for _ in 0..<3 {
            try stage.run(lanes: 2)
            for lane in 0..<2 { walks[lane].step(1) }
            #expect(environment.batch.bytes.array(0..<4) == seen())
        }
        environment.move(from: 1, to: 0)
        #expect(environment.batch.bytes.array(0..<2) == environment.batch.bytes.array(2..<4))
        let failing = try group(image[0], image[1], image[2], "REWARD(x)=NAN", capacity: 1)
        try failing.environment.reset(lane: 0, random: episodeStream(1))
        let error = #expect(throws: NativeEnvironmentError.self) { try failing.stage.run(lanes: 1) }
        #expect(error?.description == "corridor: step: the reward must be a finite number, got nan")
    }

    @Test func `says what an episode did`() throws {
        let (environment, actions, stage) = try group(capacity: 2)
        try environment.reset(lane: 0, random: episodeStream(3))
        var walk = Walk(episodeStream(3))
        actions.discrete[0] = 1
        try stage.run(lanes: 1)
        walk.step(1)
        #expect(environment.hasBehavior)
        #expect(try environment.behaviorNumbers(lane: 0) == [walk.place])
    }

    @Test func `goes on from a saved state in another group`() throws {
        let (environment, actions, stage) = try group(capacity: 2)
        let other = try group(capacity: 5)
        #expect(environment.keepsStates)
        try environment.reset(lane: 1, random: episodeStream(3))
        try environment.reset(lane: 0, random: episodeStream(4))
        try stage.run(lanes: 2)
        for lane in 0..<4 { try other.environment.reset(lane: lane, random: episodeStream(9)) }
        try other.environment.setState(environment.state(of: 1), of: 3)
        actions.discrete[1] = 1
        other.actions.discrete[3] = 1
        try stage.run(lanes: 2)
        try other.stage.run(lanes: 4)
        let (batch, copy) = (environment.batch, other.environment.batch)
        #expect((0..<2).allSatisfy { batch[lane: 1, value: $0] == copy[lane: 3, value: $0] })
        let error = #expect(throws: NativeEnvironmentError.self) { try environment.setState([1, 2], of: 0) }
        #expect(error?.description == "corridor: load: a state has 76 bytes, got 2")
        #expect(try !group("NO_STATES", capacity: 1).environment.keepsStates)
    }

    @Test func `is stopped in one line where it cannot say what an episode did`() throws {
        let (environment, actions, stage) = try group("DONE(x)=NAN", capacity: 2)
        func message() -> String? {
            #expect(throws: NativeEnvironmentError.self) { try environment.behaviorNumbers(lane: 0) }?.description
        }
        try environment.reset(lane: 0, random: episodeStream(3))
        #expect(message() == "corridor: behavior: nothing was done")
        actions.discrete[0] = 1
        try stage.run(lanes: 1)
        #expect(message() == "corridor: behavior: value 1 must be a finite number, got nan")
    }

    @Test(arguments: [
        ("REWARD(x)=NAN", "step: the reward must be a finite number, got nan"),
        ("REWARD(x)=-INFINITY", "step: the reward must be a finite number, got -inf"),
        ("END=2", "step: terminated and truncated must be 0 or 1, got 2 and 0"),
        ("FAILS_AT=1", "step: fell at step 1"),
    ]) func `is stopped in one line where a step is wrong`(definition: String, message: String) throws {
        let (environment, _, stage) = try group(definition, capacity: 2)
        try environment.reset(lane: 0, random: episodeStream(1))
        let error = #expect(throws: NativeEnvironmentError.self) { try stage.run(lanes: 1) }
        #expect(error?.description == "corridor: \(message)")
    }

    @Test func `is stopped in one line where an episode does not begin`() throws {
        let (environment, _, _) = try group("FAILS_TO_RESET", capacity: 2)
        let error = #expect(throws: NativeEnvironmentError.self) {
            try environment.reset(lane: 1, random: episodeStream(1))
        }
        let start = Walk(episodeStream(1)).place - 100
        #expect(error?.description == "corridor: reset: no start at \(Int(start.rounded(.down)))")
    }

    @Test(arguments: ["double", "float"]) func `names a value that is no number`(type: String) throws {
        let number = type == "double" ? "GENOME_FLOAT64" : "GENOME_FLOAT32"
        let (environment, _, _) = try group("NUMBER=\(number)", "TYPE=\(type)", "SEEN(x)=NAN", capacity: 3)
        let error = #expect(throws: NativeEnvironmentError.self) {
            try environment.reset(lane: 1, random: episodeStream(1))
        }
        #expect(
            error?.description == "corridor: reset: value 1 of the observation must be a finite number, got nan")
    }

    /// Lanes that fail in one step, one after the other; the others take it.
    @Test(arguments: ["FAILS_AT=2", "REWARD(x)=(x == 2 ? NAN : 1)"]) func `goes on behind lanes that fail`(
        definition: String
    ) throws {
        let (environment, _, stage) = try group(definition, capacity: 8)
        for lane in 0..<6 { try environment.reset(lane: lane, random: episodeStream(lane)) }
        // Lanes 1 and 4 have taken a step more than the others.
        try stage.run(lanes: 6)
        for lane in [0, 2, 3, 5] { try environment.reset(lane: lane, random: episodeStream(lane)) }
        var failed: [Int] = []
        while true {
            do {
                try stage.run(lanes: 6)
                break
            } catch {
                let lane = try #require(environment.failedLane)
                failed.append(lane)
                #expect(environment.batch.rewards[lane] == 0)
                environment.skip(through: lane)
            }
        }
        #expect(failed == [1, 4])
        #expect([0, 2, 3, 5].allSatisfy { environment.batch[lane: $0, value: 1] == 1 })
        #expect([0, 2, 3, 5].allSatisfy { environment.batch.rewards[$0] == (definition == "FAILS_AT=2" ? 0.5 : 1) })
        // The next step is whole again.
        for lane in 0..<6 { try environment.reset(lane: lane, random: episodeStream(lane)) }
        try stage.run(lanes: 6)
        #expect((0..<6).allSatisfy { environment.batch[lane: $0, value: 1] == 1 })
    }
}
