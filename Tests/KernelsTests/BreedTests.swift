import Foundation
import Kernels
import TestSupport
import Testing

/// Breeding as `breed.c` and `BitFlips` describe it, one bit after the other.
private struct NaiveBreeding {
    let probability: Double
    var generator: BulkGeneratorReference

    init(probability: Double, key: BulkKey) {
        self.probability = probability
        generator = BulkGeneratorReference(key: key)
    }

    mutating func mixed(_ first: [Bool], _ second: [Bool]) -> [Bool] {
        let words = (first.count + 63) / 64
        let masks = (0..<(words + 7) / 8 * 8).map { _ in generator.next() }
        return first.indices.map { masks[$0 / 64] >> UInt64($0 % 64) & 1 == 1 ? first[$0] : second[$0] }
    }

    mutating func flips(_ bits: Int) -> [Bool] {
        let inverts = probability > 0.5
        let rarer = inverts ? 1 - probability : probability
        let flips = rarer <= 1.0 / 16 ? fewFlips(bits, rarer) : manyFlips(bits, rarer)
        return flips.map { $0 != inverts }
    }

    private mutating func fewFlips(_ bits: Int, _ probability: Double) -> [Bool] {
        let draw = Double(generator.lanes[0].next()) * 0x1p-64
        var flips = [Bool](repeating: false, count: bits)
        var (count, below) = (0, 0.0)
        while true {
            let ways = lgamma(Double(bits) + 1) - lgamma(Double(count) + 1) - lgamma(Double(bits - count) + 1)
            below +=
                probability == 0
                ? 1 : exp(ways + Double(count) * log(probability) + Double(bits - count) * log1p(-probability))
            if draw < below || count == bits { break }
            count += 1
        }
        var halves: [UInt64] = []
        while count > 0 {
            if halves.isEmpty {
                let word = generator.lanes[0].next()
                halves = [word & 0xffff_ffff, word >> 32]
            }
            let product = halves.removeFirst() * UInt64(bits)
            guard product & 0xffff_ffff >= (1 << 32) % UInt64(bits), !flips[Int(product >> 32)] else { continue }
            flips[Int(product >> 32)] = true
            count -= 1
        }
        return flips
    }

    private mutating func manyFlips(_ bits: Int, _ probability: Double) -> [Bool] {
        let digits = (0..<64).map { UInt64(probability * 0x1p64) >> UInt64(63 - $0) & 1 }
        var flips: [Bool] = []
        while flips.count < bits {
            // Of the 512 bits of a step: what has been drawn so far, nil once it is known to be above or below.
            var isBelow = [Bool?](repeating: nil, count: 512)
            for (place, digit) in digits.enumerated() where place < 8 || isBelow.contains(nil) {
                let draws = (0..<8).map { _ in generator.next() }
                for bit in 0..<512 where isBelow[bit] == nil {
                    let drawn = draws[bit / 64] >> UInt64(bit % 64) & 1
                    if drawn != digit { isBelow[bit] = drawn < digit }
                }
            }
            flips += isBelow.map { $0 ?? false }
        }
        return Array(flips.prefix(bits))
    }
}

@Suite struct `The breed kernel` {
    private static let probabilities: [Double?] = [
        nil, 0, 1e-9, 1.0 / 4096, 0.01, 1.0 / 16, 0.07, 0.3, 0.5, 0.75, 0.95, 0.9999, 1,
    ]

    private static func bits(_ count: Int, _ random: inout SplitMix64) -> [Bool] {
        (0..<count).map { _ in Bool.random(using: &random) }
    }

    private static func breed(
        _ kernels: KernelSet, _ key: BulkKey, _ first: [Bool], _ second: [Bool]?, _ flips: BitFlips?
    ) -> [UInt64] {
        let words = (first.count + 63) / 64
        let parents = Buffer(NaiveEncoder.packed(first) + (second.map(NaiveEncoder.packed) ?? []))
        let child = Buffer<UInt64>(repeating: 5, count: words + 2)
        kernels.breed(
            key: key, parents: parents, first: 0, second: second.map { _ in words }, flips: flips, bits: first.count,
            into: child, at: 1)
        #expect(child[0] == 5 && child[words + 1] == 5, "\(kernels.name) writes beside \(words) words")
        return child.array(1..<words + 1)
    }

    @Test(arguments: KernelSet.available, probabilities) func `mixes and flips as the slow way does`(
        kernels: KernelSet, probability: Double?
    ) {
        var random = SplitMix64(seed: 1)
        for count in [1, 2, 3, 63, 64, 65, 511, 512, 513, 1000, 4160, KernelSet.blockSize] {
            let key = BulkKey.random(using: &random)
            let first = Self.bits(count, &random)
            for second in [nil, Self.bits(count, &random)] {
                var naive = NaiveBreeding(probability: probability ?? 0, key: key)
                var expected = second.map { naive.mixed(first, $0) } ?? first
                if probability != nil { expected = zip(expected, naive.flips(count)).map { $0 != $1 } }
                let flips = probability.map { BitFlips(probability: $0, bits: count) }
                #expect(
                    Self.breed(kernels, key, first, second, flips) == NaiveEncoder.packed(expected),
                    "\(count) bits, \(second == nil ? "one parent" : "two")")
            }
        }
    }

    @Test(arguments: KernelSet.available) func `starts each block of a genome from sixteen draws of its own`(
        kernels: KernelSet
    ) {
        var random = SplitMix64(seed: 2)
        let (size, count) = (KernelSet.blockSize, 2 * KernelSet.blockSize + 777)
        let (first, second) = (Self.bits(count, &random), Self.bits(count, &random))
        var key = BulkKey.random(using: &random)
        let whole = Self.breed(kernels, key, first, second, BitFlips(probability: 0.01, bits: count))
        var blocks: [UInt64] = []
        for start in stride(from: 0, to: count, by: size) {
            let range = start..<min(start + size, count)
            blocks += Self.breed(
                kernels, key, Array(first[range]), Array(second[range]), BitFlips(probability: 0.01, bits: range.count))
            key.counter[0] &+= 16
        }
        #expect(whole == blocks)
    }

    @Test func `breeds in place where there is one parent`() {
        var random = SplitMix64(seed: 3)
        let key = BulkKey.random(using: &random)
        let first = Self.bits(1000, &random)
        let flips = BitFlips(probability: 0.2, bits: 1000)
        let genome = Buffer(NaiveEncoder.packed(first))
        KernelSet.best.breed(
            key: key, parents: genome, first: 0, second: nil, flips: flips, bits: 1000, into: genome, at: 0)
        #expect(genome.array() == Self.breed(.best, key, first, nil, flips))
    }

    @Test(arguments: [1.0 / 4096, 0.01, 0.06, 0.07, 0.4, 0.6, 0.97]) func `flips as often as the probability says`(
        probability: Double
    ) {
        var random = SplitMix64(seed: 4)
        let count = 4096
        let flips = BitFlips(probability: probability, bits: count)
        let parent = [Bool](repeating: false, count: count)
        var (numbers, places) = ([Int](repeating: 0, count: count + 1), [Int](repeating: 0, count: 64))
        for _ in 0..<2000 {
            let child = Self.breed(.best, BulkKey.random(using: &random), parent, nil, flips)
            numbers[child.reduce(0) { $0 + $1.nonzeroBitCount }] += 1
            for (word, bits) in child.enumerated() { places[word] += bits.nonzeroBitCount }
        }
        let total = numbers.enumerated().reduce(0) { $0 + $1.offset * $1.element }
        #expect(BinomialBounds.accepts(count: total, trials: 2000 * count, probability: probability))
        // Every word is flipped alike, and every number of flips is as frequent as among independent ones.
        for place in places {
            #expect(BinomialBounds.accepts(count: place, trials: 2000 * 64, probability: probability))
        }
        let mean = Double(count) * probability
        for number in max(0, Int(mean) - 3)...Int(mean) + 3 {
            func atMost(_ number: Int) -> Double {
                guard number >= 0 else { return 0 }
                let tail = BinomialBounds.tail(count: number, trials: count, probability: probability)
                return Double(number) < mean
                    ? tail
                    : 1
                        - BinomialBounds.tail(
                            count: number + 1, trials: count, probability: probability)
            }
            #expect(
                BinomialBounds.accepts(
                    count: numbers[...number].reduce(0, +), trials: 2000, probability: atMost(number)),
                "\(number) flips or fewer")
        }
    }

    @Test func `takes half of the bits that differ from each parent`() {
        var random = SplitMix64(seed: 5)
        let count = KernelSet.blockSize
        let (zeros, ones) = ([Bool](repeating: false, count: count), [Bool](repeating: true, count: count))
        var places = [Int](repeating: 0, count: 64)
        for _ in 0..<200 {
            for word in Self.breed(.best, BulkKey.random(using: &random), ones, zeros, nil) {
                for bit in 0..<64 where word >> UInt64(bit) & 1 == 1 { places[bit] += 1 }
            }
        }
        for place in places { #expect(BinomialBounds.accepts(count: place, trials: 200 * 128, probability: 0.5)) }
    }
}

@Suite struct `The words kernel` {
    @Test(arguments: KernelSet.available) func `writes the words of the bulk generator`(kernels: KernelSet) {
        var random = SplitMix64(seed: 6)
        for count in Array(0...17) + [100, KernelSet.keyWords] {
            let key = BulkKey.random(using: &random)
            var reference = BulkGeneratorReference(key: key)
            let words = Buffer<UInt64>(repeating: 5, count: count + 2)
            kernels.words(key: key, count: count, into: words, at: 1)
            #expect(words.array() == [5] + (0..<count).map { _ in reference.next() } + [5], "\(count) words")
        }
    }
}

@Suite struct `The ones kernel` {
    @Test(arguments: KernelSet.available) func `counts the bits that are 1`(kernels: KernelSet) {
        var random = SplitMix64(seed: 7)
        for count in Array(0...40) + [1000] {
            let words = (0..<count).map { _ in random.next() }
            #expect(kernels.ones(in: Buffer(words)) == words.reduce(0) { $0 + $1.nonzeroBitCount })
        }
    }
}
