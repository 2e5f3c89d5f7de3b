// Invariants:
// 1. The arrays are those of the context, which outlive the lanes.
import Environments
import Kernels
import LuaHost
import Randomness
import Rollouts

/// A decoder that a script wrote as a class, of which every episode has an instance.
final class LuaDecoder: LuaPart {
    let stage: Stage
    let lanes: LuaLanes

    /// - Parameter action: The environment's action space.
    /// - Throws: `LuaError` of kind `.memory`.
    init(
        _ decoder: LuaReference, in state: LuaState, action: Space, context: DecoderContext
    ) throws(LuaError) {
        let actions = context.actions
        let lanes = try state.openLanes(decoder, methods: ["decode", "reset"], capacity: actions.capacity)
        let work = unsafe LuaDecoderLanes(
            lanes,
            action: LuaSpace(action),
            arrays: LuaDecoderArrays(
                integers: context.outputs.integers,
                floats: context.outputs.floats,
                outputCount: context.outputCount,
                discreteActions: actions.discrete.address,
                realActions: actions.continuous.address
            ),
            owner: Arrays(outputs: context.outputs, actions: actions)
        )
        self.lanes = lanes
        stage = unsafe Stage(
            capacity: actions.capacity, work: LuaDecoderLanes.decode, context: work.context, parts: [work]
        ) { lanes.failure }
    }

    /// What the lanes read and write.
    private final class Arrays {
        let outputs: NetworkOutputs
        let actions: ActionBatch

        init(outputs: NetworkOutputs, actions: ActionBatch) {
            self.outputs = outputs
            self.actions = actions
        }
    }

    func reset(lane: Int, random: RandomStream) throws {
        try lanes.resetCoder(lane: lane, stream: LuaStream(random))
    }
}

extension NetworkOutputs {
    fileprivate var integers: UnsafePointer<Int32>? {
        if case .integers(let buffer) = self { unsafe UnsafePointer(buffer.address) } else { nil }
    }

    fileprivate var floats: UnsafePointer<Float>? {
        if case .floats(let buffer) = self { unsafe UnsafePointer(buffer.address) } else { nil }
    }
}
