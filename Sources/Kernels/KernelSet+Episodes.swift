import CKernels

/// Where a value of a batch of observations lies.
package enum BatchLayout: String, Sendable, Codable {
    /// The values of one lane stand together.
    case laneMajor
    /// A value of all lanes stands together.
    case valueMajor

    /// Distances, in elements, from one value to the next and from one lane to the next.
    func strides(values: Int, capacity: Int) -> (value: Int, lane: Int) {
        self == .laneMajor ? (1, values) : (capacity, 1)
    }

    /// Where value `value` of lane `lane` is, among `values` values and `capacity` lanes.
    package func position(value: Int, lane: Int, values: Int, capacity: Int) -> Int {
        let strides = strides(values: values, capacity: capacity)
        return value * strides.value + lane * strides.lane
    }
}

/// Thresholds that turn the values of an observation into bits, compared in float32.
///
/// Thermometer: bit i of a value is `value >= threshold[i]`. One-hot: one bit for each cell between thresholds.
package struct ThresholdTable: Sendable {
    package let isOneHot: Bool
    /// Bits of an encoded observation.
    package let bitCount: Int
    package let valueCount: Int
    /// Thresholds of the value that has the most.
    let longest: Int
    let thresholds: Buffer<Float>
    let starts: Buffer<Int32>

    /// - Parameter thresholds: Those of each value, ascending; shape `[values, any number]`.
    package init(thresholds: [[Float]], isOneHot: Bool) {
        self.isOneHot = isOneHot
        valueCount = thresholds.count
        longest = thresholds.map(\.count).max() ?? 0
        bitCount = thresholds.reduce(0) { $0 + $1.count + (isOneHot ? 1 : 0) }
        self.thresholds = Buffer(thresholds.flatMap(\.self))
        var starts: [Int32] = [0]
        for list in thresholds { starts.append(starts[starts.count - 1] + Int32(list.count)) }
        self.starts = Buffer(starts)
    }
}

extension KernelSet {
    /// Encodes observations.
    /// - Parameters:
    ///   - observations: `capacity` lanes of `table.valueCount` values in the given layout.
    ///   - bits: Shape `[capacity, ceil(bitCount / 64)]`.
    package func encoding(
        _ table: ThresholdTable,
        observations: Buffer<Float>,
        layout: BatchLayout,
        capacity: Int,
        into bits: Buffer<UInt64>
    ) -> Stage {
        let words = NetworkShape.words(table.bitCount)
        let strides = layout.strides(values: table.valueCount, capacity: capacity)
        let encoder = unsafe ck_encoder(
            thresholds: table.thresholds.base,
            starts: table.starts.base,
            values: Int32(table.valueCount),
            is_one_hot: table.isOneHot ? 1 : 0,
            longest: Int32(table.longest)
        )
        let context = unsafe ck_encode_context(
            kernels: self.table,
            encoder: encoder,
            observations: observations.pointer(at: 0, table.valueCount * capacity),
            value_stride: strides.value,
            lane_stride: strides.lane,
            bits: bits.pointer(at: 0, capacity * words),
            stride: words
        )
        let parts: [AnyObject] = [table.thresholds, table.starts, observations, bits]
        return unsafe Stage(context, capacity: capacity, parts: parts, work: ck_encode_stage)
    }
}
