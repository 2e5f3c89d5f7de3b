import Experiments
import FoundationEssentials
import GenomeLua
import LuaHost
import TestSupport
import Testing

@Suite struct `A policy that needs its script` {
    /// An environment, an encoder and a decoder in three files, the environment inline or in a file of its own.
    private func write(_ runs: ScriptRuns, isInline: Bool) throws {
        let walk = """
            local step = require("parts.step")
            local Walk = { observation_space = { size = 1 }, action_space = { discrete = 2 }, max_steps = 12 }
            function Walk:reset(random) self.random, self.x = random, random:normal(); return { self.x } end
            function Walk:step(action)
              self.x = self.x + (action == 1 and step or -step) + 0.2 * self.random:normal()
              return { self.x }, 1 - math.abs(self.x), false
            end
            """
        try FileManager.default.createDirectory(
            atPath: runs.folder.path + "/parts", withIntermediateDirectories: true)
        try runs.write("parts/step.lua", "return 0.5")
        try runs.write(
            "parts/encoder.lua", "return { size = 2, encode = function(self, o) return { o[1] > 0, o[1] > 1 } end }")
        if !isInline { try runs.write("walk.lua", walk + "\nreturn Walk") }
        try runs.write(
            "script.lua",
            """
            local genome = require "genome"
            \(isInline ? walk : "local Walk = 'walk'")
            local p = genome.parameters { outputs = 1 }
            return genome.experiment {
              environment = Walk, encoder = require "parts.encoder",
              decoder = { outputs = p.outputs, decode = function(self, outputs) return outputs[1] > 0 and 1 or 0 end },
              network = genome.binary_network { hidden = { 3 } }, search = genome.nes { population_size = 6 },
              generations = 4, solved = { episodes = 5 },
            }
            """)
    }

    private func evaluate(_ runs: ScriptRuns, _ path: String) throws -> (PolicyEvaluation, warnings: [String]) {
        var warnings: [String] = []
        let evaluation = try PolicyEvaluation(path: path, threads: 2) { file, path in
            try ScriptPolicy.environment(of: file, at: path, runs.configuration) { warnings.append($0) }
        }
        return (evaluation, warnings)
    }

    @Test(arguments: [true, false]) func `is played with the run's copies`(isInline: Bool) throws {
        let runs = ScriptRuns()
        try write(runs, isInline: isInline)
        let outcome = try runs.run(name: "run")
        let (first, warnings) = try evaluate(runs, outcome.path)
        #expect(first.meanReturn == outcome.meanTestReturn && warnings == [])
        // Whatever becomes of the files.
        try runs.write("parts/step.lua", "return 77")
        try runs.write("parts/encoder.lua", "error('changed')")
        try FileManager.default.removeItem(atPath: runs.folder.path + "/script.lua")
        try FileManager.default.moveItem(atPath: outcome.path, toPath: runs.folder.path + "/moved")
        let (again, changed) = try evaluate(runs, runs.folder.path + "/moved")
        #expect(again == first)
        #expect(
            Set(changed)
                == Set(
                    ["parts/encoder.lua", "parts/step.lua"].map { name in
                        "\(name) has changed since the run; the run's own copy is played"
                    }))
    }

    /// A policy without parts of a script needs only its environment: the file's where that is found, else the copy.
    @Test func `is played in the copy of an environment that is gone`() throws {
        let runs = ScriptRuns()
        try write(runs, isInline: false)
        try runs.write(
            "script.lua",
            """
            local genome = require "genome"
            return genome.experiment {
              environment = "walk", search = genome.nes { population_size = 6 }, generations = 2, solved = { episodes = 5 },
            }
            """)
        let outcome = try runs.run(name: "run")
        let first = try evaluate(runs, outcome.path).0
        try FileManager.default.removeItem(atPath: runs.folder.path + "/walk.lua")
        try FileManager.default.removeItem(atPath: runs.folder.path + "/parts/step.lua")
        let (again, warnings) = try evaluate(runs, outcome.path)
        #expect(again == first && again.meanReturn == outcome.meanTestReturn && warnings == [])
    }

    @Test func `says so where the run is not there`() throws {
        let runs = ScriptRuns()
        try write(runs, isInline: true)
        let outcome = try runs.run(name: "run")
        let alone = runs.folder.path + "/alone"
        try FileManager.default.copyItem(atPath: outcome.path + "/policy", toPath: alone)
        let error = #expect(throws: LuaError.self) { try evaluate(runs, alone) }
        #expect(
            error?.description
                == "\(alone): the encoder of this policy is its run's script; leave the policy in the run's folder to play it"
        )
    }

    @Test func `warns if the run went on with another script`() throws {
        let runs = ScriptRuns()
        try write(runs, isInline: true)
        try runs.run(name: "run", stopAfter: 2)
        try runs.write("parts/step.lua", "return 0.25")
        let outcome = try runs.run(name: "run", resumes: true)
        #expect(
            runs.observer.texts == ["step.lua has changed since the run began; it goes on with the script as it is now"]
        )
        let (_, warnings) = try evaluate(runs, outcome.path)
        #expect(warnings == [])
    }
    /// Its record comes first, then the copies of its scripts: a kill may come between.
    @Test func `is of no other script if the run was killed before it had copies`() throws {
        let runs = ScriptRuns()
        try write(runs, isInline: true)
        let path = try runs.run(name: "run", stopAfter: 2).path
        for name in try FileManager.default.contentsOfDirectory(atPath: path) where name != "run.json" {
            try FileManager.default.removeItem(atPath: "\(path)/\(name)")
        }
        #expect(try runs.run(name: "run", resumes: true).status == .finished)
        #expect(runs.observer.texts == [])
    }
}
