import LuaHost
import Randomness

@testable import GenomeLua

/// A search of `Scripts/searches/cma_es.lua` as the engine drives one, on an objective that is to be made small.
///
/// Functions of a script get a stream only in a call of the engine: here those of a selection.
final class SearchRuns {
    private let lua: LuaState
    private var functions: [String: LuaReference] = [:]
    private let lines = Lines()

    private final class Lines {
        var printed: [String] = []
    }

    var printed: [String] { lines.printed }

    /// - Parameters:
    ///   - options: What the search is made with on line 2 of `script.lua`, where there are `n` and `random`.
    ///   - objective: A name of the text below.
    init(_ options: String, objective: String = "sphere", floats: Int, bits: Int = 0) throws {
        var configuration = ScriptConfiguration()
        configuration.library = ScriptLibrary(folders: ["\(checkout)/Scripts"], currentFolder: checkout)
        configuration.print = { [lines] in lines.printed.append($0) }
        lua = try ScriptState(configuration).lua
        let search = """
            local genome, cma_es = require "genome", require "searches.cma_es"
            local function make_search(n, random) local search = cma_es { \(options) } return search end

            """
        let problem = "local floats, bits, objective_name = \(floats), \(bits), '\(objective)'\n"
        let text = search + problem + Self.objectives + Self.driver
        guard case .function(let list) = try lua.run(text, name: "script.lua") else {
            throw LuaError("the driver gives no function")
        }
        let names = ["start", "reach", "advance", "state", "restore", "configure", "result", "policy"]
        for (name, value) in zip(names, try lua.call(list)) {
            if case .function(let function) = value { functions[name] = function }
        }
    }

    private static let objectives = """
        local objectives = {}

        local function axes(n)
          local v = genome.floats(n)
          for i = 1, n do v[i] = 1000 ^ ((i - 1) / (n - 1)) end
          return v
        end

        local function rotation(n, random)
          local m = genome.matrix(n, n)
          for i = 1, n do for j = 1, i do
            local x = random:normal()
            m:set(i, j, x):set(j, i, x)
          end end
          local _, vectors = m:eigen()
          return vectors
        end

        local function ellipsoid(v, x)
          x:multiply(v)
          return x:dot(x)
        end

        function objectives.sphere() return function(x) return x:dot(x) end end

        function objectives.ellipsoid(n)
          local v = axes(n)
          return function(x) return ellipsoid(v, x:copy()) end
        end

        function objectives.rotated_ellipsoid(n, random)
          local v, turn = axes(n), rotation(n, random)
          return function(x) return ellipsoid(v, turn:product(x)) end
        end

        -- Of Ros and Hansen 2008: the sum of (i x_i)^2.
        function objectives.hyper_ellipsoid(n)
          local v = genome.floats(n)
          for i = 1, n do v[i] = i end
          return function(x) return ellipsoid(v, x:copy()) end
        end

        function objectives.rosenbrock(n)
          return function(x)
            local a, b = x:slice(1, n - 1), x:slice(2, n)
            b:axpy(-1, a:copy():multiply(a))
            a:add(genome.floats(n - 1, -1))
            return 100 * b:dot(b) + a:dot(a)
          end
        end

        -- f1 and f10 of BBOB 2009 but for the constant.
        function objectives.f1(n, random)
          local best = genome.floats(n):uniform(random, -4, 4)
          return function(x)
            local y = x:copy():axpy(-1, best)
            return y:dot(y)
          end
        end

        function objectives.f10(n, random)
          local best, v, turn = genome.floats(n):uniform(random, -4, 4), axes(n), rotation(n, random)
          return function(x)
            local y = turn:product(x:copy():axpy(-1, best))
            for i, value in ipairs(y) do
              if value ~= 0 then
                local log, sign = math.log(math.abs(value)), value > 0 and 1 or -1
                local first, second = value > 0 and 10 or 5.5, value > 0 and 7.9 or 3.1
                y[i] = sign * math.exp(log + 0.049 * (math.sin(first * log) + math.sin(second * log)))
              end
            end
            return ellipsoid(v, y)
          end
        end

        -- Monotone transforms of one function, without any two values that fall together.
        function objectives.plain(n) return objectives.rosenbrock(n) end
        function objectives.scaled(n)
          local f = objectives.rosenbrock(n)
          return function(x) return 1024 * f(x) end
        end
        function objectives.cubed(n)
          local f = objectives.rosenbrock(n)
          return function(x) return f(x) ^ 3 end
        end

        function objectives.zeros() return function(b) return #b - b:popcount() end end
        function objectives.slope() return function(x) return x[1] end end
        function objectives.flat() return function() return 1 end end
        function objectives.nan() return function() return 0 / 0 end end

        """

    private static let driver = """
        local self, objective, result
        local target, limit = 0, 0

        local function start(_, random)
          local n = floats + bits
          objective = objectives[objective_name](n, random)
          self = setmetatable({}, { __index = make_search(n, random) })
          self:start { floats = floats, bits = bits, random = random }
          return { 1 }
        end

        local function reach(population, random)
          start(population, random)
          local count = 0
          while count < limit do
            local points, evaluations = self:ask(0), {}
            for i, x in ipairs(points) do
              local value = objective(x)
              if value < target then
                result = count + i
                return { 1 }
              end
              evaluations[i] = { fitness = -value }
            end
            count = count + #points
            assert(not self:tell(evaluations))
          end
          result = math.huge
          return { 1 }
        end

        local function advance(_, random)
          self.random = random
          local points, evaluations, fitness = self:ask(0), {}, {}
          for i, x in ipairs(points) do
            fitness[i] = -objective(x)
            evaluations[i] = { fitness = fitness[i] }
          end
          self:tell(evaluations)
          result = { points = points, fitness = fitness }
          return { 1 }
        end

        local function state()
          local copy = {}
          for name, value in pairs(self) do if name ~= "random" then copy[name] = value end end
          return copy
        end

        local function restore(fields)
          self = setmetatable(fields, getmetatable(self))
        end

        return function()
          return start, reach, advance, state, restore,
            function(new_target, new_limit) target, limit = new_target, new_limit end,
            function() return result end,
            function() return self:policy() end
        end
        """

    private func draw(_ function: String, seed: UInt64, generation: Int = 0) throws {
        let stream = RandomStream(RandomAddress(seed: seed, purpose: .script, generation: generation))
        _ = try lua.select(functions[function]!, fitness: [0], count: 1, stream: LuaStream(stream))
    }

    private func value(_ function: String, _ arguments: LuaValue...) throws -> LuaValue {
        try lua.call(functions[function]!, arguments).first ?? .nil
    }

    func start(seed: UInt64 = 1) throws { try draw("start", seed: seed) }

    /// One generation, from a stream of its own.
    /// - Returns: `points` and `fitness`, in order.
    @discardableResult func advance(seed: UInt64 = 1, generation: Int) throws -> LuaValue {
        try draw("advance", seed: seed, generation: generation + 1)
        return try value("result")
    }

    /// What the search remembers, but its stream.
    var state: LuaValue {
        get throws { try value("state") }
    }

    func restore(_ state: LuaValue) throws { _ = try value("restore", state) }

    var policy: LuaValue {
        get throws { try value("policy") }
    }

    /// Evaluations up to the first below `target`; infinite where it takes more than about `limit`.
    func evaluations(below target: Double, limit: Int, seed: UInt64) throws -> Double {
        _ = try value("configure", .number(target), .integer(Int64(limit)))
        try draw("reach", seed: seed)
        switch try value("result") {
        case .integer(let count): return Double(count)
        default: return .infinity
        }
    }

    func median(below target: Double, limit: Int, seeds: Int) throws -> Double {
        let counts = try (1...seeds).map { try evaluations(below: target, limit: limit, seed: UInt64($0)) }
        return counts.sorted()[seeds / 2]
    }
}

extension LuaValue {
    /// A field of a table; nil where there is none.
    subscript(_ name: String) -> LuaValue {
        guard case .table(let table) = self else { return .nil }
        return table.entries.first { $0.key.text == name }?.value ?? .nil
    }

    /// Entries of a list.
    var values: [LuaValue] {
        if case .table(let table) = self { table.list ?? [] } else { [] }
    }

    /// Numbers of a list, a vector or a matrix, or the number itself.
    var numbers: [Double] {
        switch self {
        case .integer(let integer): [Double(integer)]
        case .number(let number): [number]
        case .floats(let numbers), .matrix(let numbers, _, _): numbers
        case .table: values.flatMap(\.numbers)
        default: []
        }
    }
}
