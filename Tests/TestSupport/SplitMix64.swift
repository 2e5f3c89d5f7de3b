/// The generator of the tests: any stream of well mixed words, the same each time.
/// - SeeAlso: Steele, Lea and Flood 2014, <https://doi.org/10.1145/2714064.2660195>.
package struct SplitMix64: RandomNumberGenerator {
    private var state: UInt64

    package init(seed: UInt64) { state = seed }

    package mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        return Self.mix(state)
    }

    /// The word that the generator gives when its counter stands at `counter`.
    package static func mix(_ counter: UInt64) -> UInt64 {
        var word = counter
        word = (word ^ (word >> 30)) &* 0xbf58_476d_1ce4_e5b9
        word = (word ^ (word >> 27)) &* 0x94d0_49bb_1331_11eb
        return word ^ (word >> 31)
    }
}
