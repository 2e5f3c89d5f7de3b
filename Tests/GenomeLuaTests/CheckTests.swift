import Experiments
import GenomeLua
import LuaHost
import TestSupport
import Testing

@Suite struct `Checking an environment` {
    private static func check(_ text: String) throws -> [String] {
        let scripts = try TemporaryScripts()
        try scripts.write("walk.lua", text)
        var configuration = ScriptConfiguration()
        configuration.library = ScriptLibrary(folders: [], currentFolder: scripts.folder)
        configuration.print = { _ in }
        let check = try ScriptCheck("walk.lua", settings: [], configuration)
        return check.findings.map { ($0.isGood ? "ok " : "bad ") + $0.text }
    }

    private static func walk(
        fields: String = "max_steps = 20", reset: String = "self.x = 0; return { 0 }",
        step: String = "self.x = self.x + 1; return { self.x }, 1, self.x == 9", before: String = ""
    ) -> String {
        """
        \(before)
        local Walk = { observation_space = { low = { 0 }, high = { 9 } }, action_space = { discrete = 2 }, \(fields) }
        function Walk:reset(random) \(reset) end
        function Walk:step(action) \(step) end
        return Walk
        """
    }

    @Test func `finds nothing wrong with a good one`() throws {
        #expect(
            try Self.check(Self.walk()) == [
                "ok the same seed gives the same episode, however it is played",
                "ok observations are within observation_space",
                "ok 24 of 24 episodes of random actions ended by themselves, mean length 9.0",
            ])
    }

    @Test func `finds what episodes share`() throws {
        let way = "keep in self what an episode changes, and draw from its own random"
        let shared = Self.walk(
            step: "count = count + 1; self.x = self.x + 1; return { self.x }, count, self.x == 9",
            before: "local count = 0")
        #expect(
            try Self.check(shared).prefix(2) == [
                """
                bad episode 1: the reward after step 1 was 1.0 at first and 424.0 when the same state played it again, \
                after other episodes; \(way)
                """,
                "bad episode 1: the reward after step 2 was 2.0 alone and 9.0 beside other episodes; \(way)",
            ])
        let table = Self.walk(
            reset: "self.t = t; t[1] = 0; return t", step: "t[1] = t[1] + 1; return t, 1, t[1] >= 9",
            before: "local t = {}")
        #expect(
            try Self.check(table).first
                == "bad episode 1: observation[1] after step 2 was 2.0 alone and 9.0 beside other episodes; \(way)")
    }

    @Test func `finds observations outside their space, and episodes without end`() throws {
        let text = Self.walk(fields: "", step: "self.x = self.x + 1; return { self.x }, 1, false")
        #expect(
            try Self.check(text) == [
                "ok the same seed gives the same episode, however it is played",
                "bad episode 1: observation[1] after step 10 is 10.0, outside observation_space, which says 0 to 9",
                """
                bad 0 of 24 episodes of random actions ended by themselves, mean length 1000.0 of at most 1000 steps; \
                set max_steps, so that every episode ends
                """,
            ])
    }

    /// The numbers live as long as the environment, not as long as the script that was loaded.
    @Test func `finds nothing wrong with one that reads shared numbers`() throws {
        let walk = Self.walk(
            step: "self.x = self.x + 1 + shared.wind; return { self.x }, 1, self.x == 9",
            before: "local shared = require('genome').shared { wind = 0 }")
        #expect(try Self.check(walk).allSatisfy { $0.hasPrefix("ok") })
        let runs = ScriptRuns()
        try runs.write("walk.lua", walk)
        try runs.write(
            "script.lua",
            "return require('genome').experiment { environment = 'walk', search = require('genome').nes {}, generations = 1 }"
        )
        #expect(try runs.run(name: "run").status == .finished)
    }

    @Test func `raises what the script raises`() throws {
        let error = #expect(throws: LuaError.self) { try Self.check(Self.walk(step: "return { 1 }")) }
        #expect(
            error?.description
                == "walk.lua:4: step: the second result, the reward, must be a finite number, got nil")
    }
}

@Suite struct `Checking an experiment` {
    private static func check(_ options: String, before: String = "") throws -> ScriptCheck {
        let scripts = try TemporaryScripts()
        try scripts.write(
            "mine.lua",
            """
            local genome = require "genome"
            \(before)
            return genome.experiment {
              environment = "cartpole", encoder = genome.sign {}, search = genome.nes { population_size = 12 },
              generations = 5, \(options)
            }
            """)
        var configuration = ScriptConfiguration()
        configuration.library = ScriptLibrary(folders: [], currentFolder: scripts.folder)
        configuration.print = { _ in }
        return try ScriptCheck("mine.lua", settings: [], configuration)
    }

    @Test func `plays its first generation, callbacks and search included`() throws {
        let check = try Self.check(
            "on_generation = function(generation) assert(generation.index == 0) end, search = S",
            before: """
                local nes, told = genome.nes { population_size = 3 }, 0
                local S = {}
                function S:start(problem) self.nes = nes:start(problem) end
                function S:ask(generation) return self.nes:ask(generation) end
                function S:tell(evaluations) return self.nes:tell(evaluations) end
                """
        )
        #expect(
            check.isGood
                && check.title == "experiment with environment 'cartpole', observation box(4), action discrete(2)")
        #expect(
            check.findings.last?.text
                == "rated again, alone, 3 individuals of the first generation came out the same")
        let fitness = try Self.check(
            "environment = nil, encoder = nil, fitness = function(v) return v:sum() end, variables = { floats = 2 }")
        #expect(fitness.title == "experiment with fitness")
        #expect(
            fitness.text
                == "  ok    rated again, alone, 8 individuals of the first generation came out the same")
    }

    @Test(arguments: [
        "reward = function(reward) n = n + 1; return n end",
        "reward = function(reward) n = n + 1; return reward, n end",
        "reward = { reset = function() n = n + 1 end, reward = function() return n end }",
        "encoder = { size = 1, encode = function() n = n + 1; return { n % 2 } end }, network = genome.binary_network { hidden = {} }",
        "decoder = { outputs = 1, decode = function() n = n + 1; return n // 3 % 2 end }",
        "behavior = function() n = n + 1; return n end",
        "environment = nil, encoder = nil, fitness = function() n = n + 1; return n end, variables = { bits = 3 }",
    ])
    func `finds what its functions share`(options: String) throws {
        let check = try Self.check(options, before: "local n = 0")
        #expect(check.findings.last?.isGood == false)
        let text = try #require(check.findings.last?.text)
        // Which one it is depends on the threads, as what is shared does.
        #expect(try text.prefixMatch(of: Regex(#"individual \d+ of generation 0 gave "#)) != nil, "\(text)")
        #expect(
            text.hasSuffix(
                "when it was rated again alone: the script keeps something outside self, or draws from elsewhere than its own random"
            ))
    }

    @Test(arguments: [
        (
            "reward = function() return 'x' end",
            "mine.lua:5: reward: must return a finite number, got 'x' (individual 1 of generation 0, episode 1, step 0)"
        ),
        ("on_start = function() error('no') end", "mine.lua:5: no"),
        ("on_finish = function() error('no') end", "mine.lua:5: no"),
        ("search = genome.ga { selection = function() error('no') end }", "mine.lua:5: no"),
    ])
    func `raises what the script raises`(options: String, expected: String) throws {
        let error = #expect(throws: LuaError.self) { try Self.check(options) }
        #expect(error?.description == expected)
    }
}

@Suite struct `A script to start from` {
    private static let installation = Installation(folder: checkout)

    @Test func `works as it is, and its environment passes the check`() throws {
        let runs = ScriptRuns()
        for kind in ScriptTemplate.allCases where kind != .nativeEnvironment {
            let written = try kind.write("new_\(kind.rawValue)", to: runs.folder.path, installation: Self.installation)
            #expect(written.first == "new_\(kind.rawValue).lua")
            #expect(written.count == (kind == .environment ? 2 : 1), "the editor's settings are written once")
        }
        var configuration = ScriptConfiguration()
        configuration.library = ScriptLibrary(folders: [], currentFolder: runs.folder.path)
        let check = try ScriptCheck("new_environment.lua", settings: [], configuration)
        #expect(check.isGood, "\(check.text)")
        try runs.write(
            "script.lua",
            """
            local genome = require "genome"
            local new_selection = require "new_selection"
            return genome.experiment {
              environment = "new_environment", reward = require "new_reward", generations = 3,
              search = genome.ga { population_size = 12, selection = new_selection(11) },
            }
            """)
        #expect(try runs.run(name: "all").status == .finished)
        try runs.write(
            "script.lua",
            """
            local genome = require "genome"
            return genome.experiment {
              fitness = function(vector) return -vector:norm() end, variables = { floats = 4, low = -1, high = 3 },
              search = require "new_search" { population_size = 12 }, generations = 60,
            }
            """)
        let search = try runs.run(name: "search")
        #expect(try SolutionFile(readFrom: "\(search.path)/solution").fitness > -0.1)
        let experiment = try Script.load(path: "new_experiment.lua", configuration)
        #expect(experiment.parameters.map(\.name) == ["generations", "hidden", "learning_rate", "population_size"])
    }

    @Test func `is refused a bad name, and replaces nothing`() throws {
        let folder = TemporaryFolder()
        func message(_ name: String, _ installation: Installation? = Self.installation) -> String? {
            do {
                _ = try ScriptTemplate.reward.write(name, to: folder.path, installation: installation)
                return nil
            } catch {
                return error.description
            }
        }
        #expect(message("mine") == nil)
        #expect(message("mine.lua") == "mine.lua: there is such a file already; choose another name")
        for name in ["", "a/b", "../x", "1a", "a b", "ü"] {
            #expect(message(name) == "'\(name)' is no name for a script; take letters, digits and '_'")
        }
        #expect(
            message("other", nil)
                == "the installation has no Scripts/templates/reward.lua; install again, or set GENOME_HOME to its folder"
        )
    }
}
