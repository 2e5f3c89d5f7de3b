/// Observations to bits as the definition says it, one comparison after the other.
package enum NaiveEncoder {
    /// Thermometer: bit i of a value is `value >= threshold[i]`.
    package static func thermometer(_ values: [Float], _ thresholds: [[Float]]) -> [Bool] {
        zip(values, thresholds).flatMap { value, thresholds in thresholds.map { value >= $0 } }
    }

    /// One-hot: cell i lies from threshold i - 1, included, to threshold i, excluded; the outer cells have no outer end.
    /// A NaN is in the first cell.
    package static func oneHot(_ values: [Float], _ thresholds: [[Float]]) -> [Bool] {
        zip(values, thresholds).flatMap { value, thresholds in
            let edges = [-Float.infinity] + thresholds + [Float.nan]
            return (0...thresholds.count).map { cell in
                if value.isNaN { return cell == 0 }
                let isBelow = cell == thresholds.count || value < edges[cell + 1]
                return value >= edges[cell] && isBelow
            }
        }
    }

    /// Bits as words: bit i in word i / 64 at position i % 64.
    package static func packed(_ bits: [Bool]) -> [UInt64] { NaiveNetwork.packed(bits.map { $0 ? 1 : -1 }) }
}
