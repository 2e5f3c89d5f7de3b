/// How observations become the bits that a network reads.
package enum PolicyEncoder: Sendable, Hashable {
    case thresholds(ObservationThresholds)
    /// A script makes `bits` bits of `values` values.
    case script(ScriptPart, values: Int, bits: Int)

    /// Values of an observation.
    package var valueCount: Int {
        switch self {
        case .thresholds(let thresholds): thresholds.values.count
        case .script(_, let values, _): values
        }
    }

    /// Bits of an encoded observation.
    package var bitCount: Int {
        switch self {
        case .thresholds(let thresholds): thresholds.bitCount
        case .script(_, _, let bits): bits
        }
    }
}
