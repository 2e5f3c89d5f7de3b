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
        let check = try ScriptCheck.run("walk.lua", settings: [], configuration).check
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

    @Test func `raises what the script raises`() throws {
        let error = #expect(throws: LuaError.self) { try Self.check(Self.walk(step: "return { 1 }")) }
        #expect(
            error?.description
                == "walk.lua:4: step: the second result, the reward, must be a finite number, got nil")
    }
}

@Suite struct `A script to start from` {
    private static let installation = Installation(folder: checkout)

    @Test func `works as it is, and its environment passes the check`() throws {
        let runs = ScriptRuns()
        for kind in ScriptTemplate.allCases {
            let written = try kind.write("new_\(kind.rawValue)", to: runs.folder.path, installation: Self.installation)
            #expect(written.first == "new_\(kind.rawValue).lua")
            #expect(written.count == (kind == .environment ? 2 : 1), "the editor's settings are written once")
        }
        var configuration = ScriptConfiguration()
        configuration.library = ScriptLibrary(folders: [], currentFolder: runs.folder.path)
        let check = try ScriptCheck.run("new_environment.lua", settings: [], configuration).check
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
