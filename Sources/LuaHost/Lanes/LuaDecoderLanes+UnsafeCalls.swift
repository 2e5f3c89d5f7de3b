// Invariants:
// 1. `decoder` points to a `cls_decoder`, initialised by `init` and freed by `deinit`.
// 2. The arrays have room for every lane, as `LuaDecoderArrays` says, and `owner` keeps them alive.
// 3. All calls happen on the thread that the lanes' state belongs to.
import CLuaSupport

/// Where a group of lanes finds the outputs of its networks and leaves its actions.
@unsafe package struct LuaDecoderArrays {
    /// A row of `outputCount` for each lane; nil where the outputs are floats.
    package let integers: UnsafePointer<Int32>?
    /// The same of floats.
    package let floats: UnsafePointer<Float>?
    package let outputCount: Int
    /// One for each lane, where actions are discrete.
    package let discreteActions: UnsafeMutablePointer<Int32>
    /// As many for each lane as an action has numbers, elsewhere.
    package let realActions: UnsafeMutablePointer<Float>

    package init(
        integers: UnsafePointer<Int32>?, floats: UnsafePointer<Float>?, outputCount: Int,
        discreteActions: UnsafeMutablePointer<Int32>, realActions: UnsafeMutablePointer<Float>
    ) {
        unsafe self.integers = integers
        unsafe self.floats = floats
        unsafe self.outputCount = outputCount
        unsafe self.discreteActions = discreteActions
        unsafe self.realActions = realActions
    }
}

/// Lanes whose outputs an object of a script's class turns into actions.
@safe package final class LuaDecoderLanes {
    package let lanes: LuaLanes
    private let decoder: UnsafeMutablePointer<cls_decoder>
    private let owner: AnyObject

    /// - Parameters:
    ///   - lanes: Of a class whose methods are `decode` and `reset`.
    ///   - action: What it returns.
    ///   - owner: Keeps the arrays.
    @unsafe package init(_ lanes: LuaLanes, action: LuaSpace, arrays: LuaDecoderArrays, owner: AnyObject) {
        self.lanes = lanes
        self.owner = owner
        unsafe decoder = .allocate(capacity: 1)
        unsafe decoder.initialize(
            to: cls_decoder(
                lanes: lanes.raw,
                integers: arrays.integers,
                floats: arrays.floats,
                output_count: Int32(arrays.outputCount),
                space: action.space,
                discrete: arrays.discreteActions,
                real: arrays.realActions
            )
        )
    }

    deinit {
        unsafe decoder.deallocate()
    }

    /// Decodes each of a number of lanes, given `context`; another number than 0 if one failed.
    @unsafe package static var decode: LuaEnvironmentLanes.Work { unsafe cls_decode }
    @unsafe package var context: UnsafeRawPointer { unsafe UnsafeRawPointer(decoder) }
}
