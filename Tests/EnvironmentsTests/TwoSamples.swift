import Testing

/// Two samples, which may come from one distribution.
struct TwoSamples {
    /// Ascending.
    private let first, second: [Double]

    init(_ first: [Double], _ second: [Double]) {
        self.first = first.sorted()
        self.second = second.sorted()
    }

    /// The statistic of Kolmogorov and Smirnov: how far the shares of values up to a bound differ at most.
    var distance: Double {
        var (i, j, distance) = (0, 0, 0.0)
        while i < first.count && j < second.count {
            let bound = min(first[i], second[j])
            while i < first.count && first[i] == bound { i += 1 }
            while j < second.count && second[j] == bound { j += 1 }
            distance = max(distance, abs(Double(i) / Double(first.count) - Double(j) / Double(second.count)))
        }
        return distance
    }

    /// What the distance of large samples of one distribution exceeds with a probability of 0.001:
    /// sqrt(-ln(0.001 / 2) / 2) times sqrt((n + m) / (n m)).
    var criticalDistance: Double {
        1.949475 * (1 / Double(first.count) + 1 / Double(second.count)).squareRoot()
    }

    /// Welch's t of their means. For large samples of one mean it is beyond 3.29 either way with a probability of 0.001.
    var t: Double {
        func moments(_ sample: [Double]) -> (mean: Double, error: Double) {
            let n = Double(sample.count)
            let mean = sample.reduce(0, +) / n
            return (mean, sample.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (n - 1) / n)
        }
        let (a, b) = (moments(first), moments(second))
        return (a.mean - b.mean) / (a.error + b.error).squareRoot()
    }

    /// Whether neither their distance nor their means tell them apart.
    var areAlike: Bool { distance < criticalDistance && abs(t) < 3.29 }
}

@Suite struct `Two samples` {
    /// By hand: up to 2 there are 2 of 4 and none of 3, up to 4 all of 4 and 1 of 3.
    @Test func `are as far apart as the shares up to some bound`() {
        #expect(abs(TwoSamples([1, 2, 3, 4], [3, 5, 6]).distance - 2.0 / 3) < 1e-12)
        #expect(TwoSamples([1, 1, 2], [1, 1, 2]).distance == 0)
        #expect(TwoSamples([1, 2], [3]).distance == 1)
    }

    /// Means 2.5 and 14 / 3, variances 5 / 3 and 7 / 3.
    @Test func `have Welch's t`() {
        let t = (2.5 - 14.0 / 3) / (5.0 / 12 + 7.0 / 9).squareRoot()
        #expect(abs(TwoSamples([1, 2, 3, 4], [3, 5, 6]).t - t) < 1e-12)
    }

    @Test func `are told apart where one is shifted or wider`() {
        let even = (0..<1000).map { (Double($0) + 0.5) / 1000 - 0.5 }
        #expect(TwoSamples(even, even.map { $0 + 0.03 }).areAlike)
        #expect(!TwoSamples(even, even.map { $0 + 0.1 }).areAlike)
        #expect(!TwoSamples(even, even.map { $0 * 1.5 }).areAlike)
    }
}
