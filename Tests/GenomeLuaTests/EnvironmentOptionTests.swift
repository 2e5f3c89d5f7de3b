import GenomeLua
import LuaHost
import TestSupport
import Testing

@Suite struct `environment_options` {
    private func message(_ experiment: String) throws -> String? {
        let runs = ScriptRuns()
        try runs.write(
            "script.lua",
            """
            local genome = require "genome"
            local Walk = { observation_space = { size = 1 }, action_space = { discrete = 2 } }
            function Walk:reset() return { 0 } end
            function Walk:step() return { 0 }, 0, true end
            return genome.experiment { search = genome.nes {}, \(experiment) }
            """)
        var configuration = ScriptConfiguration()
        configuration.library = ScriptLibrary(folders: [], currentFolder: runs.folder.path)
        return #expect(throws: LuaError.self) { try Script.load(path: "script.lua", configuration) }?.description
    }

    @Test(arguments: [
        (
            "environment = 'cartpole', environment_options = { step = 1 }",
            "'cartpole' takes no environment_options; native environments do"
        ),
        (
            "environment = Walk, environment_options = { step = 1 }",
            "'inline' takes no environment_options; native environments do"
        ),
        (
            "environment = 'cartpole', environment_options = 3",
            "environment_options must be a table of names with numbers, booleans or strings, got 3"
        ),
        ("environment = 'cartpole', environment_options = { 3 }", "options have names, got an entry at 1"),
        (
            "environment = 'cartpole', environment_options = { step = {} }",
            "environment_options.step must be a number, a boolean or a string, got {}"
        ),
        (
            "environment = 'cartpole', environment_options = { step = 0/0 }",
            "environment_options.step must be a finite number, got nan"
        ),
        (
            "environment = 'cartpole', environment_options = { step = '' }",
            "environment_options.step must be a string that is not empty, got ''"
        ),
        (
            "fitness = function() return 0 end, variables = { bits = 3 }, environment_options = { step = 1 }",
            "fitness rates variables without an environment; remove environment_options"
        ),
    ]) func `are refused at their line where they are wrong`(experiment: String, expected: String) throws {
        #expect(try message(experiment) == "script.lua:5: experiment: \(expected)")
    }
}
