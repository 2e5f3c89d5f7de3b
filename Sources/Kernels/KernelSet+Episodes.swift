import CKernels

/// Where a value of a batch of observations lies.
package enum BatchLayout: Sendable, Hashable {
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
    let thresholds: Buffer<Float>
    let starts: Buffer<Int32>

    /// - Parameter thresholds: Those of each value, ascending; shape `[values, any number]`.
    package init(thresholds: [[Float]], isOneHot: Bool) {
        self.isOneHot = isOneHot
        valueCount = thresholds.count
        bitCount = thresholds.reduce(0) { $0 + $1.count + (isOneHot ? 1 : 0) }
        self.thresholds = Buffer(thresholds.flatMap(\.self))
        var starts: [Int32] = [0]
        for list in thresholds { starts.append(starts[starts.count - 1] + Int32(list.count)) }
        self.starts = Buffer(starts)
    }
}

extension KernelSet {
    /// Encodes the observations of the first `lanes` lanes.
    /// - Parameters:
    ///   - observations: `capacity` lanes of `table.valueCount` values in the given layout.
    ///   - bits: Shape `[lanes, ceil(bitCount / 64)]`.
    package func encode(
        _ table: ThresholdTable,
        observations: Buffer<Float>,
        layout: BatchLayout,
        capacity: Int,
        lanes: Int,
        into bits: Buffer<UInt64>
    ) {
        precondition(lanes <= capacity, "\(lanes) lanes of \(capacity)")
        let words = NetworkShape.words(table.bitCount)
        let strides = layout.strides(values: table.valueCount, capacity: capacity)
        var encoder = unsafe ck_encoder(
            thresholds: table.thresholds.base,
            starts: table.starts.base,
            values: Int32(table.valueCount),
            is_one_hot: table.isOneHot ? 1 : 0
        )
        unsafe self.table.pointee.encode(
            &encoder,
            observations.pointer(at: 0, table.valueCount * capacity),
            strides.value,
            strides.lane,
            Int32(lanes),
            bits.pointer(at: 0, lanes * words),
            words
        )
    }

    /// `actions[lane]` becomes 1 if the lane's first output is positive, else 0.
    package func decodeSign(outputs: Buffer<Int32>, stride: Int, lanes: Int, into actions: Buffer<Int32>) {
        unsafe table.pointee.decode_sign(
            outputs.pointer(at: 0, lanes * stride),
            stride,
            Int32(lanes),
            actions.pointer(at: 0, lanes)
        )
    }

    /// `actions[lane]` becomes the position of the lane's greatest output, the first of equals.
    package func decodeArgmax(outputs: Buffer<Int32>, count: Int, lanes: Int, into actions: Buffer<Int32>) {
        unsafe table.pointee.decode_argmax(
            outputs.pointer(at: 0, lanes * count),
            count,
            Int32(count),
            Int32(lanes),
            actions.pointer(at: 0, lanes)
        )
    }

    /// One CartPole-v1 transition of the first `lanes` lanes. State, float64, and observations are `[4, capacity]`.
    package func stepCartPole(
        state: Buffer<Double>,
        actions: Buffer<Int32>,
        capacity: Int,
        lanes: Int,
        observations: Buffer<Float>,
        rewards: Buffer<Double>,
        terminated: Buffer<UInt8>
    ) {
        precondition(lanes <= capacity, "\(lanes) lanes of \(capacity)")
        unsafe table.pointee.cartpole_step(
            state.pointer(at: 0, 4 * capacity),
            capacity,
            actions.pointer(at: 0, lanes),
            Int32(lanes),
            observations.pointer(at: 0, 4 * capacity),
            capacity,
            rewards.pointer(at: 0, lanes),
            terminated.pointer(at: 0, lanes)
        )
    }

    /// Counts a step of the first `lanes` lanes and lists, ascending, those whose episode ended.
    /// - Parameters:
    ///   - limit: Steps after which an episode is truncated.
    ///   - ended: Receives the lanes that ended; shape `[lanes]`.
    /// - Returns: How many ended.
    package func tally(
        rewards: Buffer<Double>,
        terminated: Buffer<UInt8>,
        truncated: Buffer<UInt8>,
        limit: Int,
        lanes: Int,
        returns: Buffer<Double>,
        lengths: Buffer<Int32>,
        ended: Buffer<Int32>
    ) -> Int {
        Int(
            unsafe table.pointee.tally(
                rewards.pointer(at: 0, lanes),
                terminated.pointer(at: 0, lanes),
                truncated.pointer(at: 0, lanes),
                Int32(clamping: limit),
                Int32(lanes),
                returns.pointer(at: 0, lanes),
                lengths.pointer(at: 0, lanes),
                ended.pointer(at: 0, lanes)
            )
        )
    }
}
