import Kernels
import TestSupport
import Testing

/// xoshiro256+ as published: Blackman and Vigna 2021, <https://prng.di.unimi.it/xoshiro256plus.c>.
struct Xoshiro256Plus {
    var state: [UInt64]

    mutating func next() -> UInt64 {
        func rotated(_ x: UInt64, _ count: UInt64) -> UInt64 { (x << count) | (x >> (64 - count)) }
        let result = state[0] &+ state[3]
        let t = state[1] << 17
        state[2] ^= state[0]
        state[3] ^= state[1]
        state[1] ^= state[2]
        state[0] ^= state[3]
        state[2] ^= t
        state[3] = rotated(state[3], 45)
        return result
    }
}

extension BulkKey {
    static func random(using random: inout SplitMix64) -> BulkKey {
        let words = (0..<6).map { _ in UInt32(truncatingIfNeeded: random.next()) }
        return BulkKey(
            counter: SIMD4(words[0] & ~15, words[1], words[2], words[3]),
            key: SIMD2(words[4], words[5])
        )
    }
}

/// The bulk generator as `bulk.h` describes it: eight of those, which start from sixteen Philox draws, taken in turn.
struct BulkGeneratorReference {
    /// Each of them, where one is taken alone.
    var lanes: [Xoshiro256Plus]
    private var nextLane = 0

    init(key: BulkKey) {
        func words(_ draw: Int) -> [UInt64] {
            let block = Philox.block(counter: key.counter &+ SIMD4(UInt32(draw), 0, 0, 0), key: key.key)
            return [UInt64(block[1]) << 32 | UInt64(block[0]), UInt64(block[3]) << 32 | UInt64(block[2])]
        }
        lanes = (0..<8).map { Xoshiro256Plus(state: words($0) + words(8 + $0)) }
    }

    /// 64 bits of the next lane.
    mutating func next() -> UInt64 {
        defer { nextLane = (nextLane + 1) % 8 }
        return lanes[nextLane].next()
    }

    /// 16-bit draws, the lowest bits of a word first.
    mutating func draws(_ count: Int) -> [UInt16] {
        (0..<(count + 3) / 4).flatMap { _ in
            let word = next()
            return (0..<4).map { UInt16(truncatingIfNeeded: word >> (16 * UInt64($0))) }
        }
    }
}

@Suite struct `The reference of the bulk generator` {
    @Test func `gives the published output of xoshiro256+`() {
        // From the reference implementation, as rand_xoshiro's tests have it for the state 1, 2, 3, 4.
        var generator = Xoshiro256Plus(state: [1, 2, 3, 4])
        let published: [UInt64] = [
            5, 211_106_232_532_999, 211_106_635_186_183, 9_223_759_065_350_669_058, 9_250_833_439_874_351_877,
            13_862_484_359_527_728_515, 2_346_507_365_006_083_650, 1_168_864_526_675_804_870,
            34_095_955_243_042_024, 3_466_914_240_207_415_127,
        ]
        #expect(published.map { _ in generator.next() } == published)
    }
}
