import Kernels
import TestSupport
import Testing

@Suite struct `The sample kernel` {
    static let words = KernelSet.blockSize / 64

    private func sample(
        _ kernels: KernelSet,
        _ key: BulkKey,
        _ thresholds: Buffer<UInt16>,
        words: Int? = nil,
        isMirrored: Bool = false
    ) -> [UInt64] {
        let words = words ?? thresholds.count / 64
        let bits = Buffer<UInt64>(repeating: 5, count: words + 2)
        kernels.sample(
            key: key,
            isMirrored: isMirrored,
            thresholds: thresholds,
            firstWord: 0,
            words: words,
            into: bits,
            at: 1
        )
        #expect(bits[0] == 5 && bits[words + 1] == 5, "\(kernels.name) writes beside \(words) words")
        return bits.array(1..<words + 1)
    }

    private func randomKey(_ random: inout SplitMix64) -> BulkKey { .random(using: &random) }

    @Test(arguments: KernelSet.available) func `compares the draws of the bulk generator with the thresholds`(
        kernels: KernelSet
    ) {
        var random = SplitMix64(seed: 1)
        for words in Array(1...20) + [63, 64, 65, 127, 128] {
            let key = randomKey(&random)
            let thresholds = (0..<64 * words).map { _ in UInt16.random(in: 0...65535, using: &random) }
            var reference = BulkGeneratorReference(key: key)
            let draws = reference.draws(64 * words)
            for isMirrored in [false, true] {
                let expected = zip(draws, thresholds).map { (isMirrored ? 65535 - $0 : $0) < $1 }
                #expect(
                    sample(kernels, key, Buffer(thresholds), isMirrored: isMirrored) == NaiveEncoder.packed(expected),
                    "\(words) words, mirrored: \(isMirrored)"
                )
            }
        }
    }

    @Test(arguments: KernelSet.available) func `makes the exact antithesis when mirrored`(kernels: KernelSet) {
        var random = SplitMix64(seed: 2)
        let key = randomKey(&random)
        // At one half, the mirrored bits are the complement; the pair draws r and 65535 - r at any other threshold.
        let halves = Buffer<UInt16>(repeating: 32768, count: KernelSet.blockSize)
        let plus = sample(kernels, key, halves)
        #expect(sample(kernels, key, halves, isMirrored: true) == plus.map(~))
        for threshold: UInt16 in [1, 100, 20_000, 40_000, 65_535] {
            let thresholds = Buffer<UInt16>(repeating: threshold, count: KernelSet.blockSize)
            let opposite = Buffer<UInt16>(repeating: 0 &- threshold, count: KernelSet.blockSize)
            // r < t, and 65535 - r < 65536 - t, are one another's opposite.
            #expect(
                sample(kernels, key, thresholds) == sample(kernels, key, opposite, isMirrored: true).map(~),
                "threshold \(threshold)"
            )
        }
    }

    @Test(arguments: KernelSet.available, [1, 2, 100, 32768, 65535] as [UInt16])
    func `draws ones as often as the threshold says`(kernels: KernelSet, threshold: UInt16) {
        let thresholds = Buffer<UInt16>(repeating: threshold, count: KernelSet.blockSize)
        for isMirrored in [false, true] {
            var random = SplitMix64(seed: 3)
            let ones = (0..<512).reduce(0) { ones, _ in
                let bits = sample(kernels, randomKey(&random), thresholds, isMirrored: isMirrored)
                return bits.reduce(ones) { $0 + $1.nonzeroBitCount }
            }
            #expect(
                BinomialBounds.accepts(
                    count: ones,
                    trials: 512 * KernelSet.blockSize,
                    probability: Double(threshold) / 65536
                ),
                "\(ones) ones, mirrored: \(isMirrored)"
            )
        }
    }

    @Test func `draws every position of a block as often`() {
        let thresholds = Buffer<UInt16>(repeating: 32768, count: KernelSet.blockSize)
        var random = SplitMix64(seed: 4)
        var ones = [Int](repeating: 0, count: 64)
        var wordOnes = [Int](repeating: 0, count: Self.words)
        for _ in 0..<256 {
            for (position, word) in sample(.best, randomKey(&random), thresholds).enumerated() {
                for bit in 0..<64 where word >> UInt64(bit) & 1 == 1 { ones[bit] += 1 }
                wordOnes[position] += word.nonzeroBitCount
            }
        }
        for count in ones { #expect(BinomialBounds.accepts(count: count, trials: 256 * Self.words, probability: 0.5)) }
        for count in wordOnes { #expect(BinomialBounds.accepts(count: count, trials: 256 * 64, probability: 0.5)) }
    }

    @Test(arguments: [1, 2, 3, 4, 8, 16, 32, 64, 128, 256]) func `draws bits that agree half the time at a distance of`(
        distance: Int
    ) {
        let thresholds = Buffer<UInt16>(repeating: 32768, count: KernelSet.blockSize)
        var random = SplitMix64(seed: 5)
        var (agreements, trials) = (0, 0)
        for _ in 0..<64 {
            let words = sample(.best, randomKey(&random), thresholds)
            let (skipped, shift) = (distance / 64, UInt64(distance % 64))
            for word in 0..<(words.count - skipped) {
                // Pairs within one word, or in the same place of two.
                let other = words[word + skipped]
                let same = ~((words[word] >> shift) ^ other) & (.max >> shift)
                agreements += same.nonzeroBitCount
                trials += 64 - Int(shift)
            }
        }
        #expect(
            BinomialBounds.accepts(count: agreements, trials: trials, probability: 0.5), "\(agreements) of \(trials)")
    }

    @Test func `draws unrelated blocks for keys that differ in any bit`() {
        let thresholds = Buffer<UInt16>(repeating: 32768, count: KernelSet.blockSize)
        let start = BulkKey(counter: SIMD4(16, 1, 4, 2), key: SIMD2(1, 0))
        let base = sample(.best, start, thresholds)
        // The lowest four bits count the draws of a block.
        for bit in 4..<192 {
            var key = start
            if bit < 128 { key.counter[bit / 32] ^= 1 << UInt32(bit % 32) }
            if bit >= 128 { key.key[bit / 32 - 4] ^= 1 << UInt32(bit % 32) }
            let differences = zip(base, sample(.best, key, thresholds)).reduce(0) { $0 + ($1.0 ^ $1.1).nonzeroBitCount }
            #expect(
                BinomialBounds.accepts(count: differences, trials: KernelSet.blockSize, probability: 0.5),
                "bit \(bit) changes \(differences)"
            )
        }
    }

    @Test func `makes the first words of a block the same however many are asked for`() {
        var random = SplitMix64(seed: 6)
        let key = randomKey(&random)
        let thresholds = Buffer((0..<KernelSet.blockSize).map { _ in UInt16.random(in: 1...65535, using: &random) })
        let whole = sample(.best, key, thresholds)
        for words in [1, 2, 7, 100] {
            #expect(sample(.best, key, thresholds, words: words) == Array(whole.prefix(words)))
        }
    }
}

@Suite struct `The kernel of normal deviates` {
    @Test(arguments: KernelSet.available) func `takes the bulk generator's words in pairs`(kernels: KernelSet) {
        var random = SplitMix64(seed: 7)
        for count in Array(1...17) + [100, 1001, KernelSet.blockSize] {
            let key = BulkKey.random(using: &random)
            var reference = BulkGeneratorReference(key: key)
            let pairs = (0..<(count + 1) / 2).map { _ in Elementary.normalPair(reference.next(), reference.next()) }
            let expected = pairs.flatMap { [$0.0, $0.1] }.prefix(count)
            for sign in [1.0, -1.0] {
                let deviates = Buffer<Double>(repeating: 9, count: count + 8)
                kernels.normal(key: key, sign: sign, count: count, into: deviates)
                #expect(
                    deviates.array(0..<count).map(\.bitPattern) == expected.map { (sign * $0).bitPattern },
                    "\(count) deviates"
                )
                #expect(deviates.array(count..<count + 8).allSatisfy { $0 == 9 }, "\(count) deviates")
            }
        }
    }
}
