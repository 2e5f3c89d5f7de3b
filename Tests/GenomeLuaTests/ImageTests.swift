import Environments
import Experiments
import GenomeLua
import Kernels
import LuaHost
import Randomness
import Rollouts
import TestSupport
import Testing

@Suite struct `Images in scripts` {
    /// A light that is on the left or on the right: an image of 2 rows, 4 pixels and 3 colors. An action says where.
    private static let light = """
        local Light = {
          observation_space = { shape = { 2, 4, 3 }, type = "uint8" }, action_space = { discrete = 2 }, max_steps = 12,
        }
        local on, off = "\\255\\200\\50", "\\0\\10\\20"
        function Light:show()
          self.is_left = self.random() < 0.5
          local row = self.is_left and on .. on .. off .. off or off .. off .. on .. on
          local image = row .. row
          return self.as_list and { image:byte(1, -1) } or image
        end
        function Light:reset(random) self.random = random; return self:show() end
        function Light:step(action)
          local reward = (action == 0) == self.is_left and 1 or 0
          return self:show(), reward, false
        end
        """

    private static func script(
        _ options: String, network: String = "genome.binary_network { hidden = { 8 } }", search: String = "nes",
        isListed: Bool = false
    ) -> String {
        """
        local genome = require "genome"
        \(light)
        \(isListed ? "Light.as_list = true" : "")
        return genome.experiment {
          environment = Light, \(options) network = \(network),
          search = genome.\(search) { population_size = 20 }, generations = 6, solved = { episodes = 4 },
        }
        """
    }

    private static let stack = "observation = genome.image { grayscale = true, resize = { 1, 2 }, stack = 3 },"
    private static let two = "encoder = genome.thermometer { count = 2 },"

    private func bits(_ script: String, threads: Int = 1, lanes: Int? = nil) throws -> RunBits {
        let runs = ScriptRuns()
        try runs.write("script.lua", script)
        return try RunBits(of: runs.run(name: "run", threads: threads, lanes: lanes).path)
    }

    @Test func `are strings of bytes or lists of numbers`() throws {
        let strings = try bits(Self.script(Self.stack))
        #expect(try bits(Self.script(Self.stack, isListed: true)).scalars == strings.scalars)
        #expect(strings.scalars["return/mean"]?.count == 6)
    }

    @Test(arguments: [
        (stack, "genome.binary_network { hidden = { 8 } }", "nes"), (two, "genome.binary_network {}", "nes"),
        (stack + two, "genome.dense_network { hidden = { 4 } }", "es"), ("", "genome.dense_network {}", "es"),
        (stack + "encoder = genome.raw_values {},", "genome.dense_network {}", "es"),
        ("observation = genome.image { resize = { 1, 1 } },", "genome.dense_network {}", "es"),
    ])
    func `give the same bits on any lanes and threads, and after a stop`(
        options: String, network: String, search: String
    ) throws {
        let script = Self.script(options, network: network, search: search)
        let whole = try bits(script, lanes: 1)
        #expect(try bits(script, threads: 2, lanes: 7) == whole)
        let runs = ScriptRuns()
        try runs.write("script.lua", script)
        try runs.run(name: "stopped", threads: 2, lanes: 5, stopAfter: 3)
        let resumed = try RunBits(of: runs.run(name: "stopped", lanes: 2, resumes: true).path)
        #expect(resumed.files == whole.files)
    }

    @Test func `are made gray, resized and stacked for the policy alone`() throws {
        // What an encoder of the script is shown: the light's places in three frames.
        let encoder = """
            local Places = { size = 6 }
            function Places:encode(image, bits)
              assert(#image == 6)
              for i = 1, 6 do bits[i] = image:byte(i) > 128 and 1 or 0 end
            end

            """
        let behavior = "behavior = function(episode) return #episode.observation, episode.observation:byte(1) end,"
        let reward =
            "reward = function(r, image) assert(#image == 24 and image:byte(4) == image:byte(1)); return r end,"
        let own = Self.script(Self.stack + "encoder = Places,\(behavior)\(reward)")
        let text = own.replacing("return genome.experiment", with: encoder + "return genome.experiment")
        let written = try bits(text)
        let native = try bits(Self.script(Self.stack + "encoder = genome.thermometer { count = 1 },"))
        // Gray, the light is 199 and the dark 8.
        #expect(written.scalars["return/mean"] == native.scalars["return/mean"])
        #expect(written.scalars["fitness/mean"] == native.scalars["return/mean"])
    }

    @Test func `are seen by a saved policy as by the run's`() throws {
        let runs = ScriptRuns()
        try runs.write("script.lua", Self.script(Self.stack + Self.two))
        let outcome = try runs.run(name: "run")
        let evaluation = try PolicyEvaluation(path: outcome.path, lanes: 3) { file, path in
            #expect(file.policy.shape.images?.result == ImageShape(height: 1, width: 2, channels: 3))
            return try ScriptPolicy.environment(of: file, at: path, runs.configuration) { _ in }
        }
        #expect(evaluation.meanReturn == outcome.meanTestReturn)
    }

    @Test func `are part of what an experiment is`() throws {
        let runs = ScriptRuns()
        try runs.write("script.lua", Self.script(Self.stack))
        let path = try runs.run(name: "run", stopAfter: 2).path
        try runs.write("script.lua", Self.script(Self.stack.replacing("stack = 3", with: "stack = 2")))
        let error = #expect(throws: ExperimentError.self) { try runs.run(name: "run", resumes: true) }
        #expect(
            error?.description == """
                \(path)/checkpoint: belongs to another experiment: observation was image(grayscale true, resize 1, 2, \
                stack 3), and is now image(grayscale true, resize 1, 2, stack 2); resume with the script and settings it was \
                started with, or start a new run
                """)
    }

    @Test(arguments: [
        (
            "return 'abc'",
            "reset: the observation must be a string of 6 bytes, or a list of 6 integers of 0 to 255, got a string of 3"
        ),
        (
            "return nil",
            "reset: the observation must be a string of 6 bytes, or a list of 6 integers of 0 to 255, got nil"
        ),
        (
            "return { 1, 2, 3, 4, 5, 6, 7 }",
            "reset: the observation must be a string of 6 bytes, or a list of 6 integers of 0 to 255, got 7"
        ),
        ("return { 1, 2, 3, 4, 5 }", "reset: observation[6] must be an integer of 0 to 255, got nil"),
        ("return { 1, 2, 256, 4, 5, 6 }", "reset: observation[3] must be an integer of 0 to 255, got 256"),
        ("return { 1, -1, 3, 4, 5, 6 }", "reset: observation[2] must be an integer of 0 to 255, got -1"),
        ("return { 1.5, 2, 3, 4, 5, 6 }", "reset: observation[1] must be an integer of 0 to 255, got 1.5"),
        ("return { '1', 2, 3, 4, 5, 6 }", "reset: observation[1] must be an integer of 0 to 255, got '1'"),
    ])
    func `that are none are refused at the function that returned them`(body: String, expected: String) throws {
        let scripts = try TemporaryScripts()
        try scripts.write(
            "walk.lua",
            """
            local Walk = { observation_space = { shape = { 2, 3 }, type = "uint8" }, action_space = { discrete = 2 } }
            function Walk:reset(random) \(body) end
            function Walk:step(action) return "abcdef", 1, true end
            return Walk
            """)
        let environment = try scripts.load(
            "return require('genome').experiment { environment = 'walk', search = require('genome').nes {}, max_steps = 5 }"
        ).makeEnvironment(capacity: 1, kernels: .best)
        _ = environment.stage(actions: ActionBatch(capacity: 1, shape: .discrete(count: 2)))
        let error = #expect(throws: LuaError.self) {
            try environment.reset(lane: 0, random: RandomStream(RandomAddress(seed: 1, purpose: .episode)))
        }
        #expect(error?.description == "walk.lua:2: " + expected)
    }

    @Test(arguments: [
        ("{ shape = { 4 }, type = 'uint8' }", "observation_space.shape must have 2 to 3 entries, got 1"),
        (
            "{ shape = { 4, 0 }, type = 'uint8' }",
            "observation_space.shape[2] must be an integer of 1 to 16777216, got 0"
        ),
        ("{ shape = { 4, 4 } }", "observation_space.type is required; it must be 'uint8'"),
        ("{ shape = { 4, 4 }, type = 'float' }", "observation_space.type must be one of 'uint8', got 'float'"),
        (
            "{ type = 'uint8' }",
            "observation_space.shape is required; it must be { height, width } or { height, width, channels }"
        ),
        (
            "{ shape = { 4, 4 }, type = 'uint8', low = 0 }",
            "observation_space: an image has a shape and a type, and no low"
        ),
        (
            "{ shape = { 4096, 4096, 3 }, type = 'uint8' }",
            "observation_space.shape must have at most 16777216 bytes, got 4096 * 4096 * 3"
        ),
    ])
    func `of no shape are refused`(space: String, expected: String) throws {
        let scripts = try TemporaryScripts()
        try scripts.write("walk.lua", "return { reset = print, step = print, observation_space = \(space) }")
        let error = #expect(throws: LuaError.self) {
            try scripts.load(
                "return require('genome').experiment { environment = 'walk', search = require('genome').nes {} }")
        }
        #expect(error?.description.hasSuffix("walk.lua: \(expected)") == true, "\(error?.description ?? "")")
    }

    @Test(arguments: [
        (
            "environment = 'cartpole', observation = genome.image {}",
            "observation: image is for images, but environment 'cartpole' has box(4); remove it"
        ),
        (
            "environment = Light, observation = genome.image { resize = { 4096, 4096 }, stack = 2 }",
            "observation: an image must have at most 16777216 bytes, got 4096 * 4096 * 3 of 2 frames"
        ),
        (
            "environment = Light, network = genome.dense_network { virtual_batch = 8 }",
            "network: virtual_batch keeps samples of observations, which are no images; leave it out"
        ),
        (
            "environment = Gray, observation = genome.image { grayscale = true }",
            "observation: grayscale needs 3 channels, but environment 'inline' has image(1, 1, 1); remove it"
        ),
    ])
    func `that do not fit are refused`(options: String, expected: String) throws {
        let text = """
            local genome = require "genome"
            \(Self.light)
            local Gray = { observation_space = { shape = { 1, 1 }, type = "uint8" }, action_space = { discrete = 2 } }
            function Gray:reset() return "a" end
            function Gray:step() return "a", 1, true end
            return genome.experiment { \(options), search = genome.es { population_size = 4 }, max_steps = 5 }
            """
        #expect(try ScriptRuns().error(text) == "script.lua:20: experiment: " + expected)
    }
}
