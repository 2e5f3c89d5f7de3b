import Experiments
import LuaHost

/// The table that callbacks are given: figures of the last generation to read, `state` to keep data in, and methods that
/// ask the run for something.
///
/// Reading a field that there is not is an error, writing any but `state` too.
final class GenerationTable {
    private let lua: LuaState
    /// `run(callback, fields)`, `state()` and `set_state(state)` of the glue.
    private let run: LuaReference
    private let getState: LuaReference
    private let putState: LuaReference
    private let requests = Requests()

    init(in lua: LuaState) throws(LuaError) {
        self.lua = lua
        guard case .function(let make) = try lua.run(Self.glue, name: "=callbacks") else {
            preconditionFailure("the glue of callbacks returns no function")
        }
        let made = try lua.call(make, requests.functions(in: lua))
        guard made.count == 3, case .function(let run) = made[0], case .function(let getState) = made[1],
            case .function(let putState) = made[2]
        else { preconditionFailure("the glue of callbacks returns no functions") }
        (self.run, self.getState, self.putState) = (run, getState, putState)
    }

    private static let glue = """
        return function(log, histogram, stop, missing, readonly, dot)
          local state, fields, generation = {}, {}
          local function check(self, name) return rawequal(self, generation) or dot(name) end
          -- Lua names a function in errors as it is called here.
          local methods = {
            log = function(self, ...) check(self, "log") log(...) end,
            histogram = function(self, ...) check(self, "histogram") histogram(...) end,
            stop = function(self) check(self, "stop") stop() end,
          }
          generation = setmetatable({}, {
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

    /// What a callback can read, besides `state`; nil before the first generation, and where a value is not known.
    private static let figures: [(name: String, value: @Sendable (GenerationReport) -> LuaValue)] = [
        ("index", { .integer(Int64($0.generation)) }),
        ("generations", { .integer(Int64($0.generations)) }),
        ("mean_return", { .number($0.meanReturn) }),
        ("best_return", { .number($0.bestReturn) }),
        ("policy_return", { $0.policyReturn.map(LuaValue.number) ?? .nil }),
        ("mean_fitness", { .number($0.meanFitness ?? $0.meanReturn) }),
        ("best_fitness", { .number($0.bestFitness ?? $0.bestReturn) }),
        ("mean_length", { .number($0.meanLength) }),
        ("episode_limit", { $0.episodeLimit.map { .integer(Int64($0)) } ?? .nil }),
        ("evaluations", { .integer(Int64($0.evaluations)) }),
        ("timesteps", { .integer(Int64($0.timesteps)) }),
        ("solution", { $0.solution?.luaValue ?? .nil }),
    ]

    fileprivate static let names = (figures.map(\.name) + ["histogram", "log", "state", "stop"]).sorted()

    /// Calls a callback of the script.
    /// - Parameter report: Nil before the first generation.
    /// - Returns: What it asked for.
    func call(_ callback: LuaReference, _ name: String, _ report: GenerationReport?) throws(LuaError) -> HookRequests {
        requests.begin(name, generation: report?.generation ?? 0)
        let fields = report.map { report in Self.figures.map { (name: $0.name, value: $0.value(report)) } } ?? []
        _ = try lua.call(run, [.function(callback), .table(LuaTable(fields: fields))])
        return requests.asked
    }

    /// What callbacks keep.
    func state() throws(LuaError) -> LuaValue { try lua.call(getState).first ?? .nil }

    func setState(_ state: LuaValue) throws(LuaError) { _ = try lua.call(putState, [state]) }
}

extension SolutionFile {
    /// A vector as the objective saw it.
    fileprivate var luaValue: LuaValue {
        guard floats.isEmpty else { return .floats(floats) }
        var words = [UInt64](repeating: 0, count: (bits.count + 63) / 64)
        for (place, bit) in bits.enumerated() where bit { words[place / 64] |= 1 << UInt64(place % 64) }
        return .bits(words: words, count: bits.count)
    }
}

/// What a callback asks for, as it asks.
private final class Requests {
    private(set) var asked = HookRequests()
    private var callback = ""
    /// Those of this generation: each has one value.
    private var tags: Set<String> = []
    private var generation = 0

    func begin(_ callback: String, generation: Int) {
        (asked, self.callback) = (HookRequests(), callback)
        guard generation != self.generation else { return }
        (tags, self.generation) = ([], generation)
    }

    /// Those that the glue takes, in its order.
    func functions(in state: LuaState) -> [LuaValue] {
        [
            state.makeFunction { [self] call throws(LuaError) in try log(call) },
            state.makeFunction { [self] call throws(LuaError) in try histogram(call) },
            state.makeFunction { [self] call throws(LuaError) in try stop(call) },
            state.makeFunction { call throws(LuaError) in try Self.refuseName(call) },
            state.makeFunction { call throws(LuaError) in try Self.refuseAssignment(call) },
            state.makeFunction { call throws(LuaError) in
                let name = call[0].text ?? ""
                throw call.error("generation:\(name): call it with a colon: generation:\(name)(…)")
            },
        ].map(LuaValue.hostFunction)
    }

    private func claim(_ tag: String, _ call: LuaCall, method: String) throws(LuaError) {
        guard tags.insert(tag).inserted else {
            throw call.error("generation:\(method): '\(tag)' has a value in this generation already; take another tag")
        }
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
        let numbers: [Double]
        switch call[1] {
        case .floats(let values) where !values.isEmpty: numbers = values
        case .table(let table):
            guard let list = table.list, !list.isEmpty else { fallthrough }
            var values: [Double] = []
            for value in list {
                values.append(try Self.number(value, "a value of '\(tag)'", call, method: "histogram"))
            }
            numbers = values
        default: throw call.error("generation:histogram: '\(tag)' must be a list of numbers, got \(call[1])")
        }
        try claim(tag, call, method: "histogram")
        asked.histograms.append((tag, numbers))
        return []
    }

    private func stop(_ call: LuaCall) throws(LuaError) -> [LuaValue] {
        guard callback == "on_generation" else {
            throw call.error("generation:stop: there is nothing to stop in \(callback); call it in on_generation")
        }
        asked.stops = true
        return []
    }

    private static func refuseName(_ call: LuaCall) throws(LuaError) -> [LuaValue] {
        guard let key = call[0].text else { throw call.error("generation has no field \(call[0])") }
        // Of a generation whose policy was not tested, and of a run that has none yet.
        if GenerationTable.names.contains(key) { return [.nil] }
        throw call.error("generation: unknown name '\(key)'\(NearestName.hint(for: key, among: GenerationTable.names))")
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
        guard let number = value.number else {
            throw call.error("generation:\(method): \(name) must be a number, got \(value)")
        }
        return number
    }
}
