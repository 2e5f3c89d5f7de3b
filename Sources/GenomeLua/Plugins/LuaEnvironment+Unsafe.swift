// Invariants:
// 1. The arrays are those of `batch` and `actions`, which have room for `capacity` lanes and outlive the lanes.
import Environments
import Kernels
import LuaHost
import Randomness

/// An environment that a script wrote as a class, of which every episode is an instance.
final class LuaEnvironment: Environment {
    let specification: EnvironmentSpecification
    let batch: ObservationBatch
    private let environment: EnvironmentClass
    private let state: LuaState
    private let opened: LuaLanes

    /// What the lanes read and write.
    private final class Arrays {
        let batch: ObservationBatch
        let actions: ActionBatch

        init(batch: ObservationBatch, actions: ActionBatch) {
            self.batch = batch
            self.actions = actions
        }
    }

    /// The lanes, once the actions of their steps are known.
    private var lanes: LuaEnvironmentLanes?
    private let makeLanes: (ActionBatch) -> LuaEnvironmentLanes

    /// - Throws: `LuaError` of kind `.memory`.
    init(_ environment: EnvironmentClass, in state: LuaState, capacity: Int) throws(LuaError) {
        let specification = environment.specification
        let batch = specification.makeBatch(capacity: capacity)
        let opened = try state.openLanes(
            environment.reference, methods: ["reset", "step", "behavior"], capacity: capacity)
        self.environment = environment
        self.specification = specification
        self.batch = batch
        self.state = state
        self.opened = opened
        makeLanes = { actions in
            return unsafe LuaEnvironmentLanes(
                opened,
                observation: LuaSpace(specification.observationSpace),
                action: LuaSpace(specification.actionSpace),
                arrays: LuaEnvironmentArrays(batch, actions),
                owner: Arrays(batch: batch, actions: actions)
            )
        }
    }

    func stage(actions: ActionBatch) -> Stage {
        let lanes = makeLanes(actions)
        self.lanes = lanes
        return unsafe Stage(
            capacity: batch.capacity,
            work: LuaEnvironmentLanes.step,
            context: lanes.context,
            parts: [lanes]
        ) { [opened] in opened.failure }
    }

    func reset(lane: Int, random: RandomStream) throws {
        guard let lanes else { preconditionFailure("a reset before the stage was made") }
        try lanes.reset(lane: lane, stream: LuaStream(random))
    }

    func move(from source: Int, to target: Int) throws {
        batch.moveObservation(from: source, to: target)
        try opened.move(from: source, to: target)
    }

    /// What the method `behavior` of a lane's episode returns.
    func callBehavior(lane: Int) throws(LuaError) -> [Double] {
        unsafe try opened.behavior(lane: lane, method: 2)
    }

    var failedLane: Int? { opened.failedLane }
    func skip(through lane: Int) { opened.skip(through: lane) }
}

extension LuaObservations {
    /// Those of a group.
    init(_ batch: ObservationBatch) {
        unsafe self.init(
            values: batch.observations.address,
            bytes: batch.image == nil ? nil : batch.bytes.address,
            laneStride: batch.strides.lane,
            valueStride: batch.strides.value,
            count: batch.valueCount
        )
    }
}

extension LuaEnvironmentArrays {
    /// Those of a group.
    init(_ batch: ObservationBatch, _ actions: ActionBatch) {
        unsafe self.init(
            observations: LuaObservations(batch),
            rewards: batch.rewards.address,
            terminated: batch.terminated.address,
            truncated: batch.truncated.address,
            discreteActions: UnsafePointer(actions.discrete.address),
            realActions: UnsafePointer(actions.continuous.address)
        )
    }
}

extension LuaSpace {
    init(_ space: Space) {
        self =
            switch space {
            case .discrete(let count): .discrete(count: count)
            case .binary(let count): .binary(count: count)
            case .box(let low, _): .box(count: low.count)
            case .image(let shape): .image(count: shape.byteCount)
            }
    }
}
