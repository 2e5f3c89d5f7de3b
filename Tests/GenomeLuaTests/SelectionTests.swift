import Experiments
import GenomeLua
import LuaHost
import TestSupport
import Testing

@Suite struct `A selection of a script` {
    private static func script(_ selection: String) -> String {
        """
        local genome = require "genome"
        return genome.experiment {
          environment = "cartpole", generations = 4, network = genome.binary_network { hidden = { 4 }, biases = true },
          encoder = genome.sign {}, max_steps = 60,
          search = genome.ga { population_size = 12, elites = 2, selection = \(selection) },
        }
        """
    }

    @Test func `chooses, and the same on any threads, stopped at any generation`() throws {
        let runs = ScriptRuns()
        try runs.write(
            "script.lua",
            Self.script(
                """
                function(population, random)
                  local parents = {}
                  for i = 1, 10 do
                    local a, b = random(#population), math.random(#population)
                    parents[i] = population[a].fitness >= population[b].fitness and a or b
                  end
                  return parents
                end
                """))
        let whole = try RunBits(of: runs.run(name: "whole").path)
        #expect(try RunBits(of: runs.run(name: "other", threads: 3, lanes: 2).path) == whole)
        for stop in 1..<4 {
            try runs.run(name: "stopped-\(stop)", stopAfter: stop)
            let resumed = try runs.run(name: "stopped-\(stop)", threads: 2, resumes: true)
            #expect(try RunBits(of: resumed.path) == whole)
        }
    }

    @Test func `shipped as a script chooses what the built-in one chooses on average`() throws {
        let state = try LuaState(
            {
                var configuration = LuaConfiguration()
                configuration.moduleFolders = [LuaModuleFolder("\(checkout)/Scripts")]
                return configuration
            }())
        let text = """
            local tournament = require "selection.tournament" { parents = 4000, size = 3 }
            local population, state = {}, 9
            for i = 1, 10 do population[i] = { fitness = i } end
            local function random(n) state = (state * 6364136223846793005 + 1442695040888963407); return (state >> 33) % n + 1 end
            local counts = {}
            for _, parent in ipairs(tournament(population, random)) do counts[parent] = (counts[parent] or 0) + 1 end
            return counts
            """
        guard case .table(let table) = try state.run(text, name: "test.lua") else {
            Issue.record("no counts")
            return
        }
        for individual in 1...10 {
            func below(_ count: Int) -> Double { Double(count * count * count) / 1000 }
            guard
                case .integer(let count) = table.entries.first(where: { $0.key == .integer(Int64(individual)) })?.value
            else { continue }
            #expect(
                BinomialBounds.accepts(
                    count: Int(count), trials: 4000, probability: below(individual) - below(individual - 1)))
        }
    }

    @Test(arguments: [
        ("function() return 3 end", "script.lua:5: selection: must return a list of 10 parents, got 3"),
        ("function() return {} end", "script.lua:5: selection: parents[1] must be an integer of 1 to 12, got nil"),
        ("function() return { 13 } end", "script.lua:5: selection: parents[1] must be an integer of 1 to 12, got 13"),
        (
            "function() return { 0 / 0 } end",
            "script.lua:5: selection: parents[1] must be an integer of 1 to 12, got nan"
        ),
        (
            "function() return { 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1 } end",
            "script.lua:5: selection: must return a list of 10 parents, got 11"
        ),
        ("function(population) return population.x.y end", "script.lua:5: attempt to index a nil value (field 'x')"),
    ])
    func `says what is wrong`(selection: String, expected: String) throws {
        #expect(try ScriptRuns().error(Self.script(selection)) == expected)
    }

    @Test func `is told which fitness its built-in fellows refuse`() throws {
        let script = """
            local genome = require "genome"
            return genome.experiment {
              fitness = function(vector, random) return -random(1, 9) end, variables = { bits = 3 },
              search = genome.ga { population_size = 3, selection = genome.roulette { baseline = "zero" } },
            }
            """
        let message = try #require(try ScriptRuns().error(script))
        let pattern =
            /fitness of individual 1 is -\d\.0; it must be >= 0 where the baseline of its selection is 'zero'; use the baseline 'worst'/
        #expect(message.wholeMatch(of: pattern) != nil, "\(message)")
    }

    @Test(arguments: [
        ("cartpole_ga", [:], 5 as UInt64), ("onemax", [:], 1), ("onemax", ["selection": "rank"], 2),
        ("onemax", ["selection": "stochastic_universal", "crossover_kind": "uniform", "bits": "64"], 3),
    ])
    func `and a crossover solve the shipped experiments`(
        name: String, settings: [String: String], seed: UInt64
    ) throws {
        let runs = ScriptRuns()
        var request = RunRequest()
        request.output = runs.folder.path
        let outcome = try ScriptRun.perform(
            path: "\(checkout)/Scripts/experiments/\(name).lua",
            settings: settings.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" },
            overrides: ExperimentOverrides(seed: seed, threads: 2),
            request: request,
            configuration: runs.configuration,
            observer: runs.observer
        )
        #expect(outcome.status == .solved)
    }

    @Test func `sees behaviors and objectives`() throws {
        let runs = ScriptRuns()
        try runs.write(
            "script.lua",
            """
            local genome = require "genome"
            local function choose(population)
              for _, one in ipairs(population) do
                assert(one.fitness == one.objectives[1] and one.objectives[2] == 2 and #one.objectives == 2)
                assert(one.behavior == nil)
              end
              return { 1, 2 }
            end
            return genome.experiment {
              fitness = function(v) return v:sum(), v:sum(), 2 end, variables = { floats = 3 },
              search = genome.ga { population_size = 3, elites = 1, selection = choose }, generations = 3,
              on_generation = function(generation) generation:histogram("mine/best", generation.solution or { 0 }) end,
            }
            """)
        #expect(try runs.run(name: "run").status == .finished)
    }
}
