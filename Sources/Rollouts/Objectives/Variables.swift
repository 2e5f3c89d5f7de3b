import Networks
import Search

/// What an objective function rates: bits, or real numbers, in bounds or without.
///
/// Searches see a bounded variable in units of half its range around the middle, so that the same settings serve every
/// range: what they reach beyond the bounds counts as the bound.
package struct Variables: Sendable, Hashable {
    package let bits: Int
    package let floats: Int
    /// Of each of the floats, finite and below `high`; nil: there are no bounds.
    package let low: [Double]?
    package let high: [Double]?

    /// - Precondition: Either bits or floats; bounds for each float, or none.
    package init(bits: Int) {
        self.bits = bits
        floats = 0
        (low, high) = (nil, nil)
    }

    package init(floats: Int, low: [Double]? = nil, high: [Double]? = nil) {
        precondition((low?.count ?? floats) == floats && (high?.count ?? floats) == floats, "bounds of other variables")
        bits = 0
        self.floats = floats
        self.low = low
        self.high = high
    }

    package var problem: Problem { Problem(bits: bits, floats: floats) }

    /// The numbers that a genome's floats stand for.
    package func values(of genome: Genome) -> [Double] {
        let values = genome.floats.array().map(Double.init)
        guard let low, let high else { return values }
        return values.indices.map { index in
            let unit = min(max(values[index], -1), 1)
            return low[index] + (high[index] - low[index]) * ((unit + 1) / 2)
        }
    }
}
