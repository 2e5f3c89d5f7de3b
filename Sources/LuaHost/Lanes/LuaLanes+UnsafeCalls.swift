// Invariants:
// 1. `lanes` is open from `init` to `deinit`, and `state`, which owns what it stands in, outlives it.
// 2. All calls happen on the thread that the state belongs to.
import CLuaSupport

/// The objects of a script's class, or one function of it, for the lanes of a group.
@safe package final class LuaLanes {
    @unsafe package let raw: OpaquePointer
    private let state: LuaState

    init(_ raw: OpaquePointer, state: LuaState) {
        unsafe self.raw = raw
        self.state = state
    }

    deinit {
        unsafe cls_close_lanes(raw)
    }

    /// The lane whose call failed last.
    package var failedLane: Int { Int(unsafe cls_failed_lane(raw)) }

    /// Why a call failed that reported it by a status alone.
    package var failure: LuaError {
        let callback = LuaCallback(
            name: unsafe String(cString: cls_failed_callback(raw)), limit: state.callback.limit)
        return state.error(LuaBridge.Status(unsafe cls_lanes_status(raw)), in: callback)
    }

    /// The next call for many lanes begins behind this one, for once: where it failed, it is completed so.
    package func skip(through lane: Int) { unsafe cls_skip_lanes(raw, Int32(lane)) }

    /// The object of a lane goes on in another.
    package func move(from source: Int, to target: Int) throws(LuaError) {
        guard unsafe cls_move_lane(raw, Int32(source), Int32(target)) == CLS_OK else { throw failure }
    }
}
