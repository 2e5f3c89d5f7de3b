import Experiments
import Kernels
import LuaHost
import Networks
import Randomness
import Records
import Search

/// A search that a script wrote as a class: `start`, `ask`, `tell`, and `policy` if it has one.
///
/// All that it remembers is in the fields of its object, which a checkpoint holds. Without `policy`, its best guess is
/// the best individual of the last generation.
final class LuaSearch: SearchAlgorithm {
    let problem: Problem
    private let object: LuaSearchObject
    private let methods: Set<LuaSearchObject.Method>
    private let seed: UInt64

    /// In a generation.
    private static let mostRounds = 10_000

    private var generation = 0
    /// Rounds of the generation so far.
    private var round = 0
    /// What the last `ask` handed out, or `policy`.
    private var asked: [LuaSearchExpression.Entry] = []
    private let distributions: ScriptDistributions
    private let natives: NativeSearches
    /// Numbers of the run, which its methods may set.
    private let shared: SharedValues?
    /// The best that was told last, where the class has no `policy`.
    private var best: Genome?
    private(set) var scalars: [(tag: String, value: Double)] = []

    var bernoulli: BernoulliDistribution? { nil }
    var expression: any RecipeExpression { LuaSearchExpression(entries: asked) }

    /// Makes the object and starts it.
    /// - Parameter methods: Those that the class has.
    /// - Throws: `LuaError`.
    init(
        _ search: LuaReference, methods: Set<LuaSearchObject.Method>, problem: Problem, seed: UInt64,
        kernels: KernelSet, _ script: LoadedScript
    ) throws {
        (distributions, natives, shared) = (script.distributions, script.natives, script.shared)
        distributions.source = ScriptDistributions.Source(
            seed: seed, kernels: kernels, memoryLimit: script.state.memoryLimit)
        self.problem = problem
        self.methods = methods
        self.seed = seed
        object = try LuaSearchObject(search, in: script.state, stream: Self.stream(seed, 0, 0))
        guard methods.contains(.start) else { return }
        let given = LuaTable(fields: [
            (name: "bits", value: .integer(Int64(problem.bits))),
            (name: "floats", value: .integer(Int64(problem.floats))),
        ])
        let source = NativeSearches.Source(problem: problem, seed: seed, kernels: kernels)
        try natives.starting(source) { _ = try send(.start, [.table(given)], event: 0) }
    }

    /// Event 0 is the start; each round has two, the policy and the figures come last.
    private static func stream(_ seed: UInt64, _ generation: Int, _ event: Int) -> LuaStream {
        LuaStream(
            RandomStream(
                RandomAddress(seed: seed, purpose: .search, generation: generation, individual: 0, episode: event)))
    }

    private func call(_ method: LuaSearchObject.Method, _ arguments: [LuaValue], event: Int) throws(LuaError)
        -> [LuaValue]
    {
        do {
            return try send(method, arguments, event: event)
        } catch  where error.kind == .runtime && error.location == nil {
            // What it returned cannot be handed over.
            throw refusal(method, error.message)
        }
    }

    private func send(_ method: LuaSearchObject.Method, _ arguments: [LuaValue], event: Int) throws(LuaError)
        -> [LuaValue]
    {
        shared?.acceptsAssignment = true
        defer { shared?.acceptsAssignment = false }
        return try object.call(method, arguments, stream: Self.stream(seed, generation, event))
    }

    func ask(generation: Int) throws -> Round {
        distributions.forget()
        (self.generation, round) = (generation, generation == self.generation ? round : 0)
        let results = try call(.ask, [.integer(Int64(generation))], event: 1 + 2 * round)
        guard case .table(let table)? = results.first, let list = table.list, !list.isEmpty else {
            throw refusal(.ask, "must return a list of vectors, got \(results.first ?? .nil)")
        }
        asked = try list.enumerated().map { try entry($1, of: .ask, "individual \($0 + 1)") }
        return Round(
            round == 0 ? .population(first: 0) : .others, recipes: asked.enumerated().map { $1.recipe($0) },
            episodes: try episodes(results))
    }

    /// What `ask` returned after the list.
    private func episodes(_ results: [LuaValue]) throws(LuaError) -> Int? {
        switch results.count > 1 ? results[1] : .nil {
        case .nil: return nil
        case .integer(let integer) where (1...1 << 20).contains(integer): return Int(integer)
        case let other:
            throw refusal(.ask, "episodes, its second result, must be an integer in 1 ... 1048576, got \(other)")
        }
    }

    func tell(_ evaluations: Evaluations, generation: Int, parallel: any Parallel) throws -> Bool {
        let fitness = evaluations.fitness
        try ShapingError.check(fitness)
        if !methods.contains(.policy) {
            // Now: what recipes stand for changes when a native search learns.
            let (first, genome) = (fitness.descendingOrder[0], problem.makeGenome())
            expression.express(asked[first].recipe(first), into: genome)
            best = genome
        }
        let told = RatedPopulation(
            fitness: fitness, behaviors: evaluations.meanBehaviors(), objectives: evaluations.meanObjectives(),
            steps: evaluations.timesteps == 0 ? [] : (0..<evaluations.individuals).map(evaluations.steps),
            failed: evaluations.failedEpisodes == 0 ? [] : (0..<evaluations.individuals).map(evaluations.hasFailed))
        natives.parallel = parallel
        let results = try call(.tell, [told.luaValue], event: 2 + 2 * round)
        if methods.contains(.scalars) { scalars = try readScalars() }
        switch results.first ?? .nil {
        case .nil, .boolean(false):
            round = 0
            natives.endGeneration()
            return false
        case .boolean(true):
            round += 1
            guard round < Self.mostRounds else {
                throw refusal(.tell, "returned true \(round) times in generation \(generation); must end a generation")
            }
            return true
        case let other: throw refusal(.tell, "must return true for another round, or nothing, got \(other)")
        }
    }

    func policy() throws -> Recipe {
        guard methods.contains(.policy) else {
            guard let best else { preconditionFailure("a policy before anything was told") }
            return .explicit(best)
        }
        let results = try call(.policy, [], event: 1 << 20)
        asked = [try entry(results.first ?? .nil, of: .policy, "the policy")]
        return asked[0].recipe(0)
    }

    private func readScalars() throws -> [(tag: String, value: Double)] {
        let results = try call(.scalars, [], event: 1 << 20 + 1)
        guard case .table(let table)? = results.first else {
            throw refusal(.scalars, "must return a table of numbers by name, got \(results.first ?? .nil)")
        }
        return try table.entries.map { entry in
            guard let name = entry.key.text, name == PrintableText.line(name, limit: 200), !name.isEmpty,
                let number = entry.value.number
            else {
                throw refusal(.scalars, "must return a table of numbers by name, got \(entry.key) = \(entry.value)")
            }
            return (tag: "search/\(name)", value: number)
        }
    }

    private func refusal(_ method: LuaSearchObject.Method, _ message: String) -> LuaError {
        LuaError("\(method.name): \(message)", kind: .result, at: object.location(of: method))
    }

    func save(to archive: inout ArchiveWriter) throws {
        let fields = try PlainData.bytes(try fields(), name: "search", native: natives.number)
        archive.write(fields, as: "state")
        try archive.scoped("natives") { try natives.save(to: &$0) }
        archive.write(best.map { $0.bits.array() } ?? [], as: "bits")
        archive.write(best.map { $0.floats.array() } ?? [], as: "floats")
    }

    private func fields() throws(LuaError) -> LuaValue {
        do {
            return try object.fields()
        } catch {
            throw LuaError("search: what self holds cannot be saved: \(error.message)", kind: error.kind)
        }
    }

    func restore(from archive: ArchiveReader) throws(ArchiveError) {
        guard let fields = PlainData.value(try archive.values("state", of: UInt8.self), native: natives.handle)
        else {
            throw archive.invalid("state", because: "is no data of a script")
        }
        try natives.restore(from: archive.scoped("natives"))
        do {
            try object.setFields(fields)
        } catch {
            throw archive.invalid("state", because: "is not taken: \(error)")
        }
        let bits = try archive.values("bits", of: UInt64.self)
        let floats = try archive.values("floats", of: Float.self)
        guard !methods.contains(.policy), !bits.isEmpty || !floats.isEmpty else { return }
        let genome = problem.makeGenome()
        guard bits.count == genome.bits.count, floats.count == problem.floats else {
            throw archive.invalid("bits", because: "does not fit the problem")
        }
        genome.bits.copy(from: bits)
        genome.floats.copy(from: floats)
        genome.clearPadding()
        best = genome
    }
}

// MARK: Vectors

extension LuaSearch {
    /// The individual that a vector, a recipe, or a table of both kinds stands for.
    private func entry(
        _ value: LuaValue, of method: LuaSearchObject.Method, _ name: String
    ) throws(LuaError) -> LuaSearchExpression.Entry {
        let genome = problem.makeGenome()
        var entry = LuaSearchExpression.Entry(vectors: genome)
        var (needsBits, needsFloats) = (problem.bits > 0, problem.floats > 0)
        for part in parts(value) {
            switch part {
            case .bits(let words, let count) where count == problem.bits && needsBits:
                genome.bits.copy(from: words)
                needsBits = false
            case .floats(let numbers) where numbers.count == problem.floats && needsFloats:
                try write(numbers, into: genome, method, name)
                needsFloats = false
            case .handle(let handle):
                guard let recipe: any VectorRecipe = distributions.draw(handle) ?? natives.recipe(handle) else {
                    throw refusal(method, "\(name) must be \(expectation), or a draw or recipe that still stands")
                }
                guard recipe.bits == 0 || needsBits && recipe.bits == problem.bits,
                    recipe.floats == 0 || needsFloats && recipe.floats == problem.floats
                else { throw refusal(method, "\(name) must be \(expectation), got \(recipe.text)") }
                (needsBits, needsFloats) = (needsBits && recipe.bits == 0, needsFloats && recipe.floats == 0)
                entry.recipes.append(recipe)
            default: throw refusal(method, "\(name) must be \(expectation), got \(part)")
            }
        }
        guard !needsBits && !needsFloats else { throw refusal(method, "\(name) must be \(expectation), got \(value)") }
        return entry
    }

    private func parts(_ value: LuaValue) -> [LuaValue] {
        guard case .table(let table) = value, table.list == nil || table.entries.isEmpty else { return [value] }
        return [table["bits"], table["floats"]].filter { $0 != .nil }
    }

    private func write(
        _ numbers: [Double], into genome: Genome, _ method: LuaSearchObject.Method, _ name: String
    ) throws(LuaError) {
        for (index, number) in numbers.enumerated() {
            guard Float(number).isFinite else {
                let got = LuaValue.number(number)
                throw refusal(method, "\(name) must have finite numbers, got \(got) at \(index + 1)")
            }
            genome.floats[index] = Float(number)
        }
    }

    private var expectation: String {
        let bits = "bits of \(problem.bits) values"
        let floats = "floats of \(problem.floats) values"
        if problem.floats == 0 { return bits }
        if problem.bits == 0 { return floats }
        return "{ bits = …, floats = … } with \(bits) and \(floats)"
    }
}

extension RatedPopulation {
    /// A list of tables: `fitness`, and `behavior`, `objectives`, `steps` and `failed` where there are any.
    var luaValue: LuaValue {
        .table(
            LuaTable(
                list: fitness.indices.map { individual in
                    var fields = [(name: "fitness", value: LuaValue.number(fitness[individual]))]
                    for (name, values) in [("behavior", behaviors), ("objectives", objectives)] {
                        guard !values.isEmpty, !values[individual].isEmpty else { continue }
                        let list = LuaTable(list: values[individual].map(LuaValue.number))
                        fields.append((name: name, value: .table(list)))
                    }
                    if !steps.isEmpty { fields.append((name: "steps", value: .integer(Int64(steps[individual])))) }
                    if !failed.isEmpty, failed[individual] { fields.append((name: "failed", value: .boolean(true))) }
                    return .table(LuaTable(fields: fields))
                }))
    }
}
