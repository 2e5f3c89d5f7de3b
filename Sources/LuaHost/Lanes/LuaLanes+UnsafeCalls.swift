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

    /// Begins an episode in a lane of an encoder or a decoder.
    package func resetCoder(lane: Int, stream: LuaStream) throws(LuaError) {
        let status = unsafe stream.words.withUnsafeBytes {
            unsafe cls_reset_coder(raw, Int32(lane), $0.baseAddress)
        }
        guard status == CLS_OK else { throw failure }
    }

    /// What the episode of a lane did, as the method `behavior` of its object says, or the function of these lanes.
    /// - Parameters:
    ///   - method: Its place among the methods of the class.
    ///   - episode: What a function is given.
    package func behavior(lane: Int, method: Int, episode: LuaEpisode? = nil) throws(LuaError) -> [Double] {
        var seen = unsafe cls_episode()
        if let episode = unsafe episode {
            unsafe seen = cls_episode(
                observations: episode.observations.raw,
                length: Int32(episode.length),
                episode_return: episode.episodeReturn
            )
        }
        guard unsafe cls_read_behavior(raw, Int32(lane), Int32(method), &seen) == CLS_OK else { throw failure }
        return numbers
    }

    /// What the function of these lanes, which have one, makes of variables.
    /// - Parameters:
    ///   - bits: Packed, bit i in word i / 64.
    ///   - floats: Where there are no bits.
    package func rate(
        bits: [UInt64], bitCount: Int, floats: [Double], stream: LuaStream
    ) throws(LuaError) -> [Double] {
        let status = unsafe bits.withUnsafeBufferPointer { bits in
            unsafe floats.withUnsafeBufferPointer { floats in
                unsafe stream.words.withUnsafeBytes { words in
                    var variables = unsafe cls_variables(
                        bits: bits.baseAddress, floats: floats.baseAddress, bit_count: bitCount,
                        float_count: floats.count)
                    return unsafe cls_rate(raw, &variables, words.baseAddress)
                }
            }
        }
        guard status == CLS_OK else { throw failure }
        return numbers
    }

    /// The numbers that the last call left.
    private var numbers: [Double] {
        state.results.map { value in
            guard case .number(let number) = value else { preconditionFailure("a result that is no number") }
            return number
        }
    }

    /// The object of a lane goes on in another.
    package func move(from source: Int, to target: Int) throws(LuaError) {
        guard unsafe cls_move_lane(raw, Int32(source), Int32(target)) == CLS_OK else { throw failure }
    }
}

/// An episode that has ended, as a behavior function sees it; the arrays have room for its lane.
@unsafe package struct LuaEpisode {
    package let observations: LuaObservations
    package let length: Int
    package let episodeReturn: Double

    package init(observations: LuaObservations, length: Int, episodeReturn: Double) {
        unsafe self.observations = observations
        unsafe self.length = length
        unsafe self.episodeReturn = episodeReturn
    }
}
