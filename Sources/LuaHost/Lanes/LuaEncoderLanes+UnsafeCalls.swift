// Invariants:
// 1. `encoder` points to a `cls_encoder`, initialised by `init` and freed by `deinit`.
// 2. The arrays have room for every lane, as `LuaEncoderArrays` says, and `owner` keeps them alive.
// 3. All calls happen on the thread that the lanes' state belongs to.
import CLuaSupport

/// Where a group of lanes finds its observations and leaves their bits.
@unsafe package struct LuaEncoderArrays {
    /// The value v of lane l at `l * laneStride + v * valueStride`.
    package let observations: UnsafePointer<Float>
    package let laneStride: Int
    package let valueStride: Int
    /// A row of `words` for each lane.
    package let bits: UnsafeMutablePointer<UInt64>
    package let words: Int

    package init(
        observations: UnsafePointer<Float>, laneStride: Int, valueStride: Int, bits: UnsafeMutablePointer<UInt64>,
        words: Int
    ) {
        unsafe self.observations = observations
        unsafe self.laneStride = laneStride
        unsafe self.valueStride = valueStride
        unsafe self.bits = bits
        unsafe self.words = words
    }
}

/// Lanes whose observations an object of a script's class turns into bits.
@safe package final class LuaEncoderLanes {
    package let lanes: LuaLanes
    private let encoder: UnsafeMutablePointer<cls_encoder>
    private let owner: AnyObject

    /// - Parameters:
    ///   - lanes: Of a class whose methods are `encode` and `reset`.
    ///   - owner: Keeps the arrays.
    @unsafe package init(
        _ lanes: LuaLanes, valueCount: Int, bitCount: Int, arrays: LuaEncoderArrays, owner: AnyObject
    ) {
        self.lanes = lanes
        self.owner = owner
        unsafe encoder = .allocate(capacity: 1)
        unsafe encoder.initialize(
            to: cls_encoder(
                lanes: lanes.raw,
                observations: cls_observations(
                    values: arrays.observations, lane_stride: arrays.laneStride, value_stride: arrays.valueStride,
                    count: Int32(valueCount)),
                bit_count: Int32(bitCount),
                bits: arrays.bits,
                stride: arrays.words
            )
        )
    }

    deinit {
        unsafe encoder.deallocate()
    }

    /// Encodes each of a number of lanes, given `context`; another number than 0 if one failed.
    @unsafe package static var encode: LuaEnvironmentLanes.Work { unsafe cls_encode }
    @unsafe package var context: UnsafeRawPointer { unsafe UnsafeRawPointer(encoder) }
}
