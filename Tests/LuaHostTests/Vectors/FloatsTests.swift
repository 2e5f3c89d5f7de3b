import CKernels
import LuaHost
import Testing

@Suite struct `Floats` {
    /// Around the width of a partial sum, and long.
    private static let counts = [0, 1, 2, 15, 16, 17, 31, 33, 100, 1000]

    @Test(arguments: counts) func `compute value by value as plain Swift does`(count: Int) throws {
        for seed in UInt64(1)...5 {
            var random = SplitMix(seed: seed)
            let v = randomNumbers(count, &random)
            let w = randomNumbers(count, &random)
            let expected: [(String, [Double])] = [
                ("add(w)", zip(v, w).map { $0 + $1 }), ("axpy(0.3, w)", zip(v, w).map { $0 + 0.3 * $1 }),
                ("scale(-2.5)", v.map { $0 * -2.5 }), ("multiply(w)", zip(v, w).map { $0 * $1 }),
                ("divide(w)", zip(v, w).map { $0 / $1 }), ("abs()", v.map(abs)),
                ("abs():sqrt()", v.map { abs($0).squareRoot() }),
                ("clamp(-0.5, 2)", v.map { min(max($0, -0.5), 2) }), ("assign(w)", w),
                ("assign(7)", v.map { _ in 7 }), ("copy()", v), ("add(v)", v.map { $0 + $0 }),
                ("axpy(2, v)", v.map { $0 + 2 * $0 }),
                ("clamp(-9, 9):exp()", v.map { ck_exp(min(max($0, -9), 9)) }),
            ]
            for (call, numbers) in expected {
                let results = try apply("function(v, w) return v:\(call) end", .floats(v), .floats(w))
                #expect(results == [.floats(numbers)], "\(call) of \(count), seed \(seed)")
            }
        }
    }

    @Test(arguments: counts) func `sum in the one order`(count: Int) throws {
        for seed in UInt64(1)...5 {
            var random = SplitMix(seed: seed)
            let v = randomNumbers(count, &random)
            let w = randomNumbers(count, &random)
            let squares = orderedSum(v.map { $0 * $0 })
            let function = "function(v, w) return v:sum(), v:dot(w), v:norm(), #v > 0 and v:mean() or 0.0 end"
            let expected = [
                orderedSum(v), orderedSum(zip(v, w).map { $0 * $1 }), squares.squareRoot(),
                count > 0 ? orderedSum(v) / Double(count) : 0,
            ]
            let results = try apply(function, .floats(v), .floats(w))
            #expect(results == expected.map(LuaValue.number), "\(count) values, seed \(seed)")
        }
    }

    @Test func `have a length even where squares overflow or vanish`() throws {
        for scale in [0x1p-1060, 1e-200, 1e-160, 1e150, 1e200, 2e307] {
            guard
                case .number(let norm)? = try apply("function(v) return v:norm() end", .floats([3 * scale, 4 * scale]))
                    .first
            else { throw LuaError("no number") }
            #expect(abs(norm - 5 * scale) <= 5 * scale * 1e-15 + Double.leastNonzeroMagnitude, "scale \(scale)")
        }
        #expect(try apply("function(v) return v:norm() end", .floats([1, -.infinity])) == [.number(.infinity)])
        #expect(try apply("function(v) return v:norm() end", .floats([0, 0])) == [.number(0)])
    }

    @Test(arguments: counts) func `order like a stable sort`(count: Int) throws {
        for seed in UInt64(1)...10 {
            var random = SplitMix(seed: seed)
            var v = randomNumbers(count, &random)
            if seed % 2 == 0 { v = v.map { ($0 * 2).rounded() } }
            if count > 20 { v.replaceSubrange(3..<6, with: [.infinity, -.infinity, -0.0]) }
            let order = v.indices.sorted { (v[$0], $0) < (v[$1], $1) }.map { LuaValue.integer(Int64($0 + 1)) }
            let results = try apply("function(v) return v:order() end", .floats(v))
            #expect(results == [.table(LuaTable(list: order))], "\(count) values, seed \(seed)")
            guard let least = v.min(), let most = v.max() else { continue }
            #expect(
                try apply("function(v) return v:min(), v:max() end", .floats(v)) == [.number(least), .number(most)])
        }
    }

    @Test func `give slices and lists`() throws {
        var random = SplitMix(seed: 1)
        let v = randomNumbers(20, &random)
        for first in 1...21 {
            for last in (first - 1)...20 {
                let results = try apply(
                    "function(v, a, b) return v:slice(a, b) end", .floats(v), .integer(Int64(first)),
                    .integer(Int64(last)))
                #expect(results == [.floats(Array(v[(first - 1)..<last]))])
            }
        }
        #expect(
            try apply("function(v) return v:list() end", .floats(v)) == [.table(LuaTable(list: v.map(LuaValue.number)))]
        )
        #expect(
            try apply("function(t) return genome.floats(t) end", .table(LuaTable(list: v.map(LuaValue.number)))) == [
                .floats(v)
            ])
    }

    @Test func `draw as so many calls of the stream`() throws {
        let state = try vectorState()
        let text = """
            local genome = require "genome"
            return function(population, random)
              local v, w = genome.floats(5):normal(random, 1, 2), genome.floats(7):uniform(random, -1, 3)
              local x, y = genome.floats(2):normal(random), genome.floats(2):uniform(random)
              result = { v, w, x, y, random() }
              return { 1 }
            end
            """
        var configuration = LuaConfiguration()
        configuration.streams = SplitMix.kind
        configuration.hasStrictGlobals = false
        let loose = try LuaState(configuration)
        loose.register(LuaModule(name: "genome", functions: [], natives: LuaNativeFunction.allCases))
        guard case .function(let selection) = try loose.run(text, name: "test.lua") else {
            throw LuaError("no function")
        }
        _ = try loose.select(selection, fitness: [1], count: 1, stream: SplitMix(seed: 3).stream)
        var same = SplitMix(seed: 3)
        func normal() -> Double { Double(same.next()) }
        func uniform() -> Double { Double(same.next() >> 11) * 0x1p-53 }
        let v = (0..<5).map { _ in 1 + 2 * normal() }
        let w = (0..<7).map { _ in -1 + 4 * uniform() }
        let x = (0..<2).map { _ in normal() }
        let y = (0..<2).map { _ in uniform() }
        let expected: [LuaValue] = [.floats(v), .floats(w), .floats(x), .floats(y), .number(uniform())]
        #expect(try loose.run("return result", name: "test.lua") == .table(LuaTable(list: expected)))
        _ = state
    }
}
