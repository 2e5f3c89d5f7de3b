// Invariants:
// 1. `reward` points to a `cls_reward`, initialised by `init` and freed by `deinit`.
// 2. The arrays have room for every lane, as `LuaRewardArrays` says, and `owner` keeps them alive.
// 3. All calls happen on the thread that the lanes' state belongs to.
import CLuaSupport

/// Where a group of lanes finds the step just taken, and sums what a script makes of it.
@unsafe package struct LuaRewardArrays {
    package let step: LuaEnvironmentArrays
    /// Steps of each lane's episode before this one.
    package let lengths: UnsafePointer<Int32>
    /// Steps after which an episode is truncated: one number.
    package let limit: UnsafePointer<Int32>
    /// The sum of each lane's episode.
    package let fitness: UnsafeMutablePointer<Double>
    /// Sums of the numbers after the first; shape `[lanes, most - 1]`.
    package let further: UnsafeMutablePointer<Double>
    /// Numbers that each lane's episode gives in a step; 0 before its first.
    package let counts: UnsafeMutablePointer<Int32>
    /// Of these, as many as there may be.
    package let most: Int

    package init(
        step: LuaEnvironmentArrays, lengths: UnsafePointer<Int32>, limit: UnsafePointer<Int32>,
        fitness: UnsafeMutablePointer<Double>, further: UnsafeMutablePointer<Double>,
        counts: UnsafeMutablePointer<Int32>, most: Int
    ) {
        unsafe self.step = step
        unsafe self.lengths = lengths
        unsafe self.limit = limit
        unsafe self.fitness = fitness
        unsafe self.further = further
        unsafe self.counts = counts
        unsafe self.most = most
    }
}

/// Lanes whose steps a script's function, or an object of its class, turns into fitness.
@safe package final class LuaRewardLanes {
    package let lanes: LuaLanes
    private let reward: UnsafeMutablePointer<cls_reward>
    private let owner: AnyObject

    /// - Parameters:
    ///   - lanes: Of a class whose methods are `reward` and `reset`, or of a function.
    ///   - owner: Keeps the arrays.
    @unsafe package init(
        _ lanes: LuaLanes, action: LuaSpace, arrays: LuaRewardArrays, owner: AnyObject
    ) {
        self.lanes = lanes
        self.owner = owner
        unsafe reward = .allocate(capacity: 1)
        unsafe reward.initialize(
            to: cls_reward(
                lanes: lanes.raw,
                actions: cls_actions(
                    space: action.space, discrete: arrays.step.discreteActions, real: arrays.step.realActions),
                observations: arrays.step.observations.raw,
                rewards: arrays.step.rewards,
                terminated: arrays.step.terminated,
                truncated: arrays.step.truncated,
                lengths: arrays.lengths,
                limit: arrays.limit,
                fitness: arrays.fitness,
                further: arrays.further,
                counts: arrays.counts,
                most: Int32(arrays.most)
            )
        )
    }

    deinit {
        unsafe reward.deallocate()
    }

    /// Begins an episode in a lane, whose first observation is there.
    package func reset(lane: Int, stream: LuaStream) throws(LuaError) {
        let status = unsafe stream.words.withUnsafeBytes {
            unsafe cls_reset_reward(reward, Int32(lane), $0.baseAddress)
        }
        guard status == CLS_OK else { throw lanes.failure }
    }

    /// Rates a step in each of a number of lanes, given `context`; another number than 0 if one failed.
    @unsafe package static var add: LuaEnvironmentLanes.Work { unsafe cls_add_reward }
    @unsafe package var context: UnsafeRawPointer { unsafe UnsafeRawPointer(reward) }
}
