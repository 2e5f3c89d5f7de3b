import Environments
import Kernels
import Networks

/// What a policy does in a step of a group: encode, run the networks, decode.
struct PolicyStages {
    let networks: any LoadedNetworks
    /// In their order.
    let stages: [Stage]
    /// Who carries out each of them; nil for what cannot fail.
    let work: [(any LaneWork)?]
    let encoder: (any EpisodePart)?
    let decoder: (any EpisodePart)?
    /// What normalises observations, where that is done.
    let normalizer: ObservationNormalizer?

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
        let forward: Stage
        let outputs: NetworkOutputs
        switch shape.network {
        case .binary(let network):
            let loaded = LoadedBinaryNetworks(network, slots: slots, capacity: capacity, kernels: kernels)
            let bits = Buffer<UInt64>(repeating: 0, count: capacity * network.shape.inputWords)
            let integers = Buffer<Int32>(repeating: 0, count: capacity * outputCount)
            try encoding.makeBits(shape.encoder, batch, bits, kit, kernels)
            forward = kernels.forward(loaded.networks, inputs: bits, outputs: integers)
            (networks, outputs) = (loaded, .integers(integers))
        case .dense(let network):
            let loaded = LoadedDenseNetworks(network, slots: slots, capacity: capacity)
            let inputs = DenseInputs(width: network.widths[0], capacity: capacity)
            let floats = Buffer<Float>(repeating: 0, count: capacity * outputCount)
            try encoding.makeNumbers(shape.encoder, batch, inputs, kit, kernels)
            forward = kernels.forward(loaded.networks, inputs: inputs, outputs: floats)
            (networks, outputs) = (loaded, .floats(floats))
        }
        encoder = encoding.part
        normalizer = encoding.normalizer
        encoding.append(forward, nil)
        if let stage = shape.decoder.stage(from: outputs, into: actions, kernels: kernels) {
            decoder = nil
            encoding.append(stage, nil)
        } else {
            let context = DecoderContext(outputs: outputs, outputCount: outputCount, actions: actions)
            guard let part = try kit.makeDecoder(context) else { preconditionFailure("a kit without its decoder") }
            decoder = part
            encoding.append(part.stage, part)
        }
        (stages, work) = (encoding.stages, encoding.work)
    }

    /// How observations become inputs.
    private struct Encoding {
        var stages: [Stage] = []
        var work: [(any LaneWork)?] = []
        var part: (any EpisodePart)?
        var normalizer: ObservationNormalizer?

        mutating func append(_ stage: Stage, _ worker: (any LaneWork)?) {
            stages.append(stage)
            work.append(worker)
        }

        mutating func makeBits(
            _ encoder: PolicyEncoder, _ batch: ObservationBatch, _ bits: Buffer<UInt64>, _ kit: any WorkerKit,
            _ kernels: KernelSet
        ) throws {
            switch encoder {
            case .thresholds(let thresholds):
                append(ThresholdEncoder(thresholds, kernels: kernels).stage(from: batch, into: bits), nil)
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
            case .values: append(kernels.observing(batch, normalizer: nil, into: inputs), nil)
            case .normalized(let count, let clip):
                let normalizer = ObservationNormalizer(valueCount: count, clip: clip, capacity: batch.capacity)
                self.normalizer = normalizer
                append(kernels.observing(batch, normalizer: normalizer, into: inputs), nil)
            case .thresholds, .script:
                let bits = Buffer<UInt64>(
                    repeating: 0, count: batch.capacity * NetworkShape.words(encoder.inputCount))
                try makeBits(encoder, batch, bits, kit, kernels)
                append(kernels.spreading(bits, capacity: batch.capacity, into: inputs), nil)
            }
        }
    }
}
