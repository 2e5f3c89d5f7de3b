import Kernels
import TestSupport
import Testing

@Suite struct `The accumulate kernel` {
    /// What the sums must be, in 64 bits.
    private func naive(_ bits: [UInt64], stride: Int, utilities: [Int32], words: Int, onto start: [Int32]) -> [Int64] {
        (0..<64 * words).map { position in
            utilities.indices.reduce(Int64(start[position])) { sum, individual in
                let word = bits[individual * stride + position / 64]
                return word >> UInt64(position % 64) & 1 == 1 ? sum + Int64(utilities[individual]) : sum
            }
        }
    }

    private func check(_ kernels: KernelSet, individuals: Int, words: Int, stride: Int, seed: Int) {
        var random = SplitMix64(seed: UInt64(seed))
        let bits = (0..<individuals * stride + 3).map { _ in random.next() }
        let largest = Int32.max / Int32(max(individuals + 1, 2))
        let utilities = (0..<individuals + 2).map { _ in
            // Zeros are common: half of a small population may have the mean rank.
            Bool.random(using: &random) ? Int32.random(in: -largest...largest, using: &random) : 0
        }
        let start = (0..<64 * words).map { _ in Int32.random(in: -largest...largest, using: &random) }
        let sums = Buffer<Int32>(repeating: 3, count: 64 * words + 16)
        sums.copy(from: start)
        kernels.accumulate(
            bits: Buffer(bits),
            stride: stride,
            utilities: Buffer(utilities),
            first: 1,
            individuals: individuals,
            words: words,
            into: sums
        )
        let expected = naive(
            bits, stride: stride, utilities: Array(utilities[1..<1 + individuals]), words: words, onto: start)
        let label = "\(individuals) individuals, \(words) words, stride \(stride), seed \(seed)"
        #expect(sums.array(0..<64 * words).map(Int64.init) == expected, "\(label)")
        #expect(sums.array(64 * words..<64 * words + 16).allSatisfy { $0 == 3 }, "\(label)")
    }

    @Test(arguments: KernelSet.available) func `adds each utility where its individual's bit is 1`(kernels: KernelSet) {
        for words in Array(1...9) + [17] {
            for individuals in [0, 1, 2, 3, 31, 64] {
                check(kernels, individuals: individuals, words: words, stride: words + words % 3, seed: words)
            }
        }
        check(kernels, individuals: 3, words: 128, stride: 128, seed: 1)
        check(kernels, individuals: 257, words: 2, stride: 5, seed: 2)
    }

    @Test(arguments: KernelSet.available) func `reaches both ends of 32 bits exactly`(kernels: KernelSet) {
        for sign: Int32 in [1, -1] {
            let utilities = [Int32](repeating: sign * (Int32.max / 7), count: 7) + [sign * (Int32.max % 7)]
            let sums = Buffer<Int32>(repeating: 0, count: 64)
            kernels.accumulate(
                bits: Buffer(repeating: .max, count: 8),
                stride: 1,
                utilities: Buffer(utilities),
                first: 0,
                individuals: 8,
                words: 1,
                into: sums
            )
            #expect(sums.array() == [Int32](repeating: sign * .max, count: 64))
        }
    }
}
