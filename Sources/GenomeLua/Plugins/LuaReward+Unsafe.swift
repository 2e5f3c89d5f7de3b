// Invariants:
// 1. The arrays are those of the context's batch, actions and books, which outlive the lanes.
import Environments
import Kernels
import LuaHost
import Randomness
import Rollouts

/// A reward that a script wrote: a function, or a class of which every episode has an instance.
final class LuaReward: LuaPart {
    let stage: Stage
    private let rewards: LuaRewardLanes
    var lanes: LuaLanes { rewards.lanes }

    /// - Parameter action: The environment's action space.
    /// - Throws: `LuaError` of kind `.memory`.
    init(
        _ callable: LuaReference, in state: LuaState, action: Space, context: RewardContext
    ) throws(LuaError) {
        let batch = context.batch
        let opened = try state.openLanes(callable, methods: ["reward", "reset"], capacity: batch.capacity)
        let lanes = unsafe LuaRewardLanes(
            opened,
            action: LuaSpace(action),
            arrays: LuaRewardArrays(
                step: LuaEnvironmentArrays(batch, context.actions),
                lengths: UnsafePointer(context.books.lengths.address),
                limit: UnsafePointer(context.books.limit.address),
                fitness: context.books.fitness.address,
                further: context.books.further.address,
                counts: context.books.objectiveCounts.address,
                most: EpisodeBooks.mostObjectives
            ),
            owner: Arrays(batch: batch, actions: context.actions, books: context.books)
        )
        rewards = lanes
        stage = unsafe Stage(
            capacity: batch.capacity,
            work: LuaRewardLanes.add,
            context: lanes.context,
            parts: [lanes]
        ) { lanes.lanes.failure }
    }

    /// What the lanes read and write.
    private final class Arrays {
        let batch: ObservationBatch
        let actions: ActionBatch
        let books: EpisodeBooks

        init(batch: ObservationBatch, actions: ActionBatch, books: EpisodeBooks) {
            self.batch = batch
            self.actions = actions
            self.books = books
        }
    }

    func reset(lane: Int, random: RandomStream) throws {
        try rewards.reset(lane: lane, stream: LuaStream(random))
    }
}
