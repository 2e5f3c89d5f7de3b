/// How observations become what a network reads: bits, or for a dense network numbers; bits are -1 and 1 to it.
package enum PolicyEncoder: Sendable, Hashable {
    /// The values of an observation as they are.
    case values(Int)
    /// Less their mean and divided by their deviation in what was observed so far, within `-clip ... clip`.
    case normalized(Int, clip: Float)
    case thresholds(ObservationThresholds)
    /// A script makes `bits` bits of `values` values.
    case script(ScriptPart, values: Int, bits: Int)

    /// Values of an observation.
    package var valueCount: Int {
        switch self {
        case .values(let count), .normalized(let count, _): count
        case .thresholds(let thresholds): thresholds.values.count
        case .script(_, let values, _): values
        }
    }

    /// Inputs that a network must have.
    package var inputCount: Int {
        switch self {
        case .values(let count), .normalized(let count, _): count
        case .thresholds(let thresholds): thresholds.bitCount
        case .script(_, _, let bits): bits
        }
    }

    /// Whether what it makes is bits.
    package var makesBits: Bool {
        switch self {
        case .values, .normalized: false
        case .thresholds, .script: true
        }
    }
}
