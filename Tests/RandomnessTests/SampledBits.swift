import Kernels
import Randomness

/// Whose weight bits are drawn: an address of a search, and the block and the sign of the sample.
struct SampledBits: Sendable {
    static let words = KernelSet.blockSize / 64

    var seed: UInt64 = 0
    var generation = 0
    var individual = 0
    var block = 0
    var isMirrored = false

    /// Draws the 8192 bits of the block as a search does, each 1 with probability `threshold / 65536`.
    /// - Parameter thresholds: The threshold of each weight, shape `[8192]`.
    func draw(_ thresholds: Buffer<UInt16>, into bits: Buffer<UInt64>, at start: Int = 0) {
        let address = RandomAddress(
            seed: seed,
            purpose: .sampleBits,
            generation: generation,
            individual: individual
        )
        KernelSet.best.sample(
            key: address.bulkKey(block),
            isMirrored: isMirrored,
            thresholds: thresholds,
            firstWord: 0,
            words: Self.words,
            into: bits,
            at: start
        )
    }

    static func thresholds(_ threshold: UInt16) -> Buffer<UInt16> {
        Buffer(repeating: threshold, count: KernelSet.blockSize)
    }

    /// How often each of the 8192 weights is 1 among samples, shape `[8192]`.
    static func ones(in samples: [SampledBits], threshold: UInt16) -> [Int] {
        let chunk = 64
        let thresholds = thresholds(threshold)
        let bits = Buffer<UInt64>(repeating: 0, count: chunk * words)
        let utilities = Buffer<Int32>(repeating: 1, count: chunk)
        let sums = Buffer<Int32>(repeating: 0, count: KernelSet.blockSize)
        for first in stride(from: 0, to: samples.count, by: chunk) {
            let rows = samples[first..<min(first + chunk, samples.count)]
            for (row, sample) in rows.enumerated() { sample.draw(thresholds, into: bits, at: row * words) }
            KernelSet.best.accumulate(
                bits: bits,
                stride: words,
                utilities: utilities,
                first: 0,
                individuals: rows.count,
                words: words,
                into: sums
            )
        }
        return sums.array().map(Int.init)
    }
}
