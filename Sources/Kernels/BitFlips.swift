import CKernels

/// Independent flips of the bits of a genome, each with one probability, ready to be drawn block by block.
///
/// Where flips are rare, a block's number of them is drawn first, from the binomial distribution, and then so many
/// positions: what a block costs grows with its flips, not with its bits. Otherwise every bit has a number of its own, of
/// which as many digits are drawn as decide it. What is more likely than not is the inverse of what is less.
///
/// The table of the distribution is made of sums, products and quotients alone, so that it has the same bits everywhere.
package final class BitFlips: Sendable {
    /// Bits of the genome, at least 1.
    package let bits: Int
    /// Those of a whole block, and of what is left after the last one.
    let whole, rest: BlockFlips

    /// - Parameter probability: In `0 ... 1`.
    package init(probability: Double, bits: Int) {
        precondition(probability >= 0 && probability <= 1, "a probability of \(probability)")
        precondition(bits >= 1, "flips of \(bits) bits")
        self.bits = bits
        whole = BlockFlips(probability, bits < KernelSet.blockSize ? 0 : KernelSet.blockSize)
        rest = BlockFlips(probability, bits % KernelSet.blockSize)
    }
}

/// Flips of one block.
///
/// Invariant: `flips` points into the buffers.
@safe final class BlockFlips: @unchecked Sendable {
    /// The chance of each number of flips or fewer, in units of 2^-64; empty where every bit is drawn.
    private let cumulative: Buffer<UInt64>
    /// For the highest eight bits of a draw, the first number of flips that it may stand for.
    private let guide: Buffer<UInt16>
    private let flips: Buffer<ck_flips>

    /// The greatest probability of flips that are counted first: above it every bit's own number is faster.
    private static let rarest = 1.0 / 16

    /// - Parameter bits: In `0 ... KernelSet.blockSize`.
    init(_ probability: Double, _ bits: Int) {
        let inverts = probability > 0.5
        let rarer = inverts ? 1 - probability : probability
        let table = rarer <= Self.rarest ? Self.binomial(trials: bits, probability: rarer) : []
        cumulative = Buffer(table)
        var number = 0
        guide = Buffer(
            (0..<256).map { (highest: UInt64) in
                while number + 1 < table.count && table[number] <= highest << 56 { number += 1 }
                return UInt16(number)
            })
        unsafe flips = Buffer(
            repeating: ck_flips(
                cumulative: cumulative.address, guide: guide.address, counts: Int32(table.count),
                inverts: inverts ? 1 : 0, probability: UInt64(rarer * 0x1p64)),
            count: 1)
    }

    /// The chance of each count or fewer, until all further ones together are below 2^-64.
    private static func binomial(trials: Int, probability: Double) -> [UInt64] {
        var mass = power(1 - probability, trials)
        let odds = probability / (1 - probability)
        var (sum, table) = (0.0, [UInt64]())
        for count in 0...trials {
            sum += mass
            table.append(sum < 1 ? UInt64(sum * 0x1p64) : .max)
            mass *= Double(trials - count) / Double(count + 1) * odds
            // Past twice the mean each is less than about half of the one before.
            if Double(count) > 2 * Double(trials) * probability && mass < 0x1p-66 { break }
        }
        return table
    }

    private static func power(_ base: Double, _ exponent: Int) -> Double {
        var (result, square, rest) = (1.0, base, exponent)
        while rest > 0 {
            if rest % 2 == 1 { result *= square }
            square *= square
            rest /= 2
        }
        return result
    }

    /// For C, for as long as this lives.
    @unsafe var address: UnsafePointer<ck_flips> { unsafe UnsafePointer(flips.address) }
}
