// Invariants:
// 1. `encoder` points to a `cls_encoder`, initialised by `init` and freed by `deinit`.
// 2. The arrays have room for every lane, as `LuaEncoderArrays` says, and `owner` keeps them alive.
// 3. All calls happen on the thread that the lanes' state belongs to.
import CLuaSupport

/// Where a group of lanes finds its observations and leaves their bits.
@unsafe package struct LuaEncoderArrays {
    package let observations: LuaObservations
    /// A row of `words` for each lane.
    package let bits: UnsafeMutablePointer<UInt64>
    package let words: Int

    package init(
        observations: LuaObservations, bits: UnsafeMutablePointer<UInt64>, words: Int
    ) {
        unsafe self.observations = observations
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
        _ lanes: LuaLanes, bitCount: Int, arrays: LuaEncoderArrays, owner: AnyObject
    ) {
        self.lanes = lanes
        self.owner = owner
        unsafe encoder = .allocate(capacity: 1)
        unsafe encoder.initialize(
            to: cls_encoder(
                lanes: lanes.raw,
                observations: arrays.observations.raw,
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
