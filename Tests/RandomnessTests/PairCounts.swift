import TestSupport

/// How often the two bits of pairs are both 1, both 0, or differ.
///
/// Of independent pairs each count is binomial, so that exact bounds hold for it; a covariance of the two bits moves all
/// three: it is P(both 1) - p².
struct PairCounts {
    private(set) var trials = 0
    private(set) var ones = 0
    private(set) var zeros = 0
    var differences: Int { trials - ones - zeros }

    /// Counts the pairs of bits of two words where `mask` has a 1.
    mutating func add(_ first: UInt64, _ second: UInt64, mask: UInt64 = .max) {
        trials += mask.nonzeroBitCount
        ones += (first & second & mask).nonzeroBitCount
        zeros += (~(first | second) & mask).nonzeroBitCount
    }

    /// The counts that independent bits, each 1 with probability `p`, would give less than once in 10^9 times, in words.
    func refused(probability p: Double) -> [String] {
        let expected = [
            ("both 1", ones, p * p), ("both 0", zeros, (1 - p) * (1 - p)), ("different", differences, 2 * p * (1 - p)),
        ]
        return expected.compactMap { name, count, probability in
            let counts = BinomialBounds.acceptedCounts(trials: trials, probability: probability, level: 1e-9)
            return counts.contains(count) ? nil : "\(count) of \(trials) pairs \(name), accepted are \(counts)"
        }
    }
}
