import CKernels

/// Where normalised observations begin and how far they reach: `(x - mean) / deviation`, within `-clip ... clip`.
package struct Normalization: Sendable, Hashable {
    package let means: [Float]
    /// Each above 0.
    package let deviations: [Float]

    package init(means: [Float], deviations: [Float]) {
        precondition(means.count == deviations.count, "\(means.count) means, \(deviations.count) deviations")
        self.means = means
        self.deviations = deviations
    }
}

/// Normalises the observations of a group of lanes, and sums them up, lane by lane.
package final class ObservationNormalizer: Sendable {
    package let valueCount: Int
    package let clip: Float
    let means: Buffer<Float>
    let scales: Buffer<Float>
    /// Shape `[capacity, 2, valueCount]`: the sums of each lane's observations, and of their squares.
    package let sums: Buffer<Double>

    package init(valueCount: Int, clip: Float, capacity: Int) {
        self.valueCount = valueCount
        self.clip = clip
        means = Buffer(repeating: 0, count: valueCount)
        scales = Buffer(repeating: 1, count: valueCount)
        sums = Buffer(repeating: 0, count: 2 * valueCount * capacity)
    }

    package func set(_ normalization: Normalization) {
        means.copy(from: normalization.means)
        scales.copy(from: normalization.deviations.map { 1 / $0 })
    }

    /// An episode begins in a lane.
    package func begin(lane: Int) { sums.fill(0, in: range(lane)) }

    /// The episode of a lane goes on in another.
    package func move(from source: Int, to target: Int) {
        sums.copy(from: sums, range(source), at: range(target).lowerBound)
    }

    /// The sums of a lane's observations, then those of their squares.
    package func sums(of lane: Int) -> [Double] { sums.array(range(lane)) }

    private func range(_ lane: Int) -> Range<Int> { 2 * valueCount * lane..<2 * valueCount * (lane + 1) }
}

extension KernelSet {
    /// Makes network inputs of observations, normalised where there is a normalizer.
    package func observing(
        _ batch: ObservationBatch, normalizer: ObservationNormalizer?, into inputs: DenseInputs
    ) -> Stage {
        let (values, capacity) = (batch.valueCount, batch.capacity)
        precondition(inputs.width == values, "\(inputs.width) inputs of \(values) values")
        precondition(normalizer == nil || normalizer!.sums.count == 2 * values * capacity, "another normalizer")
        let strides = batch.strides
        let context = unsafe ck_observe_context(
            observations: batch.observations.pointer(at: 0, values * capacity),
            values: Int32(values),
            value_stride: strides.value,
            lane_stride: strides.lane,
            means: normalizer.map { unsafe UnsafePointer($0.means.base) },
            scales: normalizer.map { unsafe UnsafePointer($0.scales.base) },
            clip: normalizer?.clip ?? 0,
            inputs: inputs.rows.pointer(at: 0, capacity * inputs.stride),
            stride: inputs.stride,
            sums: normalizer.map { unsafe $0.sums.base }
        )
        let parts: [AnyObject] = [batch, inputs] + (normalizer.map { [$0] } ?? [])
        return unsafe Stage(context, capacity: capacity, parts: parts, work: ck_observe_stage)
    }

    /// Makes the inputs -1 and 1 of bits.
    /// - Parameter bits: Shape `[capacity, ceil(width / 64)]`.
    package func spreading(_ bits: Buffer<UInt64>, capacity: Int, into inputs: DenseInputs) -> Stage {
        let words = NetworkShape.words(inputs.width)
        let context = unsafe ck_spread_context(
            bits: bits.pointer(at: 0, capacity * words),
            words: words,
            count: Int32(inputs.width),
            inputs: inputs.rows.pointer(at: 0, capacity * inputs.stride),
            stride: inputs.stride
        )
        return unsafe Stage(context, capacity: capacity, parts: [bits, inputs], work: ck_spread_stage)
    }
}
