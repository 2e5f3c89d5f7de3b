import EventFiles
import Experiments
import GenomeLua
import LuaHost
import Records
import TestSupport
import Testing

@Suite struct `Fitness without an environment` {
    private static func script(
        _ fitness: String, variables: String, search: String = "genome.ga { population_size = 20 }",
        options: String = ""
    ) -> String {
        """
        local genome = require "genome"
        return genome.experiment {
          fitness = function(vector, random) \(fitness) end,
          variables = \(variables),
          search = \(search), \(options)
        }
        """
    }

    /// Of the tags that a run wrote, without those of time.
    private func tags(_ path: String) throws -> [String] {
        try RunBits(of: path, names: ["solution", "solution-best", "checkpoint"]).scalars.keys.sorted()
    }

    @Test func `finds the bits that count most`() throws {
        let runs = ScriptRuns()
        try runs.write(
            "script.lua",
            Self.script(
                "return vector:popcount()", variables: "{ bits = 40 }",
                options: "generations = 300, solved = { fitness = 40 }"))
        let outcome = try runs.run(name: "run")
        #expect(outcome.status == .solved && outcome.isObjective)
        let solution = try SolutionFile(readFrom: "\(outcome.path)/solution")
        #expect(solution.bits == Array(repeating: true, count: 40) && solution.fitness == 40)
        #expect(
            try tags(outcome.path) == [
                "evaluations", "fitness/best", "fitness/deviation", "fitness/mean", "fitness/policy", "fitness/worst",
                "search/parents",
            ])
        #expect(
            solution.text
                == "fitness 40.0 in generation \(solution.generation)\nbits \(String(repeating: "1", count: 40))")
    }

    @Test func `finds real numbers between bounds of their own`() throws {
        let runs = ScriptRuns()
        try runs.write(
            "script.lua",
            Self.script(
                """
                assert(vector[1] >= 2 and vector[1] <= 8 and vector[2] >= -1 and vector[2] <= 0)
                return -(vector[1] - 5.5) ^ 2 - 10 * (vector[2] + 0.25) ^ 2, vector[1]
                """,
                variables: "{ floats = 2, low = { 2, -1 }, high = { 8, 0 } }",
                search: "genome.nes { population_size = 50, bias_deviation = 0.3, bias_learning_rate = 0.05 }",
                options: "generations = 200, solved = { fitness = -0.01 }"))
        let outcome = try runs.run(name: "run")
        #expect(outcome.status == .solved)
        let solution = try SolutionFile(readFrom: "\(outcome.path)/solution")
        #expect(abs(solution.floats[0] - 5.5) < 0.3 && abs(solution.floats[1] + 0.25) < 0.08)
    }

    @Test(arguments: [
        ("{ bits = 70 }", "return vector:popcount() + random()", "genome.nes { population_size = 8 }"),
        (
            "{ floats = 9, low = -3, high = 5 }", "return -vector:norm() + math.random(), vector:sum()",
            "genome.ga { population_size = 8 }"
        ),
        (
            "{ bits = 9000 }", "return vector:popcount()",
            "genome.ga { population_size = 40, selection = genome.roulette { baseline = 'zero' }, crossover_kind = 'one_point' }"
        ),
        (
            "{ floats = 90 }", "return -vector:norm()",
            "genome.ga { population_size = 8, elites = 3, selection = genome.rank {}, crossover_kind = 'two_point' }"
        ),
    ])
    func `gives the same bits on any threads, stopped at any generation`(
        variables: String, fitness: String, search: String
    ) throws {
        let runs = ScriptRuns()
        let options = "episodes = 2, generations = 6, solved = { episodes = 3, every = 2 }"
        try runs.write("script.lua", Self.script(fitness, variables: variables, search: search, options: options))
        let names = ["solution", "solution-best", "checkpoint"]
        let bits = try RunBits(of: runs.run(name: "whole").path, names: names)
        for threads in 2...3 {
            #expect(try RunBits(of: runs.run(name: "\(threads)", threads: threads).path, names: names) == bits)
        }
        for stop in 1..<6 {
            let name = "stopped-\(stop)"
            try runs.run(name: name, stopAfter: stop)
            let resumed = try runs.run(name: name, threads: 2, resumes: true)
            #expect(try RunBits(of: resumed.path, names: names) == bits, "stopped after \(stop)")
        }
        #expect(try RunBits(of: runs.run(name: "seed", seed: 9).path, names: names) != bits)
    }

    @Test func `is forgiven, retried or replayed as an episode is`() throws {
        let runs = ScriptRuns()
        let fault = "if random() < 0.1 then error('odd') end return vector:popcount()"
        let message = try #require(try runs.error(Self.script(fault, variables: "{ bits = 9 }")))
        let match = try #require(
            try #/script.lua:3: odd \(individual (\d+) of generation (\d+); genome-lua replay .* plays it again\)/#
                .wholeMatch(in: message))
        let path = "\(runs.folder.path)/outputs/script/failing"
        let error = #expect(throws: LuaError.self) { try runs.replay(path) }
        #expect(error?.description == "script.lua:3: odd (individual \(match.1) of generation \(match.2))")
        try runs.write(
            "script.lua", Self.script(fault, variables: "{ bits = 9 }", options: "on_error = 'worst', generations = 5"))
        let worst = try runs.run(name: "worst")
        #expect(worst.status == .finished)
        let scalars = try RunBits(of: worst.path, names: []).scalars
        #expect(scalars["episode/failed"]?.values.contains { $0 > 0 } == true)
        let replay = try runs.replay(worst.path, Replay.Choice(generation: 0, individual: 1))
        #expect(replay.text.hasPrefix("individual 1 of generation 0: fitness "))
    }

    @Test(arguments: [
        ("return 'x'", "fitness: value 1 must be a finite number, got 'x'"),
        ("return", "fitness: must return numbers or a list of them, got nothing"),
        ("return 0 / 0", "fitness: value 1 must be a finite number, got nan"),
        ("return { 1, math.huge }", "fitness: value 2 must be a finite number, got inf"),
        ("return vector[99]", "floats[99]: there are 3 values"),
        ("while true do end", "fitness took longer than 0.1 s and was stopped"),
        ("vector.x = 1", "floats: a position must be an integer from 1 to 3, got 'x'"),
    ])
    func `says what it did wrong`(fitness: String, expected: String) throws {
        let script = Self.script(fitness, variables: "{ floats = 3 }", options: "callback_seconds = 0.1")
        let message = try #require(try ScriptRuns().error(script))
        #expect(message.hasPrefix("script.lua:3: " + expected + " (individual "), "\(message)")
    }

    @Test func `must give as many numbers each time`() throws {
        let script = Self.script(
            "if random() < 0.5 then return 1 end return 1, 2", variables: "{ floats = 3 }", options: "generations = 9")
        let message = try #require(try ScriptRuns().error(script))
        #expect(message.hasPrefix("fitness: must return as many numbers each time, got "), "\(message)")
    }

    @Test(arguments: [
        (
            "",
            "environment is required; it must be the name or path of an environment, or a table with reset and step; or give fitness and variables"
        ),
        (
            "environment = 'cartpole', fitness = print, variables = { bits = 1 }",
            "environment and fitness exclude each other; reward makes fitness of an environment's steps"
        ),
        ("fitness = print", "variables is required; it must be { bits = n } or { floats = n, low = …, high = … }"),
        ("environment = 'cartpole', variables = { bits = 3 }", "variables need a function fitness"),
        ("fitness = print, variables = {}", "variables must have either bits or floats, got neither"),
        (
            "fitness = print, variables = { bits = 1, floats = 1 }",
            "variables must have either bits or floats, got both"
        ),
        ("fitness = print, variables = { bits = 0 }", "variables.bits must be an integer of 1 to 1073741824, got 0"),
        (
            "fitness = print, variables = { bits = 2, low = 0, high = 1 }",
            "variables.low and high are for floats; bits have none"
        ),
        ("fitness = print, variables = { floats = 2, low = 0 }", "low and high go together; variables.high is missing"),
        (
            "fitness = print, variables = { floats = 2, low = 0, high = { 1 } }",
            "variables.high must have 2 numbers, got 1"
        ),
        ("fitness = print, variables = { floats = 2, low = 1, high = 1 }", "low must be below high, got 1 and 1"),
        (
            "fitness = print, variables = { bits = 2 }, reward = print",
            "fitness rates variables without an environment; remove reward"
        ),
        (
            "fitness = print, variables = { bits = 2 }, solved = { mean_return = 3 }",
            "solved.mean_return is for environments; use solved.fitness"
        ),
        (
            "environment = 'cartpole', solved = { fitness = 3 }",
            "solved.fitness is for experiments with fitness; use solved.mean_return"
        ),
        (
            "fitness = print, variables = { floats = 2 }, search = genome.es { timesteps = 100 }",
            "fitness takes no environment steps, which genome.es counts; remove its timesteps, and the unit 'timesteps' of its schedules"
        ),
        (
            "fitness = print, variables = { floats = 2 }, search = genome.deep_ga { mutation_power = genome.linear { from = 1, to = 0, over = 9, unit = 'timesteps' } }",
            "fitness takes no environment steps, which genome.deep_ga counts; remove its timesteps, and the unit 'timesteps' of its schedules"
        ),
    ])
    func `is refused with what is wrong`(options: String, expected: String) throws {
        let text = "local genome = require 'genome'\nreturn genome.experiment { search = genome.ga {}, \(options) }"
        let message = try message(loading: text)
        #expect(message?.hasPrefix("script.lua:2: experiment: " + expected) == true, "\(message ?? "none")")
    }
}
