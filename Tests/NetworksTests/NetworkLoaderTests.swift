import Kernels
import Networks
import TestSupport
import Testing

/// The biases of a layer of so many outputs.
private typealias BiasMaker = (_ layer: Int, _ outputs: Int, _ random: inout SplitMix64) -> [Int]

/// Networks of one shape, run by the kernels from genomes, beside the same networks written out.
private struct LoadedNetworks {
    let widths: [Int]
    let networks: [NaiveNetwork]
    let inputs: [[Int]]
    let hasBiases: Bool
    private let network: BinaryNetwork
    /// One for each slot; no lane uses the last.
    private let genomes: [Genome]
    private let slots: [Int]

    /// - Parameter biases: Nil for networks without.
    init(
        widths: [Int],
        lanes: Int,
        using random: inout SplitMix64,
        biases: BiasMaker?
    ) {
        self.widths = widths
        hasBiases = biases != nil
        network = BinaryNetwork(widths: widths, hasBiases: hasBiases)
        var genomes = [Genome](repeating: network.makeGenome(), count: lanes + 1)
        slots = (0...lanes).shuffled(using: &random).dropLast()
        var networks: [NaiveNetwork] = []
        for lane in 0..<lanes {
            var draws = SplitMix64(seed: random.next())
            let naive = NaiveNetwork(widths: widths, using: &random) { layer, outputs in
                biases?(layer, outputs, &draws) ?? [Int](repeating: 0, count: outputs)
            }
            let genome = network.makeGenome()
            genome.bits.copy(from: naive.bits)
            if hasBiases { genome.floats.copy(from: naive.layers.flatMap(\.biases).map(Float.init)) }
            genomes[slots[lane]] = genome
            networks.append(naive)
        }
        self.networks = networks
        self.genomes = genomes
        inputs = (0..<lanes).map { _ in NaiveNetwork.signs(widths[0], using: &random) }
    }

    func outputs(_ kernels: KernelSet) throws -> [Int32] {
        let bank = NetworkBank(shape: network.shape, slots: genomes.count, kernels: kernels)
        let loader = NetworkLoader(network)
        for (slot, genome) in genomes.enumerated() { loader.load(genome, into: bank, slot: slot) }
        let outputs = Buffer<Int32>(repeating: 0, count: inputs.count * bank.shape.outputCount)
        let networks = LaneNetworks(bank: bank, capacity: slots.count)
        for (lane, slot) in slots.enumerated() { networks[lane] = slot }
        let packed = Buffer(inputs.flatMap(NaiveNetwork.packed))
        try kernels.forward(networks, inputs: packed, outputs: outputs).run(lanes: slots.count)
        return outputs.array()
    }

    var expected: [Int32] { zip(networks, inputs).flatMap { $0.outputs($1) }.map(Int32.init) }
}

@Suite struct `A network loaded from a genome` {
    private func check(_ networks: LoadedNetworks, _ label: String) throws {
        let expected = networks.expected
        for kernels in KernelSet.available {
            #expect(try networks.outputs(kernels) == expected, "\(kernels.name), widths \(networks.widths), \(label)")
        }
    }

    /// Small biases of both signs and parities: those for which the rounding of the threshold matters.
    private let smallBiases: BiasMaker = { _, outputs, random in
        var biases: [Int] = []
        for _ in 0..<outputs { biases.append(Int.random(in: -5...5, using: &random)) }
        return biases
    }

    /// Each width as that of the input, of a hidden layer and of the output, with and without biases.
    @Test(arguments: [1...75, 76...150, 151...225, 226...300])
    func `gives the sums of a network of -1 and +1 for every width`(range: ClosedRange<Int>) throws {
        for width in range {
            var random = SplitMix64(seed: UInt64(width))
            func narrow() -> Int { .random(in: 1...16, using: &random) }
            let hidden = (0..<Int.random(in: 0...8, using: &random)).map { _ in narrow() }
            for widths in [[width] + hidden + [narrow()], [narrow(), width, narrow()], [narrow(), width]] {
                for hasBiases in [false, true] {
                    let networks = LoadedNetworks(
                        widths: widths, lanes: 2, using: &random, biases: hasBiases ? smallBiases : nil)
                    try check(networks, "biases: \(hasBiases), seed \(width)")
                }
            }
        }
    }

    @Test(arguments: [[64, 64, 1], [128, 64, 192, 3], [64, 100], [256, 128, 64, 5]])
    func `gives them where rows are whole words of the genome`(widths: [Int]) throws {
        var random = SplitMix64(seed: 1)
        try check(LoadedNetworks(widths: widths, lanes: 5, using: &random, biases: smallBiases), "")
    }

    /// One unit for each bias around every threshold that a count of mismatches can cross.
    @Test(arguments: [1, 2, 3, 5, 31, 32, 33, 63, 64, 65, 66, 127, 128, 129])
    func `fires by the sign of the sum for every bias of either parity`(inputs: Int) throws {
        let biases = Array(-inputs - 3...inputs + 3)
        for seed in 0..<6 {
            var random = SplitMix64(seed: UInt64(seed))
            var networks = LoadedNetworks(widths: [inputs, biases.count, 1], lanes: 1, using: &random) { layer, _, _ in
                layer == 0 ? biases : [0]
            }
            try check(networks, "seed \(seed)")
            // As outputs the sums show themselves.
            networks = LoadedNetworks(widths: [inputs, biases.count], lanes: 2, using: &random) { _, _, _ in biases }
            try check(networks, "seed \(seed)")
        }
    }

    @Test func `has the hidden unit of every bias and every count of mismatches`() throws {
        for inputs in 1...66 {
            for bias in (-inputs - 4)...(inputs + 4) {
                let threshold = NetworkLoader.hiddenThreshold(inputs: inputs, bias: bias)
                for mismatches in 0...inputs where (mismatches < threshold) != (inputs - 2 * mismatches + bias > 0) {
                    Issue.record("\(inputs) inputs, bias \(bias), \(mismatches) mismatches: threshold \(threshold)")
                }
            }
        }
    }

    @Test func `takes extreme biases`() throws {
        let extremes = [1 << 30, -(1 << 30), 1 << 30 - 64, -(1 << 30) + 64, 1 << 20, -(1 << 20), 0, 1]
        for seed in 0..<4 {
            var random = SplitMix64(seed: UInt64(seed))
            let networks = LoadedNetworks(widths: [70, 65, 8], lanes: 3, using: &random) { _, outputs, random in
                (0..<outputs).map { _ in extremes[Int.random(in: 0..<8, using: &random)] }
            }
            try check(networks, "seed \(seed)")
        }
    }

    @Test func `rounds real biases to integers, ties to even, within 2^30`() {
        let values: [(Float, Int)] = [
            (0.5, 0), (-0.5, 0), (1.5, 2), (2.5, 2), (-1.5, -2), (0.49, 0), (-0.51, -1), (1e9, 1_000_000_000),
            (1e10, 1 << 30), (-1e10, -(1 << 30)), (.infinity, 1 << 30), (-.infinity, -(1 << 30)), (.nan, 0),
        ]
        for (value, bias) in values { #expect(NetworkLoader.bias(value) == bias, "\(value)") }
    }
}

@Suite struct `A binary network` {
    @Test func `names its layers and gives each its part of a genome`() {
        let layers = BinaryNetwork(widths: [4, 3, 2, 1], hasBiases: true).layers
        #expect(layers.map(\.name) == ["hidden_0", "hidden_1", "output"])
        #expect(layers.map(\.bits) == [0..<12, 12..<18, 18..<20])
        #expect(layers.map(\.biases) == [0..<3, 3..<5, 5..<6])
        #expect(layers.map(\.inputs) == [4, 3, 2])
        #expect(layers.map(\.outputs) == [3, 2, 1])
    }

    @Test func `counts its parameters`() {
        let network = BinaryNetwork(widths: [64, 64, 1], hasBiases: true)
        #expect(network.bitCount == 4160)
        #expect(network.floatCount == 65)
        #expect(BinaryNetwork(widths: [64, 64, 1], hasBiases: false).floatCount == 0)
        #expect(BinaryNetwork(widths: [3, 2], hasBiases: false).layers.map(\.biases) == [0..<0])
    }

    @Test func `has a genome whose last word holds no other bits`() {
        let genome = BinaryNetwork(widths: [7, 10], hasBiases: true).makeGenome()
        genome.bits.fill(.max)
        genome.clearPadding()
        #expect(genome.bits.array() == [.max, 0x3f])
        let copy = genome.copy()
        genome.bits[0] = 0
        genome.floats[9] = 2
        #expect(copy.bits.array() == [.max, 0x3f])
        #expect(copy.floats.array() == [Float](repeating: 0, count: 10))
    }
}
