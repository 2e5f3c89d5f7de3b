import Environments
import Experiments
import GenomeLua
import Kernels
import LuaHost
import Randomness
import Rollouts
import Testing

@Suite struct `A Lua environment` {
    /// An experiment with what `environment` says.
    static func script(_ environment: String, before: String = "") -> String {
        """
        local genome = require "genome"
        \(before)
        return genome.experiment { environment = \(environment), search = genome.nes {}, generations = 3, max_steps = 50 }
        """
    }

    /// What steps of an environment give: observation, reward and ends of each, the first being the reset's.
    struct Step: Equatable {
        let observation: [Float]
        let reward: Double
        let isTerminated: Bool
        let isTruncated: Bool
    }

    /// Plays one lane of an environment with actions that a stream chooses, until it ends or `steps` were taken.
    static func play(
        _ environment: any Environment, episode: Int, steps: Int, actions count: Int = 2
    ) throws -> [Step] {
        let batch = environment.batch
        let actions = ActionBatch(capacity: batch.capacity, shape: .discrete(count: 2))
        let stage = environment.stage(actions: actions)
        var random = RandomStream(RandomAddress(seed: 3, purpose: .calibration, subject: 1, episode: episode))
        try environment.reset(
            lane: 0, random: RandomStream(RandomAddress(seed: 3, purpose: .episode, subject: 0, episode: episode)))
        func step(_ isFirst: Bool) -> Step {
            Step(
                observation: (0..<batch.valueCount).map { batch[lane: 0, value: $0] },
                reward: isFirst ? 0 : batch.rewards[0],
                isTerminated: !isFirst && batch.terminated[0] != 0,
                isTruncated: !isFirst && batch.truncated[0] != 0
            )
        }
        var played = [step(true)]
        for _ in 0..<steps {
            actions.discrete[0] = Int32(random.integer(below: UInt64(count)))
            try stage.run(lanes: 1)
            played.append(step(false))
            if batch.terminated[0] != 0 || batch.truncated[0] != 0 { break }
        }
        return played
    }

    @Test func `plays the episodes of the built-in one, bit for bit`() throws {
        let scripts = try TemporaryScripts()
        try scripts.write("script.lua", Self.script("'\(checkout)/Environments/cartpole_in_lua.lua'"))
        let written = try scripts.load(path: "script.lua").makeEnvironment(capacity: 1, kernels: .best)
        let native = CartPole(capacity: 1, kernels: .best)
        var steps = 0
        for episode in 0..<300 {
            let episodes = try (
                Self.play(written, episode: episode, steps: 500), Self.play(native, episode: episode, steps: 500)
            )
            #expect(episodes.0 == episodes.1, "episode \(episode)")
            steps += episodes.0.count
        }
        #expect(steps > 3000)
    }

    private static func message(_ body: String, steps: Int = 3) throws -> String? {
        let scripts = try TemporaryScripts()
        try scripts.write("walk.lua", body)
        do {
            let script = try scripts.load(Self.script("'walk'"))
            _ = try play(script.makeEnvironment(capacity: 2, kernels: .best), episode: 0, steps: steps)
            return nil
        } catch let error as LuaError {
            return error.description
        }
    }

    /// A class whose functions are given, each on a line of its own.
    private static func walk(
        reset: String = "return { 0 }", step: String = "return { 1 }, 1, false", fields: String = ""
    ) -> String {
        """
        local Walk = { observation_space = { low = { -9 }, high = { 9 } }, action_space = { discrete = 2 }, \(fields) }
        function Walk:reset(random) \(reset) end
        function Walk:step(action) \(step) end
        return Walk
        """
    }

    @Test(arguments: [
        ("return nil", "reset: the observation must be a list of 1 number, got nil"),
        ("return {}", "reset: observation[1] must be a finite float32 number, got nil"),
        ("return { 0 / 0 }", "reset: observation[1] must be a finite float32 number, got nan"),
        ("return { 1e300 }", "reset: observation[1] must be a finite float32 number, got 1e+300"),
        ("return { '1' }", "reset: observation[1] must be a finite float32 number, got '1'"),
        ("return { 1, 2 }", "reset: the observation must be a list of 1 number, got 2"),
        ("return { 1 }, 3", "reset: a second result must be a table of information, which is ignored, got 3"),
        ("return { random(2, 1) }", "random: the interval from 2 to 1 is empty"),
        ("return { random('x') }", "random: argument 1 must be an integer, got a string"),
        ("return { random(1, 0.5) }", "random: argument 2 must be an integer, got a fraction"),
        (
            "return { random:uniform(-1.7e308, 1.7e308) == 1 / 0 and 5 or 'finite' }",
            "reset: observation[1] must be a finite float32 number, got 'finite'"
        ),
        ("return { random.uniform() }", "random: call it with a colon: random:uniform(…)"),
        ("return { random:normal(0, -1) }", "random:normal: deviation must be >= 0, got -1.0"),
        ("return { random:unform() }", "random: unknown name 'unform'; did you mean 'uniform'?"),
        (
            "Walk.count = 1",
            "the environment's class is read-only: 'count' cannot be set; keep in self what an episode changes"
        ),
        ("math.randomseed(1)", "math.randomseed has no stream here; random numbers come from the run's seed"),
    ])
    func `says what is wrong with a reset`(body: String, expected: String) throws {
        #expect(try Self.message(Self.walk(reset: body)) == "walk.lua:2: " + expected)
    }

    @Test(arguments: [
        ("return { 1 }", "step: the second result, the reward, must be a finite number, got nil"),
        ("return { 1 }, 0 / 0, false", "step: the second result, the reward, must be a finite number, got nan"),
        ("return { 1 }, 1", "step: the third result, terminated, must be true or false, got nil"),
        ("return { 1 }, 1, 0", "step: the third result, terminated, must be true or false, got 0"),
        ("return { 1 }, 1, false, 3", "step: the fourth result, truncated, must be true, false or left out, got 3"),
        (
            "return { 1 }, 1, false, {}",
            "step: the fourth result is a table; return observation, reward, terminated, truncated, and a table of information as the fifth"
        ),
        (
            "return { 1 }, 1, false, false, 'x'",
            "step: a fifth result must be a table of information, which is ignored, got 'x'"
        ),
        ("error { code = 7 }", "the script raised { code = 7 }"),
        ("error('over', 0)", "over"),
        ("self.x.y = 1", "attempt to index a nil value (field 'x')"),
    ])
    func `says what is wrong with a step`(body: String, expected: String) throws {
        #expect(try Self.message(Self.walk(step: body)) == "walk.lua:3: " + expected)
    }

    @Test(arguments: [
        ("return {}", "walk.lua: must return a table with the functions reset and step, returned {}"),
        ("return { reset = print }", "walk.lua: step is missing; it must be a function"),
        ("return { reset = print, step = 3 }", "walk.lua: step must be a function, got 3"),
        (
            "return { reset = print, step = print }",
            "walk.lua: observation_space is required; it must be { discrete = n }, { binary = n }, { low = …, high = … }, { size = n } or { shape = { … }, type = \"uint8\" }"
        ),
        (
            "return { reset = print, step = print, observation_space = { discret = 3 } }",
            "walk.lua: unknown option 'observation_space.discret'; did you mean 'observation_space.discrete'?"
        ),
        (
            "return { reset = print, step = print, observation_space = { low = 1, high = 2 } }",
            "walk.lua: observation_space.size is required where low and high are no lists; it must be an integer >= 1"
        ),
        (
            "return { reset = print, step = print, observation_space = { low = { 1 }, high = { 2, 3 } } }",
            "walk.lua: observation_space: low, high and size must agree, got 1 and 2"
        ),
        (
            "return { reset = print, step = print, observation_space = { low = { 1 }, high = { 0 } } }",
            "walk.lua: observation_space: low must not be above high, got 1 and 0 for value 1"
        ),
        (
            "return { reset = print, step = print, observation_space = { binary = 0 } }",
            "walk.lua: observation_space.binary must be an integer of 1 to 16777216, got 0"
        ),
        (
            "return { reset = print, step = print, observation_space = { binary = 2 }, action_space = 3 }",
            "walk.lua: action_space must be { discrete = n }, { binary = n }, { low = …, high = … } or { size = n }, got 3"
        ),
        (
            "return { reset = print, step = print, observation_space = { binary = 2 }, action_space = { discrete = 2 }, max_steps = 0 }",
            "walk.lua: max_steps must be an integer of 1 to 2147483647, got 0"
        ),
        ("error('no')", "walk.lua:1: no"),
    ])
    func `says what is wrong with a class`(text: String, expected: String) throws {
        #expect(try Self.message(text) == expected)
    }

    @Test func `may be a class of the script, with classes of its own`() throws {
        let text = Self.script(
            "Child",
            before: """
                local Base = { observation_space = { binary = 2 }, action_space = { discrete = 2 }, max_steps = 9 }
                Base.__index = Base
                function Base:observe() return { self.bit, not self.bit } end
                function Base:reset(random) self.bit = random(0, 1) == 1; return self:observe() end
                local Child = setmetatable({}, Base)
                Child.__index = Child
                function Child:step(action) self.bit = not self.bit; return self:observe(), 2, false, false, { a = 1 } end
                """)
        let script = try TemporaryScripts().load(text)
        let environment = try script.makeEnvironment(capacity: 3, kernels: .best)
        #expect(environment.specification.name == "inline")
        #expect(environment.specification.maxSteps == 9)
        let steps = try Self.play(environment, episode: 0, steps: 4)
        #expect(steps.map(\.reward) == [0, 2, 2, 2, 2])
        let first = steps[0].observation
        #expect(first == [0, 1] || first == [1, 0])
        #expect(steps.map { $0.observation == first } == [true, false, true, false, true])
    }

    @Test func `has instances that share nothing`() throws {
        let text = Self.script(
            "Walk",
            before: """
                local Walk = { observation_space = { size = 1 }, action_space = { discrete = 2 } }
                function Walk:reset() assert(self.count == nil); self.count = 0; return { 0 } end
                function Walk:step() self.count = self.count + 1; return { self.count }, 0, false end
                """)
        let environment = try TemporaryScripts().load(text).makeEnvironment(capacity: 3, kernels: .best)
        let stage = environment.stage(actions: ActionBatch(capacity: 3, shape: .discrete(count: 2)))
        let stream = RandomStream(RandomAddress(seed: 0, purpose: .episode))
        func observed() -> [Float] { (0..<3).map { environment.batch[lane: $0, value: 0] } }
        for lane in 0..<3 { try environment.reset(lane: lane, random: stream) }
        try stage.run(lanes: 3)
        try stage.run(lanes: 2)
        #expect(observed() == [2, 2, 1])
        try environment.reset(lane: 1, random: stream)
        try stage.run(lanes: 3)
        #expect(observed() == [3, 1, 2])
        try environment.move(from: 2, to: 0)
        #expect(observed()[0] == 2)
        try stage.run(lanes: 2)
        #expect(observed()[..<2] == [3, 2])
    }
}
