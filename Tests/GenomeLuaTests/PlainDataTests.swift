import LuaHost
import TestSupport
import Testing

@testable import GenomeLua

@Suite struct `Data of a script` {
    private static func random(_ random: inout SplitMix64, depth: Int) -> LuaValue {
        func numbers(_ count: Int) -> [Double] {
            (0..<count).map { _ in Double(bitPattern: random.next()) }
        }
        switch random.next() % (depth > 0 ? 9 : 8) {
        case 0: return .nil
        case 1: return .boolean(random.next() % 2 == 0)
        case 2: return .integer(Int64(bitPattern: random.next()))
        case 3: return .number(Double(bitPattern: random.next()))
        case 4:
            return .string(
                LuaString((0..<Int(random.next() % 9)).map { _ in UInt8(truncatingIfNeeded: random.next()) }))
        case 5: return .floats(numbers(Int(random.next() % 20)))
        case 6:
            let count = Int(random.next() % 200)
            var words = (0..<(count + 63) / 64).map { _ in random.next() }
            if count % 64 > 0 { words[count / 64] &= 1 << UInt64(count % 64) - 1 }
            return .bits(words: words, count: count)
        case 7:
            let rows = Int(random.next() % 5)
            let columns = Int(random.next() % 5)
            return .matrix(numbers(rows * columns), rows: rows, columns: columns)
        default:
            return .table(
                LuaTable(list: (0..<Int(random.next() % 5)).map { _ in Self.random(&random, depth: depth - 1) }))
        }
    }

    @Test func `comes back from its bytes bit for bit, vectors too`() throws {
        for seed in UInt64(1)...500 {
            var random = SplitMix64(seed: seed)
            let bytes = try PlainData.bytes(Self.random(&random, depth: 3), name: "x")
            let value = try #require(PlainData.value(bytes), "seed \(seed)")
            #expect(try PlainData.bytes(value, name: "x") == bytes, "seed \(seed)")
            for cut in 0..<bytes.count {
                #expect(PlainData.value(Array(bytes[..<cut])) == nil, "seed \(seed), cut \(cut)")
            }
        }
    }

    @Test(
        arguments: [
            [8, 1, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0], [7, 255, 255, 255, 255, 255, 255, 255, 255],
            [8, 255, 255, 255, 255, 255, 255, 255, 127], [9, 0, 0, 0, 64, 0, 0, 0, 0, 0, 0, 0, 64, 0, 0, 0, 0],
        ] as [[UInt8]])
    func `is refused where a vector's bytes are none`(bytes: [UInt8]) {
        #expect(PlainData.value(bytes) == nil)
    }

    @Test func `keeps vectors across a stop`() throws {
        let runs = ScriptRuns()
        try runs.write(
            "script.lua",
            """
            local genome = require "genome"
            return genome.experiment {
              environment = "cartpole", search = genome.nes { population_size = 4 }, generations = 5,
              on_start = function(generation)
                local state = generation.state
                state.mean, state.seen = genome.floats(3), genome.bits(70)
                state.deep = { mix = genome.identity(3) }
              end,
              on_generation = function(generation)
                local state = generation.state
                state.mean:scale(0.7):axpy(1 / 3, genome.floats(3, generation.mean_return))
                state.seen[generation.index + 63] = 1
                state.deep.mix:rank_one(0.1, state.mean)
                generation:log("mine/mean", state.mean:sum() + state.seen:popcount() + state.deep.mix:eigen():max())
              end,
            }
            """)
        let whole = try RunBits(of: runs.run(name: "whole").path)
        for stop in 1..<5 {
            try runs.run(name: "stopped-\(stop)", stopAfter: stop)
            let resumed = try runs.run(name: "stopped-\(stop)", threads: 2, resumes: true)
            #expect(try RunBits(of: resumed.path) == whole, "stopped after \(stop)")
        }
    }
}
