import Kernels
import Networks
import Randomness

/// Independent weight bits, each 1 with a probability of its own: `sigmoid(logit)`.
///
/// Bits are drawn in blocks of 8192, each from its own key, so any block of any individual is made again alone.
/// A draw compares 16 random bits with the probability in units of 1/65536, kept within 1 ... 65535: no bit is ever
/// certain, so every one can still be learned.
package final class BernoulliDistribution: Sendable {
    package let count: Int
    /// Shape `[count]`, and then up to a whole word, as in the two below.
    package let logits: Buffer<Double>
    /// `sigmoid(logits)`.
    package let probabilities: Buffer<Double>
    private let thresholds: Buffer<UInt16>
    /// Of the draws of every sample, but for the subject.
    private let samples: RandomAddress
    private let kernels: KernelSet

    /// Memory for a bit: its logit, its probability, and what is compared with its draws.
    package static let bytesPerBit = 2 * MemoryLayout<Double>.size + MemoryLayout<UInt16>.size

    /// All logits 0.
    package init(count: Int, seed: UInt64, kernels: KernelSet) {
        self.count = count
        samples = RandomAddress(seed: seed, purpose: .sampleBits)
        self.kernels = kernels
        let padded = NetworkShape.words(count) * 64
        logits = Buffer(repeating: 0, count: padded)
        probabilities = Buffer(repeating: 0.5, count: padded)
        thresholds = Buffer(repeating: 0, count: padded)
        refresh(0..<count)
    }

    package var blockCount: Int { (count + KernelSet.blockSize - 1) / KernelSet.blockSize }

    /// The bits of a block.
    package func range(ofBlock block: Int) -> Range<Int> {
        block * KernelSet.blockSize..<min((block + 1) * KernelSet.blockSize, count)
    }

    /// Draws the logits from a normal distribution.
    package func drawLogits(deviation: Double) {
        let address = RandomAddress(seed: samples.seed, purpose: .initial)
        let deviates = Buffer<Double>(repeating: 0, count: KernelSet.blockSize)
        for block in 0..<blockCount {
            let range = range(ofBlock: block)
            kernels.normal(key: address.bulkKey(block), sign: 1, count: range.count, into: deviates)
            for (position, deviate) in zip(range, 0...) { logits[position] = deviation * deviates[deviate] }
        }
        refresh(0..<count)
    }

    /// Brings probabilities in line with changed logits.
    package func refresh(_ range: Range<Int>) {
        kernels.probabilities(ofLogits: logits, range, into: probabilities, thresholds: thresholds)
    }

    /// Draws a block of a sample.
    /// - Parameter start: The word of `bits` that receives the block's first.
    package func sample(
        seed sampleSeed: UInt64, sign: Recipe.Sign, block: Int, into bits: Buffer<UInt64>, at start: Int
    ) {
        let blockWords = KernelSet.blockWords
        let firstWord = block * blockWords
        kernels.sample(
            key: samples.bulkKey(block, subject: sampleSeed),
            isMirrored: sign == .minus,
            thresholds: thresholds,
            firstWord: firstWord,
            words: min(blockWords, thresholds.count / 64 - firstWord),
            into: bits,
            at: start
        )
    }

    /// The most probable bits: 1 where the logit is positive.
    package func mode(into genome: Genome) {
        for word in 0..<genome.bits.count {
            var bits: UInt64 = 0
            for bit in 0..<64 where logits[word * 64 + bit] > 0 { bits |= 1 << UInt64(bit) }
            genome.bits[word] = bits
        }
        genome.clearPadding()
    }

    /// Mean entropy of a bit, in bits; 0 without any.
    package func meanEntropy(_ sums: [Double]) -> Double { count == 0 ? 0 : sums.reduce(0, +) / Double(count) }

    /// Summed entropy of the bits of a block, in bits.
    package func entropy(ofBlock block: Int) -> Double {
        kernels.entropy(ofProbabilities: probabilities, range(ofBlock: block))
    }
}
