// Invariants:
// 1. The arrays are those of the context, which outlive the lanes.
import Environments
import Kernels
import LuaHost
import Randomness
import Rollouts

/// An encoder that a script wrote as a class, of which every episode has an instance.
final class LuaEncoder: LuaPart {
    let stage: Stage
    let lanes: LuaLanes

    /// - Throws: `LuaError` of kind `.memory`.
    init(_ encoder: LuaReference, in state: LuaState, context: EncoderContext) throws(LuaError) {
        let batch = context.batch
        let lanes = try state.openLanes(encoder, methods: ["encode", "reset"], capacity: batch.capacity)
        let work = unsafe LuaEncoderLanes(
            lanes,
            bitCount: context.bitCount,
            arrays: LuaEncoderArrays(
                observations: LuaObservations(batch),
                bits: context.bits.address,
                words: NetworkShape.words(context.bitCount)
            ),
            owner: Arrays(batch: batch, bits: context.bits)
        )
        self.lanes = lanes
        stage = unsafe Stage(
            capacity: batch.capacity, work: LuaEncoderLanes.encode, context: work.context, parts: [work]
        ) { lanes.failure }
    }

    /// What the lanes read and write.
    private final class Arrays {
        let batch: ObservationBatch
        let bits: Buffer<UInt64>

        init(batch: ObservationBatch, bits: Buffer<UInt64>) {
            self.batch = batch
            self.bits = bits
        }
    }

    func reset(lane: Int, random: RandomStream) throws {
        try lanes.resetCoder(lane: lane, stream: LuaStream(random))
    }
}
