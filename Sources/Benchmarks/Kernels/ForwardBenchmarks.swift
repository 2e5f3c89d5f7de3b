import Kernels
import Networks
import Randomness

/// Networks with random weights, and inputs for them.
private struct RandomNetworks {
    let inputs: Buffer<UInt64>
    let outputs: Buffer<Int32>
    private let stage: Stage

    /// - Parameter networks: Different ones; lane by lane in turn.
    init(widths: [Int], networks count: Int, lanes: Int, kernels: KernelSet) {
        let network = BinaryNetwork(widths: widths, hasBiases: false)
        var random = RandomStream(RandomAddress(seed: 1, purpose: .initial))
        let bank = NetworkBank(shape: network.shape, slots: count, kernels: kernels)
        let loader = NetworkLoader(network)
        let genome = network.makeGenome()
        for slot in 0..<count {
            for word in 0..<genome.bits.count { genome.bits[word] = random.next() }
            genome.clearPadding()
            loader.load(genome, into: bank, slot: slot)
        }
        let networks = LaneNetworks(bank: bank, capacity: lanes)
        for lane in 0..<lanes { networks[lane] = lane % count }
        inputs = Buffer(repeating: 0, count: lanes * network.shape.inputWords)
        for word in 0..<inputs.count { inputs[word] = random.next() }
        outputs = Buffer(repeating: 0, count: lanes * network.shape.outputCount)
        stage = kernels.forward(networks, inputs: inputs, outputs: outputs)
    }

    func forward() throws { try stage.run(lanes: stage.capacity) }
}

extension Benchmark {
    static let forward = Benchmark(
        "forward",
        unit: "networks/s",
        "Forward passes of 16 different binary networks 64-64-1, independent inputs, by one call."
    ) { settings in
        let networks = RandomNetworks(widths: [64, 64, 1], networks: 16, lanes: 16, kernels: settings.kernels)
        let rates = try settings.rates(items: 16) { for _ in 0..<$0 { try networks.forward() } }
        return Measurement(work: "64-64-1, 16 networks, independent inputs", samples: rates)
    }

    static let forwardSequential = Benchmark(
        "forward-sequential",
        unit: "networks/s",
        "Forward passes of one binary network 64-64-1 where each output feeds the next input."
    ) { settings in
        let networks = RandomNetworks(widths: [64, 64, 1], networks: 1, lanes: 1, kernels: settings.kernels)
        let rates = try settings.rates(items: 1) {
            for _ in 0..<$0 {
                try networks.forward()
                networks.inputs[0] ^= UInt64(bitPattern: Int64(networks.outputs[0]))
            }
        }
        return Measurement(work: "64-64-1, output feeds the next input", samples: rates)
    }

    static let forwardWideSingle = wide("forward-wide-single", lanes: 1, "one input at a time")
    static let forwardWide = wide("forward-wide", lanes: 64, "64 inputs of one network by one call")

    private static func wide(_ name: String, lanes: Int, _ manner: String) -> Benchmark {
        Benchmark(
            name,
            unit: "networks/s",
            "Forward passes of a binary network 1024-1024-1024-10, \(manner)."
        ) { settings in
            let networks = RandomNetworks(
                widths: [1024, 1024, 1024, 10],
                networks: 1,
                lanes: lanes,
                kernels: settings.kernels
            )
            let rates = try settings.rates(items: Double(lanes)) { for _ in 0..<$0 { try networks.forward() } }
            return Measurement(work: "1024-1024-1024-10, \(manner)", samples: rates)
        }
    }
}
