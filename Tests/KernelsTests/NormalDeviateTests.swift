import Kernels
import TestSupport
import Testing

@Suite struct `Normal deviates` {
    static let pairs = 500_000

    static let sample: [(Double, Double)] = {
        var random = SplitMix64(seed: 8)
        return (0..<pairs).map { _ in Elementary.normalPair(random.next(), random.next()) }
    }()

    @Test func `stay within their stated error of exact values`() throws {
        let first = try #require(ElementaryReference.shared.sections["normal0"])
        let second = try #require(ElementaryReference.shared.sections["normal1"])
        #expect(first.count > 500 && first.count == second.count)
        for (cosine, sine) in zip(first, second) {
            let (z0, z1) = Elementary.normalPair(cosine.inputs[0], cosine.inputs[1])
            #expect(cosine.error(of: z0) <= 3.6, "\(cosine.inputs) gives \(z0)")
            #expect(sine.error(of: z1) <= 3.6, "\(sine.inputs) gives \(z1)")
        }
    }

    @Test func `ignore the low 12 bits of both words`() {
        #expect(
            Elementary.normalPair(0x1234_5678_9abc_d000, 1 << 60)
                == Elementary.normalPair(0x1234_5678_9abc_dfff, 1 << 60 | 0xfff))
    }

    @Test func `are finite for the least and the greatest words`() {
        for first in [0, UInt64.max] {
            for second in [0, UInt64.max] {
                let (z0, z1) = Elementary.normalPair(first, second)
                #expect(z0.isFinite && z1.isFinite && abs(z0) < 8.58 && abs(z1) < 8.58, "\(first) \(second)")
            }
        }
    }

    @Test func `have the moments of the standard normal distribution`() {
        // Five standard errors of each, from the moments of the normal distribution.
        let count = Double(2 * Self.pairs)
        let values = Self.sample.flatMap { [$0.0, $0.1] }
        func moment(_ power: Int) -> Double {
            values.reduce(0) { sum, z in sum + (0..<power).reduce(1.0) { product, _ in product * z } } / count
        }
        for (power, expected, variance) in [(1, 0.0, 1.0), (2, 1, 2), (3, 0, 15), (4, 3, 96), (6, 15, 10170)] {
            let limit = 5 * (variance / count).squareRoot()
            #expect(abs(moment(power) - expected) < limit, "moment \(power) is \(moment(power))")
        }
    }

    @Test func `come in pairs that are not correlated, nor their squares`() {
        let count = Double(Self.pairs)
        let product = Self.sample.reduce(0) { $0 + $1.0 * $1.1 } / count
        let squares = Self.sample.reduce(0) { $0 + ($1.0 * $1.0 - 1) * ($1.1 * $1.1 - 1) } / count
        #expect(abs(product) < 5 / count.squareRoot())
        #expect(abs(squares) < 10 / count.squareRoot())
    }

    @Test(arguments: [0, 1]) func `pass the test of Kolmogorov and Smirnov`(member: Int) {
        let sorted = Self.sample.map { member == 0 ? $0.0 : $0.1 }.sorted()
        let count = Double(sorted.count)
        var distance = 0.0
        for (i, z) in sorted.enumerated() {
            let probability = normalDistribution(z)
            distance = max(distance, abs(Double(i) / count - probability), abs(Double(i + 1) / count - probability))
        }
        // The limit that one sample in 10^5 exceeds, sqrt(ln(2 · 10^5) / 2); a deviation of 1.015 would exceed it too.
        #expect(distance * count.squareRoot() < 2.47, "distance \(distance)")
    }

    /// Φ(z) by the series of Marsaglia 2004, "Evaluating the normal distribution": exact to 1e-15 up to |z| = 7.
    private func normalDistribution(_ z: Double) -> Double {
        if abs(z) > 7 { return z < 0 ? 0 : 1 }
        var (term, sum, previous, odd) = (z, z, 0.0, 1.0)
        while sum != previous {
            previous = sum
            odd += 2
            term *= z * z / odd
            sum += term
        }
        return 0.5 + sum * Elementary.exp(-0.5 * z * z) / (2 * Double.pi).squareRoot()
    }
}
