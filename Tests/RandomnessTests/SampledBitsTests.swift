import Kernels
import Randomness
import TestSupport
import Testing

/// What a search asks of its draws: weights that are as probable as it says, also where that is once in 65536 draws, and
/// that do not depend on one another. Bounds are exact: a fair sample leaves one of them once in 10^9 times, and seeds
/// are fixed.
@Suite struct `Sampled weight bits` {
    /// Probabilities in units of 1/65536: the extremes, about a thousandth, one half.
    static let thresholds: [UInt16] = [1, 2, 66, 32768, 65_470, 65_534, 65_535]

    /// 128 individuals in each of 128 generations.
    static let population: [SampledBits] = (0..<1 << 14).map {
        SampledBits(seed: 1, generation: $0 / 128, individual: $0 % 128)
    }

    static func accepted(_ trials: Int, _ threshold: UInt16) -> ClosedRange<Int> {
        BinomialBounds.acceptedCounts(trials: trials, probability: Double(threshold) / 65536, level: 1e-9)
    }

    @Test(arguments: thresholds, [false, true]) func `are 1 as often as their probability says, together and each`(
        threshold: UInt16,
        isMirrored: Bool
    ) {
        var samples = Self.population
        for index in samples.indices { samples[index].isMirrored = isMirrored }
        let ones = SampledBits.ones(in: samples, threshold: threshold)
        let total = ones.reduce(0, +)
        #expect(Self.accepted(samples.count * KernelSet.blockSize, threshold).contains(total), "\(total)")
        let each = Self.accepted(samples.count, threshold)
        for (weight, count) in ones.enumerated() where !each.contains(count) {
            Issue.record("weight \(weight): \(count) ones, accepted are \(each)")
        }
    }

    @Test func `tell a probability of 1/65536 from its neighbor`() {
        // What the test above can see.
        let trials = Self.population.count * KernelSet.blockSize
        #expect(Self.accepted(trials, 1).upperBound < trials / 65536 * 5 / 4)
        #expect(Self.accepted(trials, 2).lowerBound > trials / 65536 * 7 / 4)
    }

    /// Two samples that a search draws side by side.
    enum Neighbors: CaseIterable {
        case blocks, individuals, mirroredPairs, generations, seeds

        func pair(_ number: Int) -> (SampledBits, SampledBits) {
            let first = SampledBits(seed: 2, generation: number / 64, individual: 2 * (number % 64))
            var second = first
            switch self {
            case .blocks: second.block = 1
            case .individuals: second.individual += 1
            case .mirroredPairs: (second.individual, second.isMirrored) = (first.individual + 1, true)
            case .generations:
                // Two generations that no other pair takes.
                return (
                    SampledBits(seed: 2, generation: 2 * (number / 64), individual: first.individual),
                    SampledBits(seed: 2, generation: 2 * (number / 64) + 1, individual: first.individual)
                )
            case .seeds: second.seed += 1
            }
            return (first, second)
        }
    }

    @Test(arguments: Neighbors.allCases, thresholds) func `do not covary with the same weight of a neighbor`(
        neighbors: Neighbors,
        threshold: UInt16
    ) {
        let thresholds = SampledBits.thresholds(threshold)
        let bits = Buffer<UInt64>(repeating: 0, count: 2 * SampledBits.words)
        var counts = PairCounts()
        for number in 0..<2048 {
            let (first, second) = neighbors.pair(number)
            first.draw(thresholds, into: bits)
            second.draw(thresholds, into: bits, at: SampledBits.words)
            bits.withSpan { bits in
                for word in 0..<SampledBits.words { counts.add(bits[word], bits[word + SampledBits.words]) }
            }
        }
        #expect(counts.refused(probability: Double(threshold) / 65536) == [])
    }

    /// Distances of note: a draw and the next of the same word of the generator, of the next lane, of the same lane.
    @Test(arguments: [1, 2, 4, 8, 16, 32, 64, 256, 1024], thresholds)
    func `do not covary with the weight at a distance`(
        distance: Int,
        threshold: UInt16
    ) {
        let thresholds = SampledBits.thresholds(threshold)
        let bits = Buffer<UInt64>(repeating: 0, count: SampledBits.words)
        // Pairs that share no bit: those whose first bit lies in an even run of `distance` bits.
        let mask = distance < 64 ? UInt64.max / (1 << UInt64(distance) + 1) : .max
        var counts = PairCounts()
        for sample in Self.population.prefix(2048) {
            sample.draw(thresholds, into: bits)
            bits.withSpan { bits in
                if distance < 64 {
                    for word in 0..<SampledBits.words {
                        counts.add(bits[word], bits[word] >> UInt64(distance), mask: mask)
                    }
                } else {
                    let step = distance / 64
                    for word in 0..<SampledBits.words where word / step % 2 == 0 {
                        counts.add(bits[word], bits[word + step])
                    }
                }
            }
        }
        #expect(counts.trials == 2048 * KernelSet.blockSize / 2)
        #expect(counts.refused(probability: Double(threshold) / 65536) == [])
    }

    @Test(arguments: thresholds) func `of a mirrored pair covary as much as they can`(threshold: UInt16) {
        // r < t for the one, 65535 - r < t for the other: up to one half never both 1, from there on never both 0.
        let thresholds = SampledBits.thresholds(threshold)
        let bits = Buffer<UInt64>(repeating: 0, count: 2 * SampledBits.words)
        var counts = PairCounts()
        for number in 0..<2048 {
            var sample = Self.population[number]
            sample.draw(thresholds, into: bits)
            sample.isMirrored = true
            sample.draw(thresholds, into: bits, at: SampledBits.words)
            bits.withSpan { bits in
                for word in 0..<SampledBits.words { counts.add(bits[word], bits[word + SampledBits.words]) }
            }
        }
        #expect(threshold > 32768 || counts.ones == 0)
        #expect(threshold < 32768 || counts.zeros == 0)
        guard threshold != 32768 else { return }
        let rarer = min(Double(threshold), 65536 - Double(threshold)) / 65536
        let accepted = BinomialBounds.acceptedCounts(trials: counts.trials, probability: 2 * rarer, level: 1e-9)
        #expect(accepted.contains(counts.differences), "\(counts.differences), accepted are \(accepted)")
    }

    @Test func `do not covary where a rare weight stands beside a fair one`() {
        // Even weights once in 65536, odd ones one half: of the pairs with the rare bit, half have the fair one.
        let thresholds = Buffer<UInt16>(repeating: 1, count: KernelSet.blockSize)
        for weight in stride(from: 1, to: KernelSet.blockSize, by: 2) { thresholds[weight] = 32768 }
        let bits = Buffer<UInt64>(repeating: 0, count: SampledBits.words)
        var (rare, both) = (0, 0)
        for sample in Self.population {
            sample.draw(thresholds, into: bits)
            bits.withSpan { bits in
                for word in 0..<SampledBits.words {
                    let rares = bits[word] & 0x5555_5555_5555_5555
                    rare += rares.nonzeroBitCount
                    both += (rares & bits[word] >> 1).nonzeroBitCount
                }
            }
        }
        let pairs = Self.population.count * KernelSet.blockSize / 2
        #expect(Self.accepted(pairs, 1).contains(rare), "\(rare)")
        let accepted = BinomialBounds.acceptedCounts(trials: rare, probability: 0.5, level: 1e-9)
        #expect(accepted.contains(both), "\(both) of \(rare), accepted are \(accepted)")
    }
}
