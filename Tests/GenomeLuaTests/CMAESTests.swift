import LuaHost
import Testing

@testable import GenomeLua

/// `Scripts/searches/cma_es.lua`. How many evaluations it needs is in CMAESEvaluationTests.swift.
@Suite struct `CMA-ES` {
    private static let forms = [
        "active = false", "active = true", "separable = true", "separable = true, active = true",
    ]

    private func expectNear(_ value: [Double], _ expected: [Double], _ comment: Comment) {
        let size = max(expected.map(abs).max() ?? 0, 1e-10)
        let isNear = value.count == expected.count && zip(value, expected).allSatisfy { abs($0 - $1) <= 1e-10 * size }
        #expect(isNear, comment)
    }

    @Test(arguments: forms, [1e-4, 0.5])
    func `follows the tutorial's equations step by step`(form: String, deviation: Double) throws {
        var stalls = 0
        for (n, lambda) in [(3, 4), (4, 9), (5, 12), (6, 20)] {
            let runs = try SearchRuns(
                "\(form), deviation = \(deviation), population_size = \(lambda), mean = 0.25", objective: "rosenbrock",
                floats: n)
            var reference = CMAESReference(
                mean: [Double](repeating: 0.25, count: n), sigma: deviation, lambda: lambda,
                isSeparable: form.contains("separable"), isActive: form.contains("active = true"))
            try runs.start()
            for generation in 0..<30 {
                let told = try runs.advance(generation: generation)
                reference.tell(points: told["points"].values.map(\.numbers), fitness: told["fitness"].numbers)
                let state = try runs.state
                let comment: Comment = "\(n) variables, generation \(generation)"
                expectNear(state["center"].numbers, reference.mean, comment)
                expectNear(state["step_size"].numbers, [reference.sigma], comment)
                expectNear(state["step_path"].numbers, reference.sigmaPath, comment)
                expectNear(state["covariance_path"].numbers, reference.covariancePath, comment)
                let covariance = reference.covariance
                expectNear(
                    state["covariance"].numbers,
                    reference.isSeparable ? covariance.indices.map { covariance[$0][$0] } : covariance.flatMap { $0 },
                    comment)
            }
            stalls += reference.stalls
        }
        #expect(deviation == 0.5 || stalls > 0, "no path grew too long to learn from")
    }

    @Test(arguments: forms)
    func `sees the order of the individuals alone`(form: String) throws {
        var states: Set<[UInt8]> = []
        for objective in ["plain", "scaled", "cubed"] {
            let runs = try SearchRuns(form, objective: objective, floats: 5)
            try runs.start()
            for generation in 0..<40 { try runs.advance(generation: generation) }
            states.insert(try PlainData.bytes(runs.state, name: "self"))
        }
        #expect(states.count == 1)
    }

    @Test(arguments: [
        ("active = false", 5), ("", 5), ("separable = true", 9), ("population_size = 4, active = false", 60),
    ])
    func `goes on with the same bits from what it remembers`(options: String, n: Int) throws {
        let whole = try SearchRuns(options, objective: "rosenbrock", floats: n)
        let stopped = try SearchRuns(options, objective: "rosenbrock", floats: n)
        try whole.start()
        try stopped.start()
        for generation in 0..<8 {
            let fresh = try SearchRuns(options, objective: "rosenbrock", floats: n)
            try fresh.start(seed: 99)
            let bytes = try PlainData.bytes(stopped.state, name: "self")
            try fresh.restore(#require(PlainData.value(bytes)))
            #expect(try PlainData.bytes(fresh.state, name: "self") == bytes)
            try stopped.restore(#require(PlainData.value(bytes)))
            try fresh.advance(generation: generation)
            try stopped.advance(generation: generation)
            try whole.advance(generation: generation)
            let expected = try PlainData.bytes(whole.state, name: "self")
            #expect(try PlainData.bytes(stopped.state, name: "self") == expected, "generation \(generation)")
            #expect(try PlainData.bytes(fresh.state, name: "self") == expected, "generation \(generation)")
        }
    }

    @Test func `decomposes the covariance matrix no more often than it changes much`() throws {
        let runs = try SearchRuns("population_size = 4, active = false", objective: "rosenbrock", floats: 60)
        try runs.start()
        for generation in 0..<6 {
            try runs.advance(generation: generation)
            let state = try runs.state
            #expect(state["generation"].numbers == [Double(generation + 1)])
            #expect(state["decomposed"].numbers == [Double((generation + 1) / 2 * 2)])
        }
    }

    @Test func `ranks equal individuals by their place`() throws {
        let runs = try SearchRuns("population_size = 6", objective: "flat", floats: 2)
        try runs.start()
        let before = try runs.state["center"].numbers
        let points = try runs.advance(generation: 0)["points"].values.map(\.numbers)
        let after = try runs.state["center"].numbers
        let weights = try runs.state["weights"].numbers
        let expected = (0..<2).map { j in
            before[j] + (0..<3).map { weights[$0] * (points[$0][j] - before[j]) }.reduce(0, +)
        }
        expectNear(after, expected, "flat")
    }

    @Test func `takes its defaults from the number of variables`() throws {
        for (n, individuals) in [(1, 4), (2, 6), (10, 10), (100, 17)] {
            let runs = try SearchRuns("", floats: n)
            try runs.start()
            let state = try runs.state
            #expect(state["individuals"] == .integer(Int64(individuals)))
            #expect(state["is_separable"] == .boolean(false))
            #expect(state["step_size"] == .number(0.5))
            #expect(try runs.policy == .floats([Double](repeating: 0, count: n)))
            #expect(try runs.advance(generation: 0)["points"].values.count == individuals)
        }
        let many = try SearchRuns("", floats: 201)
        try many.start()
        #expect(try many.state["is_separable"] == .boolean(true))
        #expect(
            many.printed == [
                "warning: cma_es: separable, for 201 variables; separable = false learns their covariances too"
            ])
    }

    @Test(arguments: ["0.5", "{ 0.5, 0.5, 0.5 }", "genome.floats(3, 0.5)"])
    func `starts from a mean that is a number, a list or a vector`(mean: String) throws {
        let runs = try SearchRuns("mean = \(mean)", floats: 3)
        try runs.start()
        #expect(try runs.policy == .floats([0.5, 0.5, 0.5]))
        try runs.advance(generation: 0)
        #expect(try runs.policy != .floats([0.5, 0.5, 0.5]))
    }

    @Test func `is one class for any number of searches, and may be read-only`() throws {
        var configuration = ScriptConfiguration()
        configuration.library = ScriptLibrary(folders: ["\(checkout)/Scripts"], currentFolder: checkout)
        let lua = try ScriptState(configuration).lua
        for mean in ["{ 1, 2, 3 }", "require 'genome'.floats { 1, 2, 3 }"] {
            let made = try lua.run("return require 'searches.cma_es' { mean = \(mean) }", name: "script.lua")
            guard case .object(let search) = made else {
                Issue.record("no class, but \(made)")
                return
            }
            try lua.freeze(search, name: "search")
            let text = """
                return function(search)
                  local one, other = setmetatable({}, { __index = search }), setmetatable({}, { __index = search })
                  one:start { floats = 3, bits = 0 }
                  other:start { floats = 3, bits = 0 }
                  one.center:scale(2)
                  return other:policy()
                end
                """
            guard case .function(let use) = try lua.run(text, name: "use.lua") else { return }
            #expect(try lua.call(use, [.object(search)]) == [.floats([1, 2, 3])])
        }
    }

    // MARK: Bits

    @Test(arguments: ["bits = 'logits'", "bits = 'logits', separable = true"])
    func `sets fifty bits, of which each counts`(options: String) throws {
        let runs = try SearchRuns(options, objective: "zeros", floats: 0, bits: 50)
        #expect(try runs.median(below: 0.5, limit: 5000, seeds: 5) < 3000)
    }

    @Test func `gives bits and floats apart, a bit for each positive number`() throws {
        let mean = "mean = { 1, -1, 2, 0, 0.25, -3 }"
        let both = try SearchRuns("bits = 'logits', deviation = 1e-9, \(mean)", objective: "flat", floats: 2, bits: 4)
        try both.start()
        let policy = try both.policy
        #expect(policy["bits"] == .bits(words: [0b0101], count: 4))
        #expect(policy["floats"] == .floats([0.25, -3]))
        let point = try both.advance(generation: 0)["points"].values[0]
        #expect(point["bits"] != .nil && point["floats"].numbers.count == 2)
        let bits = try SearchRuns("bits = 'logits', \(mean)", objective: "flat", floats: 0, bits: 6)
        try bits.start()
        #expect(try bits.policy == .bits(words: [0b010101], count: 6))
    }

    // MARK: Errors

    /// The message of a run, without the file and line where it is the search's own.
    private func message(
        _ options: String, objective: String = "sphere", floats: Int = 3, bits: Int = 0
    ) -> String {
        do {
            let runs = try SearchRuns(options, objective: objective, floats: floats, bits: bits)
            try runs.start()
            for generation in 0..<2000 { try runs.advance(generation: generation) }
            return "none"
        } catch {
            let text = "\(error)"
            guard text.hasPrefix("\(checkout)/Scripts/searches/cma_es.lua:") else { return text }
            return String(text.split(separator: ":", maxSplits: 2)[2].dropFirst())
        }
    }

    @Test(arguments: [
        ("population_size = 2", "population_size must be an integer >= 4, got 2"),
        ("population_size = 12.5", "population_size must be an integer >= 4, got 12.5"),
        ("population_size = 12.0", "population_size must be an integer >= 4, got 12.0"),
        ("population_size = '12'", "population_size must be an integer >= 4, got '12'"),
        ("deviation = 0", "deviation must be a number > 0, got 0"),
        ("deviation = math.huge", "deviation must be a number > 0, got inf"),
        ("deviation = {}", "deviation must be a number > 0, got a table"),
        ("separable = 1", "separable must be true or false, got 1"),
        ("active = print", "active must be true or false, got a function"),
        ("bits = 'signs'", "bits must be 'logits', got 'signs'"),
        ("bits = true", "bits must be 'logits', got true"),
        ("mean = 0 / 0", "mean must be a finite number, a list of them or made by genome.floats, got nan"),
        ("mean = { 1, 'x' }", "mean must be a finite number, a list of them or made by genome.floats, got a table"),
        (
            "mean = genome.bits(3)",
            "mean must be a finite number, a list of them or made by genome.floats, got bits(3): 000"
        ),
        (
            "sigma = 1",
            "unknown option 'sigma'; there are active, bits, deviation, mean, population_size, separable"
        ),
        ("7", "unknown option 1; there are active, bits, deviation, mean, population_size, separable"),
        ("mean = { 1, 2 }", "mean must have 3 values, one a variable, got 2"),
        ("mean = genome.floats(4)", "mean must have 3 values, one a variable, got 4"),
    ])
    func `names the line and what is wrong with an option`(options: String, expected: String) throws {
        #expect(message(options) == "script.lua:2: cma_es: \(expected)")
    }

    @Test func `takes a table of options`() throws {
        let scripts = try TemporaryScripts()
        for (argument, got) in [("", "nil"), ("3", "3"), ("'x'", "'x'")] {
            try scripts.write("script.lua", "local made = require 'searches.cma_es'(\(argument))\nreturn made")
            var configuration = ScriptConfiguration()
            configuration.library = ScriptLibrary(folders: ["\(checkout)/Scripts"], currentFolder: scripts.folder)
            let error = #expect(throws: LuaError.self) { try Script.load(path: "script.lua", configuration) }
            #expect(error?.description == "script.lua:1: cma_es: takes one table of options, got \(got)")
        }
    }

    @Test func `refuses bits unless it is told to search logits`() {
        #expect(
            message("", floats: 2, bits: 50)
                == "script.lua:2: cma_es: the problem has 50 bits; bits = 'logits' searches a number for each")
    }

    @Test func `says what it cannot search`() {
        #expect(
            message("", objective: "slope")
                == "cma_es: steps are longer than 1e+100: fitness rises without end; bound the variables")
        #expect(message("", objective: "nan") == "cma_es: the fitness of individual 1 is nan, which has no rank")
    }
}
