import TestSupport
import Testing

@Suite struct `Binomial bounds` {
    /// The sum of the exact probabilities of `counts` among `trials`, in whole numbers where they fit.
    private func probability(of counts: ClosedRange<Int>, trials: Int, probability p: Double) -> Double {
        counts.reduce(0) { sum, count in
            var (ways, mass) = (1, 1.0)
            for k in 0..<count { ways = ways * (trials - k) / (k + 1) }
            for k in 0..<trials { mass *= k < count ? p : 1 - p }
            return sum + Double(ways) * mass
        }
    }

    @Test(arguments: [0.5, 0.001, 0.3, 0.999]) func `sum the tail that a count lies in`(p: Double) {
        for trials in [1, 2, 10, 40] {
            for count in 0...trials {
                let side = Double(count) >= Double(trials) * p ? count...trials : 0...count
                let expected = probability(of: side, trials: trials, probability: p)
                let tail = BinomialBounds.tail(count: count, trials: trials, probability: p)
                #expect(abs(tail / expected - 1) < 1e-11, "\(count) of \(trials): \(tail), not \(expected)")
            }
        }
    }

    @Test func `agree with a normal and with a Poisson distribution where these are limits`() {
        // Six standard deviations of 2^30 fair bits; twelve or more where one is expected. Values by erfc, and by summing.
        let six = BinomialBounds.tail(count: 1 << 29 + 6 << 14, trials: 1 << 30, probability: 0.5)
        #expect(abs(six / 9.865876e-10 - 1) < 1e-3, "\(six)")
        let twelve = BinomialBounds.tail(count: 12, trials: 1 << 30, probability: 0x1p-30)
        #expect(abs(twelve / 8.316108e-10 - 1) < 1e-3, "\(twelve)")
    }

    @Test func `accept the counts between the first that are too unlikely on either side`() {
        for (trials, p) in [(100, 0.5), (1 << 20, 0x1p-16), (1 << 20, 1 - 0x1p-16), (1000, 1e-9)] {
            let counts = BinomialBounds.acceptedCounts(trials: trials, probability: p, level: 1e-9)
            func tail(_ count: Int) -> Double { BinomialBounds.tail(count: count, trials: trials, probability: p) }
            #expect(tail(counts.lowerBound) > 1e-9 && tail(counts.upperBound) > 1e-9, "\(trials) \(p)")
            #expect(counts.lowerBound == 0 || tail(counts.lowerBound - 1) <= 1e-9, "\(trials) \(p)")
            #expect(counts.upperBound == trials || tail(counts.upperBound + 1) <= 1e-9, "\(trials) \(p)")
        }
    }
}
