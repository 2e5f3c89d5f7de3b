import Environments
import Networks

/// The encoder that a script asks for, before its thresholds are known.
package enum EncoderChoice: Sendable, Hashable {
    /// What the environment's observations suggest: a quantile thermometer for a box, the bits of a binary space.
    case standard
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

    /// Bounds of the values: one for all, or one for each.
    package struct Bounds: Sendable, Hashable {
        package let low: [Double]
        package let high: [Double]

        package init(low: [Double], high: [Double]) {
            self.low = low
            self.high = high
        }

        /// Bounds of each of `values` values.
        func spread(over values: Int) throws(ExperimentError) -> Bounds {
            func spread(_ bounds: [Double], _ name: String) throws(ExperimentError) -> [Double] {
                if bounds.count == 1 { return Array(repeating: bounds[0], count: values) }
                guard bounds.count == values else {
                    throw ExperimentError.encoderSize(option: name, got: bounds.count, values: values)
                }
                return bounds
            }
            return Bounds(low: try spread(low, "low"), high: try spread(high, "high"))
        }
    }

    /// Bits that `thermometer` and `buckets` have for each value unless they are told.
    package static let standardCount = 16

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
            let bounds = try bounds.spread(over: values)
            return .thermometer(count: count, low: bounds.low, high: bounds.high)
        case .buckets(let count, let bounds?):
            let bounds = try bounds.spread(over: values)
            return .buckets(count: count, low: bounds.low, high: bounds.high)
        case .genomeBuckets(let count, let bounds):
            let bounds = try bounds.spread(over: values)
            return .genomeBuckets(count: count, low: bounds.low, high: bounds.high)
        case .thresholds(let lists, let isOneHot):
            guard lists.count == values else {
                throw ExperimentError.encoderSize(option: "thresholds", got: lists.count, values: values)
            }
            return ObservationThresholds(values: lists, isOneHot: isOneHot)
        case .sign:
            return .sign(values: values)
        case .bits:
            return .bits(values: values)
        }
    }

    var identity: String {
        func text(_ bounds: Bounds?) -> String { bounds.map { "\($0.low) to \($0.high)" } ?? "quantiles" }
        return switch self {
        case .standard: "standard"
        case .thermometer(let count, let bounds): "thermometer(\(count), \(text(bounds)))"
        case .buckets(let count, let bounds): "buckets(\(count), \(text(bounds)))"
        case .genomeBuckets(let count, let bounds): "buckets(\(count), \(text(bounds)), compat genome)"
        case .thresholds(let lists, let isOneHot): "thresholds(\(lists), one-hot \(isOneHot))"
        case .sign: "sign"
        case .bits: "bits"
        }
    }
}
