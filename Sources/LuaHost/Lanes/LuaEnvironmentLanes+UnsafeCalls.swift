// Invariants:
// 1. `context` points to a `cls_environment`, initialised by `init` and freed by `deinit`.
// 2. The arrays have room for every lane, as `LuaEnvironmentArrays` says, and `owner` keeps them alive.
// 3. All calls happen on the thread that the lanes' state belongs to.
import CLuaSupport

/// What observations and actions of an environment are made of.
package enum LuaSpace: Hashable, Sendable {
    /// An integer below `count`.
    case discrete(count: Int)
    /// `count` values, each 0 or 1.
    case binary(count: Int)
    /// `count` numbers.
    case box(count: Int)
    /// `count` bytes.
    case image(count: Int)

    var space: cls_space {
        switch self {
        case .discrete(let count): cls_space(kind: CLS_DISCRETE, count: Int32(count))
        case .binary(let count): cls_space(kind: CLS_BINARY, count: Int32(count))
        case .box(let count): cls_space(kind: CLS_BOX, count: Int32(count))
        case .image(let count): cls_space(kind: CLS_IMAGE, count: Int32(count))
        }
    }
}

/// Where the observations of a group of lanes stand: numbers, or images of bytes.
@unsafe package struct LuaObservations {
    let raw: cls_observations

    /// - Parameters:
    ///   - values: The value v of lane l at `l * laneStride + v * valueStride`.
    ///   - bytes: The same of images; nil where there are numbers.
    ///   - count: Values of a lane.
    package init(
        values: UnsafeMutablePointer<Float>, bytes: UnsafeMutablePointer<UInt8>?, laneStride: Int, valueStride: Int,
        count: Int
    ) {
        unsafe raw = cls_observations(
            values: values, bytes: bytes, lane_stride: laneStride, value_stride: valueStride, count: Int32(count))
    }
}

/// Where a group of lanes finds its actions and leaves what it observes and earns.
@unsafe package struct LuaEnvironmentArrays {
    package let observations: LuaObservations
    /// One for each lane, as are the next two.
    package let rewards: UnsafeMutablePointer<Double>
    package let terminated: UnsafeMutablePointer<UInt8>
    package let truncated: UnsafeMutablePointer<UInt8>
    /// One for each lane, where actions are discrete.
    package let discreteActions: UnsafePointer<Int32>
    /// As many for each lane as an action has numbers, elsewhere.
    package let realActions: UnsafePointer<Float>

    package init(
        observations: LuaObservations, rewards: UnsafeMutablePointer<Double>,
        terminated: UnsafeMutablePointer<UInt8>, truncated: UnsafeMutablePointer<UInt8>,
        discreteActions: UnsafePointer<Int32>, realActions: UnsafePointer<Float>
    ) {
        unsafe self.observations = observations
        unsafe self.rewards = rewards
        unsafe self.terminated = terminated
        unsafe self.truncated = truncated
        unsafe self.discreteActions = discreteActions
        unsafe self.realActions = realActions
    }
}

/// Lanes whose objects are reset and stepped: episodes of an environment that a script wrote.
@safe package final class LuaEnvironmentLanes {
    package typealias Work = @convention(c) (UnsafeRawPointer?, Int32) -> Int32

    package let lanes: LuaLanes
    private let environment: UnsafeMutablePointer<cls_environment>
    private let owner: AnyObject

    /// - Parameters:
    ///   - lanes: Of a class whose methods are `reset` and `step`.
    ///   - owner: Keeps the arrays.
    @unsafe package init(
        _ lanes: LuaLanes, observation: LuaSpace, action: LuaSpace, arrays: LuaEnvironmentArrays, owner: AnyObject
    ) {
        self.lanes = lanes
        self.owner = owner
        unsafe environment = .allocate(capacity: 1)
        unsafe environment.initialize(
            to: cls_environment(
                lanes: lanes.raw,
                actions: cls_actions(
                    space: action.space, discrete: arrays.discreteActions, real: arrays.realActions),
                observation: observation.space,
                observations: arrays.observations.raw,
                rewards: arrays.rewards,
                terminated: arrays.terminated,
                truncated: arrays.truncated
            )
        )
    }

    deinit {
        unsafe environment.deallocate()
    }

    /// Begins an episode in a lane, with an object of its own, and writes its first observation.
    package func reset(lane: Int, stream: LuaStream) throws(LuaError) {
        let status = unsafe stream.words.withUnsafeBytes {
            unsafe cls_reset_environment(environment, Int32(lane), $0.baseAddress)
        }
        guard status == CLS_OK else { throw lanes.failure }
    }

    /// Takes a step in each of a number of lanes, given `context`; another number than 0 if one failed.
    @unsafe package static var step: Work { unsafe cls_step_environment }
    @unsafe package var context: UnsafeRawPointer { unsafe UnsafeRawPointer(environment) }
}
