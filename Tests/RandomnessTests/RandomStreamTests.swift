import Foundation
import Kernels
import Randomness
import Testing

@Suite struct `Random streams` {
    private func stream(_ subject: UInt64 = 0, purpose: Purpose = .script) -> RandomStream {
        RandomStream(RandomAddress(seed: 11, purpose: purpose, subject: subject))
    }

    @Test func `hand out the blocks of their address, two words of 64 bits each`() {
        var stream = stream(6)
        for index: UInt32 in 0..<50 {
            let block = stream.address.block(index)
            #expect(stream.next() == UInt64(block[1]) << 32 | UInt64(block[0]))
            #expect(stream.next() == UInt64(block[3]) << 32 | UInt64(block[2]))
        }
    }

    @Test func `go on from where a copy was taken`() {
        var original = stream(1)
        _ = original.next()
        _ = original.normal()
        var copy = original
        let values = (0..<10).map { _ in (original.next(), original.normal(), original.uniform()) }
        for value in values { #expect((copy.next(), copy.normal(), copy.uniform()) == value) }
    }

    @Test func `give these values, on which every result of a seed depends`() {
        var stream = RandomStream(RandomAddress(seed: 42, purpose: .episode, generation: 7, individual: 3, episode: 1))
        #expect(
            (0..<4).map { _ in stream.next() } == [
                11_490_047_821_629_497_366, 11_392_112_057_711_064_807, 12_926_744_572_156_432_449,
                7_210_335_864_119_610_019,
            ])
        #expect((0..<3).map { _ in stream.uniform() } == [0.8433016472372841, 0.05523739453576082, 0.8896726999406652])
        #expect((0..<2).map { _ in stream.uniform(-0.05, 0.05) } == [-0.047809887843553084, 0.026540336771793863])
        #expect([6, 100, 1 << 63].map { stream.integer(below: $0) } == [1, 95, 7_819_466_438_853_237_708])
        #expect(
            (0..<4).map { _ in stream.normal() } == [
                0.10952039335954886, 1.0663905187476788, -0.9670002033595653, -0.06557888555652719,
            ])
    }

    @Test func `draw uniform numbers that are multiples of 2^-53 below 1`() {
        var (random, words) = (stream(2), stream(2))
        for _ in 0..<1000 {
            let value = random.uniform()
            #expect(value == Double(words.next() >> 11) / 0x1p53)
            #expect((0..<1).contains(value))
        }
    }

    @Test func `draw uniform numbers evenly`() {
        var random = stream(3)
        var cells = [Int](repeating: 0, count: 100)
        for _ in 0..<200_000 {
            let value = random.uniform(-3, 7)
            #expect((-3..<7).contains(value))
            cells[Int((value + 3) * 10)] += 1
        }
        #expect(ChiSquare(cells).isCredible, "\(ChiSquare(cells).statistic)")
    }

    @Test(arguments: [1, 2, 3, 6, 7, 10, 100, 1000] as [UInt64]) func `draw every integer as often`(bound: UInt64) {
        var random = stream(4)
        var cells = [Int](repeating: 0, count: Int(bound))
        for _ in 0..<100_000 { cells[Int(random.integer(below: bound))] += 1 }
        #expect(bound == 1 || ChiSquare(cells).isCredible, "\(ChiSquare(cells).statistic)")
    }

    @Test func `draw without bias where a remainder or a plain product would show it`() {
        // Of 2^64 words, 3 · 2^62 share 3/4 of the values evenly only if a quarter of them is thrown away: a plain
        // multiplication gives every third value twice as often.
        let bound: UInt64 = 3 << 62
        var random = stream(5)
        var cells = [0, 0, 0]
        for _ in 0..<60_000 { cells[Int(random.integer(below: bound) % 3)] += 1 }
        #expect(ChiSquare(cells).isCredible, "\(cells)")
    }

    @Test func `draw integers as Lemire's method does`() {
        var (random, words) = (stream(6), stream(6))
        for bound: UInt64 in [1, 5, 1 << 32, 3 << 62, .max, .max - 7, 1 << 63 + 1] {
            for _ in 0..<50 {
                // The plainest form: throw a word away if the low half is below 2^64 mod bound.
                let excess = (UInt64.max % bound + 1) % bound
                var product = words.next().multipliedFullWidth(by: bound)
                while product.low < excess { product = words.next().multipliedFullWidth(by: bound) }
                #expect(random.integer(below: bound) == product.high, "bound \(bound)")
            }
        }
    }

    @Test func `draw normal deviates in pairs, with the moments of the normal distribution`() {
        var (random, words) = (stream(7), stream(7))
        let count = 100_000
        var moments = [0.0, 0, 0, 0]
        for _ in 0..<count / 2 {
            let pair = Elementary.normalPair(words.next(), words.next())
            for expected in [pair.0, pair.1] {
                let deviate = random.normal()
                if deviate != expected { Issue.record("\(deviate) is not \(expected)") }
                var power = 1.0
                for order in 0..<4 {
                    power *= deviate
                    moments[order] += power / Double(count)
                }
            }
        }
        for (moment, (expected, variance)) in zip(moments, [(0.0, 1.0), (1, 2), (0, 15), (3, 96)]) {
            #expect(abs(moment - expected) < 5 * (variance / Double(count)).squareRoot(), "\(moments)")
        }
    }

    @Test func `of neighboring addresses are not correlated`() {
        // Episodes, individuals, generations, seeds and purposes next to one another.
        let pairs: [(RandomAddress, RandomAddress)] = (0..<20_000).map { k in
            let base = RandomAddress(seed: 1, purpose: .episode, generation: k, individual: 5, episode: 5)
            switch k % 5 {
            case 0: return (base, RandomAddress(seed: 1, purpose: .episode, generation: k, individual: 5, episode: 6))
            case 1: return (base, RandomAddress(seed: 1, purpose: .episode, generation: k, individual: 6, episode: 5))
            case 2:
                return (base, RandomAddress(seed: 1, purpose: .episode, generation: k + 1, individual: 5, episode: 5))
            case 3: return (base, RandomAddress(seed: 2, purpose: .episode, generation: k, individual: 5, episode: 5))
            default: return (base, RandomAddress(seed: 1, purpose: .test, generation: k, individual: 5, episode: 5))
            }
        }
        for kind in 0..<5 {
            let chosen = stride(from: kind, to: pairs.count, by: 5)
            let sum = chosen.reduce(0.0) { sum, k in
                var (first, second) = (RandomStream(pairs[k].0), RandomStream(pairs[k].1))
                return sum + (first.uniform() - 0.5) * (second.uniform() - 0.5) * 12
            }
            // The product of two independent uniform deviates, scaled, has variance 1.
            #expect(abs(sum) < 5 * Double(pairs.count / 5).squareRoot(), "kind \(kind): \(sum)")
        }
    }
}

/// Pearson's test that counts of equally likely cells come from one distribution.
struct ChiSquare {
    let statistic: Double
    let degrees: Double

    init(_ counts: [Int]) {
        let expected = Double(counts.reduce(0, +)) / Double(counts.count)
        statistic = counts.reduce(0) { $0 + (Double($1) - expected) * (Double($1) - expected) / expected }
        degrees = Double(counts.count - 1)
    }

    /// Whether it lies within five standard deviations, by the cube root of Wilson and Hilferty 1931, which makes the
    /// statistic nearly normal.
    var isCredible: Bool {
        let spread = 2 / (9 * degrees)
        return abs((cbrt(statistic / degrees) - (1 - spread)) / spread.squareRoot()) < 5
    }
}
