import Kernels
import Networks
import Randomness

/// Networks with random weights, and inputs for them.
private struct RandomNetworks {
    let kernels: KernelSet
    let bank: NetworkBank
    let slots: Buffer<Int32>
    let inputs: Buffer<UInt64>
    let outputs: Buffer<Int32>
    let scratch: Buffer<UInt64>
    let lanes: Int

    /// - Parameter networks: Different ones; lane by lane in turn.
    init(widths: [Int], networks: Int, lanes: Int, kernels: KernelSet) {
        let network = BinaryNetwork(widths: widths, hasBiases: false)
        var random = RandomStream(RandomAddress(seed: 1, purpose: .initial))
        self.kernels = kernels
        self.lanes = lanes
        bank = NetworkBank(shape: network.shape, slots: networks, kernels: kernels)
        let loader = NetworkLoader(network)
        let genome = network.makeGenome()
        for slot in 0..<networks {
            for word in 0..<genome.bits.count { genome.bits[word] = random.next() }
            genome.clearPadding()
            loader.load(genome, into: bank, slot: slot)
        }
        slots = Buffer((0..<lanes).map { Int32($0 % networks) })
        inputs = Buffer(repeating: 0, count: lanes * network.shape.inputWords)
        for word in 0..<inputs.count { inputs[word] = random.next() }
        outputs = Buffer(repeating: 0, count: lanes * network.shape.outputCount)
        scratch = Buffer(repeating: 0, count: network.shape.scratchWords)
    }

    func forward() {
        kernels.forward(bank, slots: slots, inputs: inputs, outputs: outputs, lanes: lanes, scratch: scratch)
    }
}

extension Benchmark {
    static let forward = Benchmark(
        "forward",
        unit: "networks/s",
        "Forward passes of 16 different binary networks 64-64-1, independent inputs, by one call."
    ) { settings in
        let networks = RandomNetworks(widths: [64, 64, 1], networks: 16, lanes: 16, kernels: settings.kernels)
        let rates = settings.rates(items: 16) { for _ in 0..<$0 { networks.forward() } }
        return Measurement(work: "64-64-1, 16 networks, independent inputs", samples: rates)
    }

    static let forwardSequential = Benchmark(
        "forward-sequential",
        unit: "networks/s",
        "Forward passes of one binary network 64-64-1 where each output feeds the next input."
    ) { settings in
        let networks = RandomNetworks(widths: [64, 64, 1], networks: 1, lanes: 1, kernels: settings.kernels)
        let rates = settings.rates(items: 1) {
            for _ in 0..<$0 {
                networks.forward()
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
            let rates = settings.rates(items: Double(lanes)) { for _ in 0..<$0 { networks.forward() } }
            return Measurement(work: "1024-1024-1024-10, \(manner)", samples: rates)
        }
    }
}
