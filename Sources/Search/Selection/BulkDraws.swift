import Kernels
import Randomness

/// Random numbers where many are wanted at one address: the words of the bulk generator, block after block.
struct BulkDraws {
    private let address: RandomAddress
    private let words: Buffer<UInt64>
    private var position: Int
    private var block = 0

    /// - Parameter count: Words that will about be drawn; there is no end to them.
    init(_ address: RandomAddress, count: Int) {
        self.address = address
        words = Buffer(repeating: 0, count: min(max(count, 1), KernelSet.keyWords))
        position = words.count
    }

    /// 64 random bits.
    mutating func next() -> UInt64 {
        if position == words.count {
            KernelSet.best.words(key: address.bulkKey(block), count: words.count, into: words)
            (position, block) = (0, block + 1)
        }
        defer { position += 1 }
        return words[position]
    }

    /// A number in `0 ..< 1`, a multiple of 2^-53.
    mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }
}

/// Individuals drawn at random, all equally likely: two from a word, its low half first.
/// - SeeAlso: Lemire 2019, "Fast random integer generation in an interval", <https://doi.org/10.1145/3230636>.
struct IndividualDraws {
    private var draws: BulkDraws
    private var word: UInt64 = 0
    private var hasHalf = false
    private let individuals: UInt64
    /// Halves whose product with the number of individuals ends below this are drawn again.
    private let rejected: UInt32

    /// - Parameters:
    ///   - individuals: In `1 ..< 2^32`.
    ///   - count: Draws that will about be made.
    init(_ address: RandomAddress, among individuals: Int, count: Int) {
        precondition(individuals >= 1, "a draw among \(individuals)")
        draws = BulkDraws(address, count: count / 2 + 1)
        self.individuals = UInt64(UInt32(individuals))
        rejected = (0 &- UInt32(individuals)) % UInt32(individuals)
    }

    mutating func next() -> Int {
        while true {
            word = hasHalf ? word >> 32 : draws.next()
            hasHalf.toggle()
            let product = UInt64(UInt32(truncatingIfNeeded: word)) &* individuals
            if UInt32(truncatingIfNeeded: product) >= rejected { return Int(product >> 32) }
        }
    }
}
