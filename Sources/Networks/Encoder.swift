import Kernels

/// Turns the observations of a group of lanes into the binary inputs of their networks.
package protocol Encoder: AnyObject {
    /// Values of an observation.
    var valueCount: Int { get }
    /// Bits of an encoded observation.
    var bitCount: Int { get }

    /// The stage that encodes a batch.
    /// - Parameter bits: Shape `[capacity, ceil(bitCount / 64)]`; the bits of a row past `bitCount` become 0.
    func stage(from batch: ObservationBatch, into bits: Buffer<UInt64>) -> Stage
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

    package func stage(from batch: ObservationBatch, into bits: Buffer<UInt64>) -> Stage {
        kernels.encoding(
            table,
            observations: batch.observations,
            layout: batch.layout,
            capacity: batch.capacity,
            into: bits
        )
    }
}
