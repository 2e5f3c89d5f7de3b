import Environments
import Kernels
import Networks

/// What a policy does in a step of a group: make frames of images, encode, run the networks, decode.
struct PolicyStages {
    let networks: any LoadedNetworks
    /// In their order.
    let stages: [GroupStage]
    /// The same with noise, for individuals that are rated.
    let ratedStages: [GroupStage]
    let noise: ActionNoise?
    let encoder: (any EpisodePart)?
    let decoder: (any EpisodePart)?
    /// What makes frames of images, where that is done.
    let frames: ImageFrames?
    /// What normalises observations, where that is done.
    let normalizer: ObservationNormalizer?
    /// What normalises networks, where that is done.
    let virtualBatch: VirtualBatch?

    /// - Parameters:
    ///   - slots: Networks that are loaded at a time.
    ///   - batch: What is observed.
    ///   - actions: What is decoded.
    ///   - kit: Makes the parts that a script wrote.
    init(
        _ shape: PolicyShape, slots: Int, from batch: ObservationBatch, into actions: ActionBatch,
        kit: any WorkerKit, kernels: KernelSet
    ) throws {
        let capacity = batch.capacity
        let outputCount = shape.decoder.outputCount
        var encoding = Encoding()
        frames = shape.images.map { ImageFrames($0, of: batch, kernels: kernels) }
        if let frames { encoding.append(frames.stage, nil) }
        let seen = frames?.batch ?? batch
        let forward: Stage
        let outputs: NetworkOutputs
        switch shape.network {
        case .binary(let network):
            let loaded = LoadedBinaryNetworks(network, slots: slots, capacity: capacity, kernels: kernels)
            let bits = Buffer<UInt64>(repeating: 0, count: capacity * network.shape.inputWords)
            let integers = Buffer<Int32>(repeating: 0, count: capacity * outputCount)
            try encoding.makeBits(shape.encoder, seen, bits, kit, kernels)
            forward = kernels.forward(loaded.networks, inputs: bits, outputs: integers)
            (networks, outputs, virtualBatch) = (loaded, .integers(integers), nil)
        case .dense(let network):
            virtualBatch = try Self.virtualBatch(shape, network, kit, kernels)
            let loaded = LoadedDenseNetworks(network, slots: slots, capacity: capacity, virtualBatch: virtualBatch)
            let inputs = DenseInputs(width: network.widths[0], capacity: capacity)
            let floats = Buffer<Float>(repeating: 0, count: capacity * outputCount)
            try encoding.makeNumbers(shape.encoder, seen, inputs, kit, kernels)
            forward = kernels.forward(loaded.networks, inputs: inputs, outputs: floats)
            (networks, outputs) = (loaded, .floats(floats))
        }
        encoder = encoding.part
        normalizer = encoding.normalizer
        encoding.append(forward, nil)
        noise = Self.noise(shape.decoder, on: outputs, capacity: capacity)
        let decoding: GroupStage
        if let stage = shape.decoder.stage(from: outputs, into: actions, kernels: kernels) {
            decoder = nil
            decoding = GroupStage(stage: stage, work: nil)
        } else {
            let context = DecoderContext(outputs: outputs, outputCount: outputCount, actions: actions)
            guard let part = try kit.makeDecoder(context) else { preconditionFailure("a kit without its decoder") }
            decoder = part
            decoding = GroupStage(stage: part.stage, work: part)
        }
        stages = encoding.stages + [decoding]
        ratedStages = encoding.stages + (noise.map { [GroupStage(stage: $0.stage, work: $0)] } ?? []) + [decoding]
    }

    private static func noise(
        _ decoder: PolicyDecoder, on outputs: NetworkOutputs, capacity: Int
    ) -> ActionNoise? {
        guard case .continuous(let low, _, let noise) = decoder, noise > 0, case .floats(let floats) = outputs else {
            return nil
        }
        return ActionNoise(deviation: noise, outputs: floats, count: low.count, capacity: capacity)
    }

    private static func virtualBatch(
        _ shape: PolicyShape, _ network: DenseNetwork, _ kit: any WorkerKit, _ kernels: KernelSet
    ) throws -> VirtualBatch? {
        guard let reference = shape.reference else { return nil }
        var encoding = Encoding()
        let inputs = DenseInputs(width: network.widths[0], capacity: reference.count)
        try encoding.makeNumbers(shape.encoder, reference.lanes, inputs, kit, kernels)
        let virtualBatch = VirtualBatch(
            network, size: reference.count, inputs: inputs, encoding: encoding.stages.map(\.stage),
            normalizer: encoding.normalizer, kernels: kernels)
        virtualBatch.encode(nil)
        return virtualBatch
    }

    /// How observations become inputs.
    private struct Encoding {
        var stages: [GroupStage] = []
        var part: (any EpisodePart)?
        var normalizer: ObservationNormalizer?

        mutating func append(_ stage: Stage, _ worker: (any LaneWork)?) {
            stages.append(GroupStage(stage: stage, work: worker))
        }

        /// Observations as numbers.
        mutating func numbers(of batch: ObservationBatch, _ kernels: KernelSet) -> ObservationBatch {
            guard batch.image != nil else { return batch }
            let numbers = ObservationBatch(
                capacity: batch.capacity, valueCount: batch.valueCount, layout: .laneMajor)
            append(kernels.widening(batch, into: numbers), nil)
            return numbers
        }

        mutating func makeBits(
            _ encoder: PolicyEncoder, _ batch: ObservationBatch, _ bits: Buffer<UInt64>, _ kit: any WorkerKit,
            _ kernels: KernelSet
        ) throws {
            switch encoder {
            case .thresholds(let thresholds):
                let numbers = numbers(of: batch, kernels)
                append(ThresholdEncoder(thresholds, kernels: kernels).stage(from: numbers, into: bits), nil)
            case .script(_, _, let bitCount):
                let context = EncoderContext(batch: batch, bits: bits, bitCount: bitCount)
                guard let part = try kit.makeEncoder(context) else { preconditionFailure("a kit without its encoder") }
                self.part = part
                append(part.stage, part)
            case .values, .normalized: preconditionFailure("numbers for a binary network")
            }
        }

        mutating func makeNumbers(
            _ encoder: PolicyEncoder, _ batch: ObservationBatch, _ inputs: DenseInputs, _ kit: any WorkerKit,
            _ kernels: KernelSet
        ) throws {
            switch encoder {
            case .values:
                append(kernels.observing(numbers(of: batch, kernels), normalizer: nil, into: inputs), nil)
            case .normalized(let count, let clip):
                let normalizer = ObservationNormalizer(valueCount: count, clip: clip, capacity: batch.capacity)
                self.normalizer = normalizer
                append(kernels.observing(numbers(of: batch, kernels), normalizer: normalizer, into: inputs), nil)
            case .thresholds, .script:
                let bits = Buffer<UInt64>(
                    repeating: 0, count: batch.capacity * NetworkShape.words(encoder.inputCount))
                try makeBits(encoder, batch, bits, kit, kernels)
                append(kernels.spreading(bits, capacity: batch.capacity, into: inputs), nil)
            }
        }
    }
}
