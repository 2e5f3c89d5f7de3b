/// Damages bytes at random: flips, cuts, repeats and insertions, the same ones for the same seed.
package struct ByteFuzzer {
    private var state: UInt64

    package init(seed: UInt64) {
        state = seed
    }

    /// A damaged copy of `bytes`.
    package mutating func damaged(_ bytes: [UInt8]) -> [UInt8] {
        var result = bytes
        for _ in 0...below(3) {
            let position = below(result.count + 1)
            switch below(5) {
            case 0 where position < result.count: result[position] ^= 1 << UInt8(below(8))
            case 1 where position < result.count: result[position] = UInt8(below(256))
            case 2: result.removeSubrange(position...)
            case 3: result.insert(contentsOf: (0...below(12)).map { _ in UInt8(below(256)) }, at: position)
            default: result.removeSubrange(position..<min(result.count, position + below(12)))
            }
        }
        return result
    }

    /// A number from 0 up to `limit`, `limit` itself excluded.
    package mutating func below(_ limit: Int) -> Int {
        // SplitMix64, Steele et al. 2014.
        state &+= 0x9e37_79b9_7f4a_7c15
        var value = state
        value = (value ^ (value >> 30)) &* 0xbf58_476d_1ce4_e5b9
        value = (value ^ (value >> 27)) &* 0x94d0_49bb_1331_11eb
        return Int((value ^ (value >> 31)) % UInt64(limit))
    }
}
