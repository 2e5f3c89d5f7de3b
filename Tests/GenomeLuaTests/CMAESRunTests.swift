import Experiments
import GenomeLua
import LuaHost
import Records
import TestSupport
import Testing

@Suite struct `CMA-ES in a run` {
    @Test func `balances the pole by the logits of a binary network`() throws {
        let runs = ScriptRuns()
        try runs.write(
            "script.lua",
            """
            local genome = require "genome"
            return genome.experiment {
              environment = "cartpole",
              encoder = genome.thermometer { count = 4, low = { -2.4, -3, -0.2095, -3 }, high = { 2.4, 3, 0.2095, 3 } },
              network = genome.binary_network { hidden = { 8 } },
              search = require "searches.cma_es" { bits = "logits", population_size = 32 },
              generations = 300, episodes = 3, solved = { mean_return = 475 },
            }
            """)
        #expect(try runs.run(name: "run", threads: 2).status == .solved)
    }

    @Test(arguments: ["{}", "{ separable = true }"])
    func `finds the valley of Rosenbrock, with the same bits when stopped at any generation`(options: String) throws {
        let runs = ScriptRuns()
        func write(_ generations: Int) throws {
            try runs.write(
                "script.lua",
                """
                local genome = require "genome"
                return genome.experiment {
                  fitness = function(v)
                    local sum = 0
                    for i = 1, #v - 1 do sum = sum + 100 * (v[i + 1] - v[i] ^ 2) ^ 2 + (1 - v[i]) ^ 2 end
                    return -sum
                  end,
                  variables = { floats = 4 }, search = require "searches.cma_es" \(options),
                  generations = \(generations), solved = { fitness = -1e-9 },
                }
                """)
        }
        try write(12)
        let names = ["solution", "solution-best", "checkpoint"]
        let bits = try RunBits(of: runs.run(name: "whole").path, names: names)
        for stop in 1..<12 {
            try runs.run(name: "stopped-\(stop)", stopAfter: stop)
            let resumed = try runs.run(name: "stopped-\(stop)", threads: 2, resumes: true)
            #expect(try RunBits(of: resumed.path, names: names) == bits, "stopped after \(stop)")
        }
        guard options == "{}" else { return }
        try write(1000)
        #expect(try runs.run(name: "long").status == .solved)
    }
}
