import Kernels
import TestSupport
import Testing

/// xoshiro256++ as published: Blackman and Vigna 2021, <https://prng.di.unimi.it/xoshiro256plusplus.c>.
struct Xoshiro256PlusPlus {
    var state: [UInt64]

    mutating func next() -> UInt64 {
        func rotated(_ x: UInt64, _ count: UInt64) -> UInt64 { (x << count) | (x >> (64 - count)) }
        let result = rotated(state[0] &+ state[3], 23) &+ state[0]
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

/// The bulk generator as `bulk.h` describes it: eight of those, keyed by SplitMix64's output function, taken in turn.
///
/// Word w of lane l is the output of the counter `key[w mod 2] + (8 w + l + 1) · 0x9e3779b97f4a7c15`.
struct BulkGeneratorReference {
    private var lanes: [Xoshiro256PlusPlus]
    private var nextLane = 0

    init(key: BulkKey) {
        lanes = (0..<8).map { lane in
            Xoshiro256PlusPlus(
                state: (0..<4).map { word in
                    let counter = UInt64(8 * word + lane + 1) &* 0x9e37_79b9_7f4a_7c15
                    return SplitMix64.mix((word % 2 == 0 ? key.low : key.high) &+ counter)
                }
            )
        }
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
    @Test func `gives the published output of xoshiro256++`() {
        // From the reference implementation, as rand_xoshiro's tests have it for the state 1, 2, 3, 4.
        var generator = Xoshiro256PlusPlus(state: [1, 2, 3, 4])
        let published: [UInt64] = [
            41_943_041, 58_720_359, 3_588_806_011_781_223, 3_591_011_842_654_386, 9_228_616_714_210_784_205,
            9_973_669_472_204_895_162, 14_011_001_112_246_962_877, 12_406_186_145_184_390_807,
            15_849_039_046_786_891_736, 10_450_023_813_501_588_000,
        ]
        #expect(published.map { _ in generator.next() } == published)
    }

    @Test func `is keyed by the published output of SplitMix64`() {
        // The seed 1234567, from <https://rosettacode.org/wiki/Pseudo-random_numbers/Splitmix64>.
        var generator = SplitMix64(seed: 1_234_567)
        let published: [UInt64] = [
            6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423, 4_593_380_528_125_082_431,
            16_408_922_859_458_223_821,
        ]
        #expect(published.map { _ in generator.next() } == published)
    }
}
