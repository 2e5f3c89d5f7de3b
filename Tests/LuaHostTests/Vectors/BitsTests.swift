import LuaHost
import Testing

@Suite struct `Bits` {
    /// Around the borders of words.
    private static let counts = [0, 1, 63, 64, 65, 127, 128, 1000]

    private static func random(_ count: Int, _ random: inout SplitMix) -> [Bool] {
        (0..<count).map { _ in Bool.random(using: &random) }
    }

    @Test(arguments: counts) func `compute as plain Swift does`(count: Int) throws {
        for seed in UInt64(1)...5 {
            var random = SplitMix(seed: seed)
            let b = Self.random(count, &random)
            let c = Self.random(count, &random)
            let expected: [(String, [Bool])] = [
                ("copy()", b), ("xor(c)", zip(b, c).map { $0 != $1 }), ("band(c)", zip(b, c).map { $0 && $1 }),
                ("bor(c)", zip(b, c).map { $0 || $1 }), ("invert()", b.map { !$0 }), ("assign(c)", c),
                ("assign(1)", b.map { _ in true }), ("assign(false)", b.map { _ in false }),
                ("xor(b)", b.map { _ in false }),
            ]
            for (call, bits) in expected {
                let results = try apply("function(b, c) return b:\(call) end", packed(b), packed(c))
                #expect(results == [packed(bits)], "\(call) of \(count), seed \(seed)")
            }
            let numbers = try apply("function(b, c) return b:popcount(), b:distance(c), #b end", packed(b), packed(c))
            let ones = b.filter { $0 }.count
            let distance = zip(b, c).filter { $0 != $1 }.count
            #expect(numbers == [ones, distance, count].map { .integer(Int64($0)) }, "seed \(seed)")
        }
    }

    @Test(arguments: counts) func `are read, set, listed and visited by position`(count: Int) throws {
        var random = SplitMix(seed: 9)
        let b = Self.random(count, &random)
        let function = """
            function(b)
              local c, list, ones = genome.bits(#b), {}, 0
              for i, bit in ipairs(b) do c[i] = bit; list[i] = bit == 1; ones = ones + b[i] end
              for i = 1, #b do c[i] = not list[i]; c[i] = list[i] end
              return c, genome.bits(0):assign(genome.bits(0)), b:list(), ones
            end
            """
        let list = LuaTable(list: b.map { .integer($0 ? 1 : 0) })
        let results = try apply(function, packed(b))
        #expect(results == [packed(b), packed([]), .table(list), .integer(Int64(b.filter { $0 }.count))])
        guard count > 0 else { return }
        #expect(try apply("function(t) return genome.bits(t) end", .table(list)) == [packed(b)])
    }

    @Test(arguments: counts) func `say which numbers are above a threshold`(count: Int) throws {
        var random = SplitMix(seed: 4)
        let values = [-.infinity, -1, -0.0, 0, 1e-300, 0.5, 1, .infinity, .nan]
        let numbers = (0..<count).map { _ in values.randomElement(using: &random)! }
        let function = "function(v) return genome.bits(#v):invert():above(v), genome.bits(#v):above(v, 0.5) end"
        let results = try apply(function, .floats(numbers))
        #expect(results == [packed(numbers.map { $0 > 0 }), packed(numbers.map { $0 > 0.5 })])
    }

    @Test(arguments: [1, 63, 64, 65, 130, 200]) func `give slices at any place`(count: Int) throws {
        var random = SplitMix(seed: UInt64(count))
        let b = Self.random(count, &random)
        let function = """
            function(b)
              for first = 1, #b + 1 do
                for last = first - 1, #b do
                  local part = b:slice(first, last)
                  assert(#part == last - first + 1)
                  for i, bit in ipairs(part) do assert(bit == b[first + i - 1]) end
                  assert(part:popcount() + part:copy():invert():popcount() == #part)
                end
              end
              return true
            end
            """
        #expect(try apply(function, packed(b)) == [.boolean(true)])
    }

    @Test(arguments: counts) func `are drawn from a stream`(count: Int) throws {
        var configuration = LuaConfiguration()
        configuration.hasStrictGlobals = false
        let state = try vectorState(configuration)
        let probabilities = (0..<count).map { Double($0 % 11) / 10 }
        let text = """
            local genome = require "genome"
            local probabilities
            return function(population, random)
              if not random then probabilities = population; return end
              local n = #probabilities
              result = { genome.bits(n):random(random), genome.bits(n):random(random, 0.3),
                genome.bits(n):random(random, probabilities), random() }
              return { 1 }
            end
            """
        guard case .function(let selection) = try state.run(text, name: "test.lua") else {
            throw LuaError("no function")
        }
        _ = try state.call(selection, [.floats(probabilities)])
        _ = try state.select(selection, fitness: [1], count: 1, stream: SplitMix(seed: 3).stream)
        var same = SplitMix(seed: 3)
        func uniform() -> Double { Double(same.next() >> 11) * 0x1p-53 }
        let words = (0..<(count + 63) / 64).map { _ in same.next() }
        let fair = (0..<count).map { words[$0 / 64] >> UInt64($0 % 64) & 1 == 1 }
        let rare = (0..<count).map { _ in uniform() < 0.3 }
        let each = probabilities.map { uniform() < $0 }
        let expected: [LuaValue] = [packed(fair), packed(rare), packed(each), .number(uniform())]
        #expect(try state.run("return result", name: "test.lua") == .table(LuaTable(list: expected)))
        #expect(zip(each, probabilities).allSatisfy { ($1 > 0 || !$0) && ($1 < 1 || $0) })
    }
}
