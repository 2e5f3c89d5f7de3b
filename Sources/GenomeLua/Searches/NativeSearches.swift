import Experiments
import Kernels
import LuaHost
import Networks
import Randomness
import Records
import Search

/// The native searches that the script's own search has started, and the recipes that they gave it.
///
/// A recipe is of the last `ask` or a `policy` of its search, and stands until that is asked again, learns, or is given
/// another state.
final class NativeSearches {
    /// What the script's search gives them.
    struct Source {
        let problem: Problem
        let seed: UInt64
        let kernels: KernelSet
    }

    private struct Native {
        let choice: SearchChoice
        /// Makes it anew, as it began.
        let make: () throws -> any SearchAlgorithm
        var algorithm: any SearchAlgorithm
        /// Of the last `ask`; nil where it was told already.
        var asked: (generation: Int, count: Int)?
        /// Its generation that takes another round.
        var unfinished: Int?
        /// Whether the run's generation ended before its own: the rounds that it was told are lost.
        var isCutShort = false
        /// The recipe of its best guess, where it gave that since it learned.
        var policy: LuaValue?
    }

    /// As many as may be started.
    private static let most = 100

    /// What they learn on, once the engine has told of its threads.
    var parallel: any Parallel = InTurn()
    /// Set while the script's search starts: it may start others then.
    private var source: Source?
    private var natives: [Native] = []
    private var recipes: [Int: NativeRecipe] = [:]
    private var nextRecipe = 0
    private var nativeKind: LuaHandleKind?
    private var recipeKind: LuaHandleKind?

    /// - Throws: `LuaError` of kind `.memory`.
    func define(in state: LuaState) throws(LuaError) {
        var recipeDefinition = LuaHandleDefinition(name: "genome.Recipe") { [self] in
            recipes[$0]?.text ?? "a recipe of an earlier generation"
        }
        recipeDefinition.methods = [("vector", { [self] call throws(LuaError) in try vector(call) })]
        recipeKind = try state.define(recipeDefinition)
        var definition = LuaHandleDefinition(name: "genome.StartedSearch") { [self] in
            natives.indices.contains($0)
                ? "a search started from genome.\(natives[$0].choice.name)" : "a search of another run"
        }
        definition.methods = [
            ("ask", { [self] call throws(LuaError) in try ask(call) }),
            ("tell", { [self] call throws(LuaError) in try tell(call) }),
            ("policy", { [self] call throws(LuaError) in try policy(call) }),
            ("scalars", { [self] call throws(LuaError) in try scalars(call) }),
            ("state", { [self] call throws(LuaError) in try self.state(call) }),
            ("set_state", { [self] call throws(LuaError) in try setState(call) }),
        ]
        nativeKind = try state.define(definition)
    }

    /// Forgets all; carries out `body`, which may start searches.
    func starting<Failure: Error>(_ source: Source, _ body: () throws(Failure) -> Void) throws(Failure) {
        (natives, recipes) = ([], [:])
        self.source = source
        defer { self.source = nil }
        try body()
    }

    /// A generation of the run is over; checkpoints are made between them, and hold no part of one.
    func endGeneration() {
        for number in natives.indices {
            natives[number].asked = nil
            if natives[number].unfinished != nil { natives[number].isCutShort = true }
        }
    }

    /// What a handle stands for; nil for another handle, and for a recipe that stands no more.
    func recipe(_ handle: LuaHandle) -> (any VectorRecipe)? {
        handle.kind == recipeKind ? recipes[handle.index] : nil
    }
}

// MARK: Checkpoints

extension NativeSearches {
    /// The number of the search that a handle stands for; nil for another handle.
    func number(of handle: LuaHandle) -> Int? {
        handle.kind == nativeKind && natives.indices.contains(handle.index) ? handle.index : nil
    }

    /// The handle of a search; nil if there is none of this number.
    func handle(_ number: Int) -> LuaHandle? {
        guard let nativeKind, natives.indices.contains(number) else { return nil }
        return LuaHandle(kind: nativeKind, index: number)
    }

    func save(to archive: inout ArchiveWriter) throws {
        archive.write(Int64(natives.count), as: "count")
        for (number, native) in natives.enumerated() {
            try archive.scoped("\(number)") { try native.algorithm.save(to: &$0) }
        }
        archive.write(natives.map { Int32($0.isCutShort ? 1 : 0) }, as: "cut_short")
    }

    /// Takes over the states of searches that were started again.
    func restore(from archive: ArchiveReader) throws(ArchiveError) {
        let count = try archive.value("count", of: Int64.self)
        guard count == Int64(natives.count) else {
            throw archive.invalid("count", because: "is \(count), but the script's search starts \(natives.count)")
        }
        let cutShort = try archive.values("cut_short", of: Int32.self, shape: [natives.count])
        for number in natives.indices {
            var algorithm = natives[number].algorithm
            try algorithm.restore(from: archive.scoped("\(number)"))
            natives[number].isCutShort = cutShort[number] != 0
        }
    }
}

// MARK: Functions of scripts

extension NativeSearches {
    /// `search:start(problem)`
    /// - Parameter search: What the handle before the colon describes.
    func start(_ search: Description, _ call: LuaCall) throws(LuaError) -> [LuaValue] {
        guard let source, let nativeKind else {
            throw call.error("start: a search is started in the method start of a search that the script wrote")
        }
        guard natives.count < Self.most else {
            throw call.error("start: no more than \(Self.most) searches are started")
        }
        guard search.options.allSatisfy({ if case .callable = $0.value { false } else { true } }) else {
            throw call.error("start: \(search.constructor) with a function of the script cannot be started by a search")
        }
        let problem = try Self.problem(call, within: source.problem)
        let choice = SearchChoice(describing: search)
        guard !choice.needs.contains(.file) else {
            throw call.error("start: \(search.constructor) that starts from a run cannot be started by a search")
        }
        let (seed, kernels) = (seed(source.seed), source.kernels)
        let make = { try choice.make(problem, seed, kernels, false) }
        let algorithm = try Self.native(call, "start", make)
        natives.append(Native(choice: choice, make: make, algorithm: algorithm))
        return [.handle(LuaHandle(kind: nativeKind, index: natives.count - 1))]
    }

    /// The first has the run's own, so that it does what it would do alone.
    private func seed(_ seed: UInt64) -> UInt64 {
        guard !natives.isEmpty else { return seed }
        var random = RandomStream(
            RandomAddress(seed: seed, purpose: .search, generation: 0, individual: natives.count, episode: 0))
        return random.next()
    }

    private static func problem(_ call: LuaCall, within whole: Problem) throws(LuaError) -> Problem {
        guard case .table(let table) = call[1] else {
            throw call.error("start: a problem must be a table with bits and floats, got \(call[1])")
        }
        let most = whole.bits + whole.floats
        func count(_ name: String) throws(LuaError) -> Int {
            switch table[name] {
            case .nil: return 0
            case .integer(let integer) where (0...Int64(most)).contains(integer): return Int(integer)
            case let other: throw call.error("start: \(name) must be an integer in 0 ... \(most), got \(other)")
            }
        }
        let (bits, floats) = (try count("bits"), try count("floats"))
        let problem = Problem(
            bits: bits, floats: floats, firstDeviations: floats == whole.floats ? whole.firstDeviations : nil)
        guard problem.bits + problem.floats > 0 else { throw call.error("start: a problem must have bits or floats") }
        return problem
    }

    private func number(_ call: LuaCall, _ method: String) throws(LuaError) -> Int {
        guard case .handle(let handle) = call[0], let number = number(of: handle) else {
            throw call.error("\(method): call it with a colon on a search that was started: search:\(method)(…)")
        }
        return number
    }

    /// Makes recipes of a native search.
    private func give(_ given: [Recipe], of number: Int) throws(LuaError) -> [LuaValue] {
        guard let recipeKind else { preconditionFailure("recipes of no kind") }
        let (algorithm, first) = (natives[number].algorithm, nextRecipe)
        let expression = algorithm.expression
        for (index, recipe) in given.enumerated() {
            recipes[first + index] = NativeRecipe(
                native: number, problem: algorithm.problem, recipe: recipe, expression: expression)
        }
        nextRecipe += given.count
        return given.indices.map { .handle(LuaHandle(kind: recipeKind, index: first + $0)) }
    }

    private func forgetRecipes(of number: Int) {
        recipes = recipes.filter { $0.value.native != number }
        natives[number].policy = nil
    }

    /// Carries out what no script takes part in.
    private static func native<Result>(_ call: LuaCall, _ method: String, _ body: () throws -> Result) throws(LuaError)
        -> Result
    {
        do {
            return try body()
        } catch {
            throw call.error("\(method): \(error)")
        }
    }

    /// `started:ask(generation)`: a list of recipes, and the episodes of each where that is not the experiment's.
    private func ask(_ call: LuaCall) throws(LuaError) -> [LuaValue] {
        let number = try number(call, "ask")
        guard case .integer(let generation) = call[1], (0..<Int64(UInt32.max)).contains(generation) else {
            throw call.error("ask: generation must be an integer of 0 to 4294967294, got \(call[1])")
        }
        try checkRounds(number, generation, call)
        let algorithm = natives[number].algorithm
        let round = try Self.native(call, "ask") { try algorithm.ask(generation: Int(generation)) }
        forgetRecipes(of: number)
        natives[number].asked = (Int(generation), round.recipes.count)
        let list = LuaTable(list: try give(round.recipes, of: number))
        return [.table(list), round.episodes.map { .integer(Int64($0)) } ?? .nil]
    }

    /// - Throws: Where rounds of a generation would be lost, or mixed with those of another.
    private func checkRounds(_ number: Int, _ generation: Int64, _ call: LuaCall) throws(LuaError) {
        guard !natives[number].isCutShort else {
            throw call.error(
                """
                ask: the run's generation ended before that of genome.\(natives[number].choice.name): tell must return \
                what started:tell(…) returns, which is true where another round is to be asked for
                """)
        }
        if let unfinished = natives[number].unfinished, unfinished != generation {
            throw call.error(
                "ask: generation \(unfinished) takes another round, as tell returned true; got generation \(generation)"
            )
        }
    }

    /// `started:tell(evaluations)`: whether the generation takes another round.
    private func tell(_ call: LuaCall) throws(LuaError) -> [LuaValue] {
        let number = try number(call, "tell")
        guard let asked = natives[number].asked else { throw call.error("tell: ask comes first") }
        let evaluations = try Evaluations(
            told: call, count: asked.count, needsSteps: natives[number].choice.needs.contains(.steps))
        let (algorithm, parallel) = (natives[number].algorithm, parallel)
        let takesMore = try Self.native(call, "tell") {
            try algorithm.tell(evaluations, generation: asked.generation, parallel: parallel)
        }
        forgetRecipes(of: number)
        natives[number].asked = nil
        natives[number].unfinished = takesMore ? asked.generation : nil
        return [.boolean(takesMore)]
    }

    /// `started:policy()`
    private func policy(_ call: LuaCall) throws(LuaError) -> [LuaValue] {
        let number = try number(call, "policy")
        if let policy = natives[number].policy { return [policy] }
        let algorithm = natives[number].algorithm
        let given = try give([try Self.native(call, "policy") { try algorithm.policy() }], of: number)
        natives[number].policy = given[0]
        return given
    }

    /// `recipe:vector()`
    private func vector(_ call: LuaCall) throws(LuaError) -> [LuaValue] {
        guard case .handle(let handle) = call[0], handle.kind == recipeKind else {
            throw call.error("vector: call it with a colon: recipe:vector()")
        }
        guard let recipe = recipes[handle.index] else {
            throw call.error("vector: the recipe is of an earlier generation")
        }
        return [recipe.luaValue]
    }

    /// `started:scalars()`: by name, as a search of a script returns them.
    private func scalars(_ call: LuaCall) throws(LuaError) -> [LuaValue] {
        let algorithm = natives[try number(call, "scalars")].algorithm
        let fields = algorithm.scalars.map { scalar in
            (name: String(scalar.tag.trimmingPrefix("search/")), value: LuaValue.number(scalar.value))
        }
        return [.table(LuaTable(fields: fields))]
    }

    /// `started:state()`
    private func state(_ call: LuaCall) throws(LuaError) -> [LuaValue] {
        [try NativeSearchState(of: natives[try number(call, "state")].algorithm, call).read()]
    }

    /// `started:set_state { logits = … }`
    private func setState(_ call: LuaCall) throws(LuaError) -> [LuaValue] {
        let number = try number(call, "set_state")
        guard case .table(let changes) = call[1] else {
            throw call.error("set_state: takes a table such as state() returns, got \(call[1])")
        }
        let changed = try Self.native(call, "set_state", natives[number].make)
        try NativeSearchState(of: natives[number].algorithm, call).change(changes, into: changed)
        natives[number].algorithm = changed
        forgetRecipes(of: number)
        // The rounds of a generation do not go on with another state.
        if natives[number].unfinished != nil { natives[number].asked = nil }
        (natives[number].unfinished, natives[number].isCutShort) = (nil, false)
        return []
    }
}
