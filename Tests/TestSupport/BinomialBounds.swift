import Foundation

/// Exact binomial probabilities, for bounds that a fair sample breaks about once in ten million times.
package enum BinomialBounds {
    /// How unlikely a count, or a more extreme one on its side, must be to be refused.
    package static let level = 1e-7

    /// The probability of a count at least as extreme, on its own side of the mean, among `trials`.
    package static func tail(count: Int, trials: Int, probability: Double) -> Double {
        let direction = Double(count) >= Double(trials) * probability ? 1 : -1
        var k = count
        var mass = exp(logMass(k, trials, probability))
        var sum = 0.0
        while k >= 0, k <= trials, mass > sum * 1e-17 {
            sum += mass
            mass *=
                direction > 0
                ? Double(trials - k) / Double(k + 1) * probability / (1 - probability)
                : Double(k) / Double(trials - k + 1) * (1 - probability) / probability
            k += direction
        }
        return sum
    }

    package static func accepts(count: Int, trials: Int, probability: Double) -> Bool {
        tail(count: count, trials: trials, probability: probability) > level
    }

    /// The counts whose tail is above `level`.
    package static func acceptedCounts(trials: Int, probability: Double, level: Double = level) -> ClosedRange<Int> {
        /// The count farthest from the mean that is accepted, between one that is and one that is not.
        func last(accepted: Int, refused: Int) -> Int {
            var (accepted, refused) = (accepted, refused)
            while abs(refused - accepted) > 1 {
                let middle = (accepted + refused) / 2
                if tail(count: middle, trials: trials, probability: probability) > level {
                    accepted = middle
                } else {
                    refused = middle
                }
            }
            return accepted
        }
        let mean = Int(Double(trials) * probability)
        return last(accepted: mean, refused: -1)...last(accepted: mean, refused: trials + 1)
    }

    private static func logMass(_ k: Int, _ n: Int, _ p: Double) -> Double {
        let ways = lgamma(Double(n) + 1) - lgamma(Double(k) + 1) - lgamma(Double(n - k) + 1)
        return ways + Double(k) * log(p) + Double(n - k) * log1p(-p)
    }
}
