import Environments
import Networks

/// The encoder that a script asks for, before its thresholds are known.
package enum EncoderChoice: Sendable, Hashable {
    /// What the environment's observations suggest: for a box a quantile thermometer, or to a dense network normalised
    /// values; the bits of a binary space.
    case standard
    /// The values themselves, to a dense network.
    case values
    /// The values normalised by what was observed so far, to a dense network.
    case normalized(clip: Float)
    /// `count` bits a value; quantiles of random play without bounds.
    case thermometer(count: Int, bounds: Bounds?)
    /// One-hot of `count` cells a value; quantiles of random play without bounds.
    case buckets(count: Int, bounds: Bounds?)
    /// The original system's cells: `count - 1` edges from bound to bound, both included.
    case genomeBuckets(count: Int, bounds: Bounds)
    /// Thresholds written out, for each value.
    case thresholds([[Float]], isOneHot: Bool)
    case sign
    case bits
    /// A script makes so many bits.
    case script(bits: Int)

    /// Bits that `thermometer` and `buckets` have for each value unless they are told.
    package static let standardCount = 16

    /// How far normalised values reach unless they are told: so many deviations.
    package static let standardClip: Float = 5

    /// The encoder of numbers that is meant; nil where thresholds or a script make bits.
    func numbers(for space: Space, isBinary: Bool) throws(ExperimentError) -> PolicyEncoder? {
        let encoder: PolicyEncoder
        switch self {
        case .values: encoder = .values(space.valueCount)
        case .normalized(let clip): encoder = .normalized(space.valueCount, clip: clip)
        case .standard:
            guard space.isNumeric, !isBinary else { return nil }
            return .normalized(space.valueCount, clip: Self.standardClip)
        default: return nil
        }
        guard !isBinary else { throw .encoderOfNumbers }
        return encoder
    }

    /// The same for images, whose bytes have bounds of their own.
    var ofImages: EncoderChoice {
        let bytes = Bounds(low: [0], high: [255])
        return switch self {
        case .standard: .thermometer(count: Self.standardCount, bounds: bytes)
        case .thermometer(let count, nil): .thermometer(count: count, bounds: bytes)
        case .buckets(let count, nil): .buckets(count: count, bounds: bytes)
        default: self
        }
    }

    /// Whether the thresholds are quantiles of random play.
    func isCalibrated(for space: Space) -> Bool {
        switch self {
        case .standard: if case .box = space { true } else { false }
        case .thermometer(_, let bounds), .buckets(_, let bounds): bounds == nil
        default: false
        }
    }

    /// The thresholds for an observation space.
    /// - Parameter samples: Observed values, if `isCalibrated`; shape `[values, any number]`.
    func thresholds(
        for space: Space,
        samples: () throws -> [[Float]]
    ) throws -> ObservationThresholds {
        let values = space.valueCount
        switch self {
        case .standard:
            guard case .box = space else { return .bits(values: values) }
            return .quantiles(count: Self.standardCount, of: try samples(), isOneHot: false)
        case .thermometer(let count, nil):
            return .quantiles(count: count, of: try samples(), isOneHot: false)
        case .buckets(let count, nil):
            return .quantiles(count: count, of: try samples(), isOneHot: true)
        case .thermometer(let count, let bounds?):
            let bounds = try bounds.spread(over: values, "encoder", "an observation")
            return .thermometer(count: count, low: bounds.low, high: bounds.high)
        case .buckets(let count, let bounds?):
            let bounds = try bounds.spread(over: values, "encoder", "an observation")
            return .buckets(count: count, low: bounds.low, high: bounds.high)
        case .genomeBuckets(let count, let bounds):
            let bounds = try bounds.spread(over: values, "encoder", "an observation")
            return .genomeBuckets(count: count, low: bounds.low, high: bounds.high)
        case .thresholds(let lists, let isOneHot):
            guard lists.count == values else {
                throw ExperimentError.size(
                    part: "encoder", option: "thresholds", got: lists.count, owner: "an observation", values: values)
            }
            return ObservationThresholds(values: lists, isOneHot: isOneHot)
        case .sign:
            return .sign(values: values)
        case .bits:
            return .bits(values: values)
        case .script, .values, .normalized:
            preconditionFailure("thresholds of an encoder without")
        }
    }

    var identity: String {
        func text(_ bounds: Bounds?) -> String { bounds.map { "\($0.low) to \($0.high)" } ?? "quantiles" }
        return switch self {
        case .standard: "standard"
        case .values: "raw_values"
        case .normalized(let clip): "normalized(\(clip))"
        case .thermometer(let count, let bounds): "thermometer(\(count), \(text(bounds)))"
        case .buckets(let count, let bounds): "buckets(\(count), \(text(bounds)))"
        case .genomeBuckets(let count, let bounds): "buckets(\(count), \(text(bounds)), compat genome)"
        case .thresholds(let lists, let isOneHot): "thresholds(\(lists), one-hot \(isOneHot))"
        case .sign: "sign"
        case .bits: "bits"
        case .script(let bits): "the script's, \(bits) bits"
        }
    }
}
