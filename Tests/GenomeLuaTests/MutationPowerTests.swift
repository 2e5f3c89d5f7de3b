import Testing

@Suite struct `The mutation power of genome.deep_ga` {
    private func message(_ power: String, _ rated: String) throws -> String? {
        try ScriptRuns().error(
            """
            local genome = require "genome"
            local function fitness(vector) return vector[1] == 1 and 1 or 0 end
            return genome.experiment {
              search = genome.deep_ga { mutation_power = \(power), population_size = 4 }, generations = 1, \(rated),
            }
            """)
    }

    @Test(arguments: [
        ("2", "2.0"), ("genome.linear { from = 0.5, to = 1.5, over = 5 }", "1.5"),
        ("genome.exponential { from = 3, to = 0.1, over = 5 }", "3.0"),
    ])
    func `is at most 1 where bits flip by it`(power: String, got: String) throws {
        for rated in ["fitness = fitness, variables = { bits = 9 }", "environment = 'cartpole'"] {
            #expect(
                try message(power, rated)
                    == "script.lua:3: experiment: deep_ga: mutation_power must be at most 1 where there are bits, as the probability that one flips, got \(got)"
            )
        }
    }

    @Test(arguments: ["1", "genome.linear { from = 1, to = 0, over = 5 }"])
    func `may be 1 for bits`(power: String) throws {
        #expect(try message(power, "fitness = fitness, variables = { bits = 9 }") == nil)
    }

    @Test func `may be higher for numbers`() throws {
        #expect(try message("2", "fitness = fitness, variables = { floats = 9 }") == nil)
        #expect(try message("2", "environment = 'cartpole', network = genome.dense_network {}") == nil)
    }

    @Test func `is as high for a search that a script starts`() throws {
        let message = try ScriptRuns().error(
            """
            local genome = require "genome"
            local native = genome.deep_ga { mutation_power = 2 }
            local Search = {}
            function Search:start(problem)
              self.native = native:start(problem)
            end
            function Search:ask(generation) return self.native:ask(generation) end
            function Search:tell(evaluations) self.native:tell(evaluations) end
            return genome.experiment { search = Search, environment = "cartpole", generations = 1 }
            """)
        #expect(
            message
                == "script.lua:5: start: deep_ga: mutation_power must be at most 1 where there are bits, as the probability that one flips, got 2.0"
        )
    }
}
