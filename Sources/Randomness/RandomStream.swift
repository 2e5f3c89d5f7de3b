import Kernels

/// The draws at an address, one after the other.
package struct RandomStream: Sendable, RandomNumberGenerator {
    package let address: RandomAddress
    package private(set) var words: PhiloxStream

    package init(_ address: RandomAddress) {
        self.address = address
        words = address.words
    }

    /// 64 random bits.
    package mutating func next() -> UInt64 { words.next() }

    /// A number in `0 ..< 1`, a multiple of 2^-53.
    package mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

    /// A number in `low ..< high`: `low + (high - low) u`, as Gymnasium's generator computes it.
    package mutating func uniform(_ low: Double, _ high: Double) -> Double { low + (high - low) * uniform() }

    /// An integer in `0 ..< bound`, each equally likely.
    /// - SeeAlso: Lemire 2019, "Fast random integer generation in an interval", <https://doi.org/10.1145/3230636>.
    package mutating func integer(below bound: UInt64) -> UInt64 {
        precondition(bound > 0, "an integer below 0")
        var product = next().multipliedFullWidth(by: bound)
        if product.low < bound {
            let rejected = (0 &- bound) % bound
            while product.low < rejected { product = next().multipliedFullWidth(by: bound) }
        }
        return product.high
    }

    /// A standard normal deviate.
    package mutating func normal() -> Double { words.normal() }
}
