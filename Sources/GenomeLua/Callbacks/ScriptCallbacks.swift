import Experiments
import Kernels
import LuaHost
import Randomness
import Records
import Search

/// The callbacks of a script: `on_start`, `on_generation` and `on_finish`, and what they remember.
///
/// What they see is one table of Lua's, `generation`, whose fields are those of the last generation and whose `state`
/// is theirs to keep data in.
final class ScriptCallbacks: RunHooks {
    private let script: LoadedScript
    private let seed: UInt64
    private let started: LuaReference?
    private let ended: LuaReference?
    private let finished: LuaReference?

    /// `run(callback, fields)`, `state()` and `set_state(state)` of the glue.
    private let run: LuaReference
    private let state: LuaReference
    private let setState: LuaReference
    /// What the callback that runs has asked for.
    private let requests = Requests()

    /// Nil if the script has nothing to do between generations.
    init?(_ script: LoadedScript, seed: UInt64) throws(LuaError) {
        started = script.callable("on_start")
        ended = script.callable("on_generation")
        finished = script.callable("on_finish")
        let isNeeded = started != nil || ended != nil || finished != nil || script.shared != nil
        guard isNeeded || script.selection != nil || !script.searchMethods.isEmpty else { return nil }
        self.script = script
        self.seed = seed
        let lua = script.state
        guard case .function(let make) = try lua.run(Self.glue, name: "=callbacks") else {
            preconditionFailure("the glue of callbacks returns no function")
        }
        let made = try lua.call(make, requests.functions(in: lua))
        guard made.count == 3, case .function(let run) = made[0], case .function(let state) = made[1],
            case .function(let setState) = made[2]
        else { preconditionFailure("the glue of callbacks returns no functions") }
        self.run = run
        self.state = state
        self.setState = setState
    }

    /// The table that callbacks are given: reading a field that there is not is an error, writing any but `state` too.
    private static let glue = """
        return function(log, histogram, stop, missing, readonly)
          local state, fields = {}, {}
          local methods = {
            log = function(_, ...) log(...) end,
            histogram = function(_, ...) histogram(...) end,
            stop = function() return stop() end,
          }
          local generation = setmetatable({}, {
            __name = "generation",
            __metatable = false,
            __index = function(_, key)
              if key == "state" then return state end
              if methods[key] then return methods[key] end
              local value = fields[key]
              if value == nil then return missing(type(key) == "table" and {} or key) end
              return value
            end,
            __newindex = function(_, key, value)
              if key ~= "state" then return readonly(type(key) == "table" and {} or key) end
              state = value
            end,
          })
          return function(callback, values)
            fields = values
            callback(generation)
          end, function() return state end, function(value) state = value end
        end
        """

    func runWillStart() throws {
        try call(started, "on_start", [], generation: 0, event: 0)
    }

    func generationDidEnd(_ report: GenerationReport) throws -> HookRequests {
        requests.begin()
        try call(ended, "on_generation", Self.fields(report), generation: report.generation, event: 1)
        return requests.asked
    }

    func runWillEnd(_ report: GenerationReport?) throws {
        try call(
            finished, "on_finish", report.map(Self.fields) ?? [], generation: report?.generation ?? 0, event: 2)
    }

    private func call(
        _ callback: LuaReference?, _ name: String, _ fields: [(name: String, value: LuaValue)], generation: Int,
        event: Int
    ) throws {
        guard let callback else { return }
        let lua = script.state
        lua.callback = LuaCallback(name: name, limit: lua.callback.limit)
        lua.setStream(
            LuaStream(
                RandomStream(
                    RandomAddress(seed: seed, purpose: .callback, generation: generation, individual: 0, episode: event)
                )))
        script.shared?.acceptsAssignment = true
        defer {
            script.shared?.acceptsAssignment = false
            lua.setStream(nil)
        }
        _ = try lua.call(run, [.function(callback), .table(LuaTable(fields: fields))])
    }

    private static func fields(_ report: GenerationReport) -> [(name: String, value: LuaValue)] {
        let numbers: [(String, Double?)] = [
            ("mean_return", report.meanReturn), ("best_return", report.bestReturn),
            ("policy_return", report.policyReturn), ("mean_fitness", report.meanFitness ?? report.meanReturn),
            ("best_fitness", report.bestFitness ?? report.bestReturn), ("mean_length", report.meanLength),
        ]
        let counts = [
            ("index", report.generation), ("generations", report.generations), ("evaluations", report.evaluations),
            ("timesteps", report.timesteps),
        ]
        return numbers.map { ($0, $1.map(LuaValue.number) ?? .nil) } + counts.map { ($0, .integer(Int64($1))) }
    }

    func makeSearch(_ problem: Problem, seed: UInt64, kernels: KernelSet) throws -> (any SearchAlgorithm)? {
        if let search = script.callable("search") {
            script.distributions.source = ScriptDistributions.Source(seed: seed, kernels: kernels)
            return try LuaSearch(
                search, methods: script.searchMethods, problem: problem, seed: seed,
                distributions: script.distributions, in: script.state)
        }
        guard let selection = script.selection else { return nil }
        return GA(
            problem: problem,
            options: GAOptions(describing: script.description.subDescription("search")!),
            selection: LuaSelection(function: selection, state: script.state),
            seed: seed
        )
    }

    var sharedValues: [Double] { script.shared?.values ?? [] }

    func save(to archive: inout ArchiveWriter) throws {
        archive.write(sharedValues, as: "shared")
        let value = try script.state.call(state).first ?? .nil
        archive.write(try PlainData.bytes(value, name: "generation.state"), as: "state")
    }

    func restore(from archive: ArchiveReader) throws {
        if let shared = script.shared {
            shared.replaceValues(try archive.doubles("shared", shape: [shared.names.count]))
        }
        guard let value = PlainData.value(try archive.values("state", of: UInt8.self)) else {
            throw archive.invalid("state", because: "is no data of a script")
        }
        _ = try script.state.call(setState, [value])
    }
}

/// What a callback asks for, as it asks.
private final class Requests {
    private(set) var asked = HookRequests()
    /// Those of this generation: each has one value.
    private var tags: Set<String> = []

    func begin() {
        asked = HookRequests()
        tags = []
    }

    private func claim(_ tag: String, _ call: LuaCall, method: String) throws(LuaError) {
        guard tags.insert(tag).inserted else {
            throw call.error("generation:\(method): '\(tag)' has a value in this generation already; take another tag")
        }
    }

    private static let fields = [
        "best_fitness", "best_return", "evaluations", "generations", "histogram", "index", "log", "mean_fitness",
        "mean_length", "mean_return", "policy_return", "state", "stop", "timesteps",
    ]

    /// Those that the glue takes, in its order.
    func functions(in state: LuaState) -> [LuaValue] {
        [
            state.makeFunction { [self] call throws(LuaError) in try log(call) },
            state.makeFunction { [self] call throws(LuaError) in try histogram(call) },
            state.makeFunction { [self] call throws(LuaError) in try stop(call) },
            state.makeFunction { call throws(LuaError) in try Self.refuseName(call) },
            state.makeFunction { call throws(LuaError) in try Self.refuseAssignment(call) },
        ].map(LuaValue.hostFunction)
    }

    private func log(_ call: LuaCall) throws(LuaError) -> [LuaValue] {
        let tag = try Self.tag(call, method: "log")
        let value = try Self.number(call[1], "the value of '\(tag)'", call, method: "log")
        try claim(tag, call, method: "log")
        asked.scalars.append((tag, value))
        return []
    }

    private func histogram(_ call: LuaCall) throws(LuaError) -> [LuaValue] {
        let tag = try Self.tag(call, method: "histogram")
        guard case .table(let table) = call[1], let list = table.list, !list.isEmpty else {
            throw call.error("generation:histogram: '\(tag)' must be a list of numbers, got \(call[1])")
        }
        var numbers: [Double] = []
        for value in list { numbers.append(try Self.number(value, "a value of '\(tag)'", call, method: "histogram")) }
        try claim(tag, call, method: "histogram")
        asked.histograms.append((tag, numbers))
        return []
    }

    private func stop(_ call: LuaCall) throws(LuaError) -> [LuaValue] {
        asked.stops = true
        return []
    }

    private static func refuseName(_ call: LuaCall) throws(LuaError) -> [LuaValue] {
        guard let key = call[0].text else { throw call.error("generation has no field \(call[0])") }
        // Of a generation whose policy was not tested, and of a run that has none yet.
        if fields.contains(key) { return [.nil] }
        throw call.error("generation: unknown name '\(key)'\(NearestName.hint(for: key, among: fields))")
    }

    private static func refuseAssignment(_ call: LuaCall) throws(LuaError) -> [LuaValue] {
        throw call.error("generation is read-only but for its state: '\(call[0].text ?? "\(call[0])")' cannot be set")
    }

    private static func tag(_ call: LuaCall, method: String) throws(LuaError) -> String {
        guard let tag = call[0].text, tag == PrintableText.line(tag, limit: 200), !tag.isEmpty else {
            throw call.error("generation:\(method): a tag must be a string such as 'mine/figure', got \(call[0])")
        }
        let reserved = ["return/", "fitness/", "episode/", "search/", "time/", "run/", "script/"]
        guard !reserved.contains(where: tag.hasPrefix), tag != "evaluations", tag != "timesteps" else {
            throw call.error("generation:\(method): the tag '\(tag)' is the run's own; take another")
        }
        return tag
    }

    private static func number(
        _ value: LuaValue, _ name: String, _ call: LuaCall, method: String
    ) throws(LuaError) -> Double {
        switch value {
        case .integer(let integer): return Double(integer)
        case .number(let number): return number
        default: throw call.error("generation:\(method): \(name) must be a number, got \(value)")
        }
    }
}
