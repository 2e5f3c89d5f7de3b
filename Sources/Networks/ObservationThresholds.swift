/// The thresholds of every value of an observation, and what becomes of the comparisons.
///
/// Bits stand in order of value, then threshold. A NaN reaches no threshold.
package struct ObservationThresholds: Sendable, Hashable {
    /// Those of each value, ascending; shape `[values, any number]`.
    package let values: [[Float]]
    /// False: bit i of a value is `value >= threshold[i]` (thermometer). True: one bit for each of the cells between
    /// thresholds, of which exactly one is 1 (one-hot).
    package let isOneHot: Bool

    package init(values: [[Float]], isOneHot: Bool) {
        self.values = values
        self.isOneHot = isOneHot
    }

    /// Bits of an encoded observation.
    package var bitCount: Int { values.reduce(0) { $0 + $1.count + (isOneHot ? 1 : 0) } }

    /// `count` bits a value; threshold i (from 1) is `low + (high - low)(i - 0.5) / count`.
    package static func thermometer(count: Int, low: [Double], high: [Double]) -> ObservationThresholds {
        ObservationThresholds(
            values: zip(low, high).map { low, high in
                (1...count).map { Float(low + (high - low) * (Double($0) - 0.5) / Double(count)) }
            },
            isOneHot: false
        )
    }

    /// `count` equal cells between the bounds: `count - 1` inner thresholds at `i / count`.
    package static func buckets(count: Int, low: [Double], high: [Double]) -> ObservationThresholds {
        ObservationThresholds(
            values: zip(low, high).map { low, high in
                (1..<count).map { Float(low + (high - low) * Double($0) / Double(count)) }
            },
            isOneHot: true
        )
    }

    /// The cells of the original system: `count - 1` edges evenly from bound to bound, both included; with two cells, the lower bound.
    ///
    /// - Parameter count: Cells, at least 1.
    package static func genomeBuckets(count: Int, low: [Double], high: [Double]) -> ObservationThresholds {
        ObservationThresholds(
            values: zip(low, high).map { low, high in
                (0..<(count - 1)).map { Float(low + (high - low) * (Double($0) / Double(max(count - 2, 1)))) }
            },
            isOneHot: true
        )
    }

    /// One bit a value: whether it is at least 0.
    package static func sign(values: Int) -> ObservationThresholds {
        ObservationThresholds(values: Array(repeating: [0], count: values), isOneHot: false)
    }

    /// One bit a value that is itself 0 or 1.
    package static func bits(values: Int) -> ObservationThresholds {
        ObservationThresholds(values: Array(repeating: [0.5], count: values), isOneHot: false)
    }

    /// Thresholds at the quantiles of what was observed: `(i - 0.5) / count` for a thermometer of `count` bits a value,
    /// `i / count` for `count` cells.
    ///
    /// The quantile q of n sorted samples lies at position `q (n - 1)`, interpolated linearly.
    /// - Parameter samples: Observed values, shape `[values, any number of at least 1]`.
    package static func quantiles(count: Int, of samples: [[Float]], isOneHot: Bool) -> ObservationThresholds {
        let fractions =
            isOneHot
            ? (1..<max(count, 1)).map { Double($0) / Double(count) }
            : (1...count).map { (Double($0) - 0.5) / Double(count) }
        return ObservationThresholds(
            values: samples.map { samples in
                let sorted = samples.sorted()
                return fractions.map { fraction in
                    let position = fraction * Double(sorted.count - 1)
                    let below = Int(position)
                    let above = min(below + 1, sorted.count - 1)
                    let (low, high) = (Double(sorted[below]), Double(sorted[above]))
                    return Float(low + (high - low) * (position - Double(below)))
                }
            },
            isOneHot: isOneHot
        )
    }
}
