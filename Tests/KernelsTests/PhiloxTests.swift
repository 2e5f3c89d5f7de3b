import Kernels
import TestSupport
import Testing

@Suite struct Philox4x32_10 {
    /// `philox4x32 10` of Random123's tests/kat_vectors, <https://github.com/DEShawResearch/random123>.
    static let published: [(SIMD4<UInt32>, SIMD2<UInt32>, SIMD4<UInt32>)] = [
        (
            SIMD4(repeating: 0), SIMD2(repeating: 0),
            SIMD4(0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8)
        ),
        (
            SIMD4(repeating: .max), SIMD2(repeating: .max),
            SIMD4(0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd)
        ),
        (
            SIMD4(0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344), SIMD2(0xa409_3822, 0x299f_31d0),
            SIMD4(0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1)
        ),
    ]

    @Test(arguments: published) func `gives the published blocks`(
        counter: SIMD4<UInt32>,
        key: SIMD2<UInt32>,
        block: SIMD4<UInt32>
    ) {
        #expect(Philox.block(counter: counter, key: key) == block)
    }

    @Test func `agrees with the paper's rounds written out in Swift`() {
        var random = SplitMix64(seed: 7)
        for _ in 0..<10_000 {
            let (a, b, c) = (random.next(), random.next(), random.next())
            let counter = SIMD4(
                UInt32(truncatingIfNeeded: a), UInt32(a >> 32), UInt32(truncatingIfNeeded: b), UInt32(b >> 32))
            let key = SIMD2(UInt32(truncatingIfNeeded: c), UInt32(c >> 32))
            #expect(Philox.block(counter: counter, key: key) == Self.paper(counter, key), "\(counter) \(key)")
        }
    }

    /// Section 4.3: each round is (R0, L0, R1, L1) ← (hi(M1 R1) ⊕ L0 ⊕ k0, lo(M1 R1), hi(M0 R0) ⊕ L1 ⊕ k1, lo(M0 R0)).
    private static func paper(_ counter: SIMD4<UInt32>, _ key: SIMD2<UInt32>) -> SIMD4<UInt32> {
        let weyl = SIMD2<UInt32>(0x9e37_79b9, 0xbb67_ae85)
        return (0..<10).reduce(counter) { block, round in
            let roundKey = key &+ weyl &* UInt32(round)
            let (high0, low0) = UInt32(0xd251_1f53).multipliedFullWidth(by: block[0])
            let (high1, low1) = UInt32(0xcd9e_8d57).multipliedFullWidth(by: block[2])
            return SIMD4(high1 ^ block[1] ^ roundKey[0], low1, high0 ^ block[3] ^ roundKey[1], low0)
        }
    }

    @Test func `changes about half of its bits with any bit of counter or key`() {
        let base = Philox.block(counter: SIMD4(1, 2, 3, 4), key: SIMD2(5, 6))
        for bit in 0..<192 {
            var counter = SIMD4<UInt32>(1, 2, 3, 4)
            var key = SIMD2<UInt32>(5, 6)
            if bit < 128 { counter[bit / 32] ^= 1 << (bit % 32) } else { key[bit / 32 - 4] ^= 1 << (bit % 32) }
            let changed = Philox.block(counter: counter, key: key) ^ base
            let count = (0..<4).reduce(0) { $0 + changed[$1].nonzeroBitCount }
            // 64 ± 32 is more than five deviations wide.
            #expect((32...96).contains(count), "bit \(bit) changes \(count) bits")
        }
    }
}
