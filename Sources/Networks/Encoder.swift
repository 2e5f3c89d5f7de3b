import Kernels

/// Turns the observations of a group of lanes into the binary inputs of their networks.
package protocol Encoder: AnyObject {
    /// Values of an observation.
    var valueCount: Int { get }
    /// Bits of an encoded observation.
    var bitCount: Int { get }

    /// Encodes the first `lanes` lanes.
    /// - Parameters:
    ///   - observations: `capacity` lanes of `valueCount` values in the given layout.
    ///   - bits: Shape `[lanes, ceil(bitCount / 64)]`; the bits of a row past `bitCount` become 0.
    func encode(
        _ observations: Buffer<Float>,
        layout: BatchLayout,
        capacity: Int,
        lanes: Int,
        into bits: Buffer<UInt64>
    )
}

/// An encoder that compares each value with thresholds; it is data, and is saved in a policy as such.
package final class ThresholdEncoder: Encoder {
    package let thresholds: ObservationThresholds
    private let table: ThresholdTable
    private let kernels: KernelSet

    package init(_ thresholds: ObservationThresholds, kernels: KernelSet) {
        self.thresholds = thresholds
        self.kernels = kernels
        table = ThresholdTable(thresholds: thresholds.values, isOneHot: thresholds.isOneHot)
    }

    package var valueCount: Int { table.valueCount }
    package var bitCount: Int { table.bitCount }

    package func encode(
        _ observations: Buffer<Float>,
        layout: BatchLayout,
        capacity: Int,
        lanes: Int,
        into bits: Buffer<UInt64>
    ) {
        kernels.encode(
            table,
            observations: observations,
            layout: layout,
            capacity: capacity,
            lanes: lanes,
            into: bits
        )
    }
}
