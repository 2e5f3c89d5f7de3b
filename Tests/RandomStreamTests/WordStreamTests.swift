import Kernels
import Randomness
import TestSupport
import Testing

@testable import random_stream

@Suite struct `A stream of random words` {
    /// The first words that a stream writes.
    private func words(_ stream: WordStream, _ count: Int, stretch: UInt32 = 0, seed: UInt64 = 0) -> [UInt64] {
        var source = WordSource(stream, stretch: stretch, seed: seed)
        var words: [UInt64] = []
        while words.count < count {
            source.fill()
            words += source.words
        }
        return Array(words.prefix(count))
    }

    /// The bits that a search samples from the draws of `words`: each draw has 16 bits, the lowest of a word first.
    private func bits(_ words: ArraySlice<UInt64>, thresholds: [UInt16]) -> [UInt64] {
        let draws = words.flatMap { word in (0..<4).map { UInt16(truncatingIfNeeded: word >> (16 * UInt64($0))) } }
        return NaiveEncoder.packed(zip(draws, thresholds).map { $0 < $1 })
    }

    /// The same bits, sampled by the kernel.
    private func sampled(_ address: RandomAddress, block: Int = 0, thresholds: [UInt16]) -> [UInt64] {
        let bits = Buffer<UInt64>(repeating: 0, count: thresholds.count / 64)
        KernelSet.best.sample(
            key: address.bulkKey(block), isMirrored: false, thresholds: Buffer(thresholds), firstWord: 0,
            words: bits.count, into: bits, at: 0)
        return bits.array()
    }

    private func address(_ seed: UInt64, _ generation: Int, _ individual: Int) -> RandomAddress {
        RandomAddress(seed: seed, purpose: .sampleBits, generation: generation, individual: individual)
    }

    private static let thresholds: [UInt16] = {
        var random = SplitMix64(seed: 9)
        return (0..<KernelSet.blockSize).map { _ in UInt16.random(in: 1...65535, using: &random) }
    }()

    @Test func `'within' starts as an individual's first block, and goes on`() {
        let words = words(.within, 1 << 16, stretch: 7, seed: 5)
        #expect(
            bits(words[..<2048], thresholds: Self.thresholds)
                == sampled(address(5, 0, 7), thresholds: Self.thresholds))
        #expect(Set(words).count == words.count)
    }

    @Test func `'blocks' is the draws of an individual's blocks one after the other`() {
        let words = words(.blocks, 20 * 2048, stretch: 7, seed: 5)
        for block in 0..<20 {
            #expect(
                bits(words[block * 2048..<(block + 1) * 2048], thresholds: Self.thresholds)
                    == sampled(address(5, 0, 7), block: block, thresholds: Self.thresholds),
                "block \(block)"
            )
        }
    }

    @Test(arguments: [WordStream.individuals, .generations]) func `across addresses is the first word of each`(
        stream: WordStream
    ) {
        // Past the end of a first chunk.
        let words = words(stream, 40_000, stretch: 7, seed: 5)
        let thresholds = Array(Self.thresholds.prefix(64))
        for (number, word) in words.enumerated() where number % 100 < 3 {
            let address = stream == .individuals ? address(5, 7, number) : address(5, number, 7)
            #expect(
                bits([word], thresholds: thresholds)[0]
                    == sampled(address, thresholds: thresholds)[0] & 0xf,
                "address \(number)"
            )
        }
    }

    @Test(arguments: WordStream.allCases) func `differs from seed to seed and from stretch to stretch`(
        stream: WordStream
    ) {
        let starts = [(0, 0), (0, 1), (1, 0), (1, 1), (0, UInt32.max)] as [(UInt64, UInt32)]
        let words = starts.flatMap { self.words(stream, 1000, stretch: $0.1, seed: $0.0) }
        #expect(Set(words).count == 5000)
    }
}
