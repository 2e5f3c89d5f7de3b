import Kernels
import TestSupport
import Testing

/// A network as the forward kernel sees it, run one bit at a time: no masks, no counting of whole words.
private struct NaiveRows {
    struct Layer {
        /// Shape `[outputs, inputs]`.
        let rows: [[Bool]]
        let thresholds: [Int]
    }

    let layers: [Layer]

    /// - Parameter threshold: The threshold of a row of so many inputs.
    init(widths: [Int], using random: inout SplitMix64, threshold: (Int, inout SplitMix64) -> Int) {
        var layers: [Layer] = []
        for (inputs, outputs) in zip(widths, widths.dropFirst()) {
            let rows = (0..<outputs).map { _ in (0..<inputs).map { _ in random.next() >> 63 == 1 } }
            layers.append(Layer(rows: rows, thresholds: (0..<outputs).map { _ in threshold(inputs, &random) }))
        }
        self.layers = layers
    }

    func outputs(_ input: [Bool]) -> [Int32] {
        var x = input
        for (index, layer) in layers.enumerated() {
            let mismatches = layer.rows.map { row in
                var count = 0
                for i in 0..<row.count where row[i] != x[i] { count += 1 }
                return count
            }
            let pairs = zip(mismatches, layer.thresholds)
            if index == layers.count - 1 { return pairs.map { Int32($1 - 2 * $0) } }
            x = pairs.map { $0 < $1 }
        }
        return []
    }

    func write(to bank: NetworkBank, slot: Int) {
        let bits = NaiveEncoder.packed(layers.flatMap(\.rows).flatMap(\.self))
        let thresholds = layers.flatMap(\.thresholds).map(Int32.init)
        bank.store(bits: Buffer(bits), thresholds: Buffer(thresholds), slot: slot)
    }
}

/// Several lanes, each with an input and a network of its own, in slots of another order than the lanes.
private struct ForwardCase {
    let widths: [Int]
    let lanes: Int
    let shape: NetworkShape
    /// One for each slot; no lane uses the last two.
    private let networks: [NaiveRows]
    let slots: [Int]
    let inputs: Buffer<UInt64>
    let expected: [Int32]

    init(
        widths: [Int],
        lanes: Int,
        using random: inout SplitMix64,
        threshold: (Int, inout SplitMix64) -> Int = { inputs, random in .random(in: -1...inputs + 1, using: &random) }
    ) {
        self.widths = widths
        self.lanes = lanes
        shape = NetworkShape(widths: widths)
        networks = (0..<lanes + 2).map { _ in NaiveRows(widths: widths, using: &random, threshold: threshold) }
        slots = Array((0..<lanes + 2).shuffled(using: &random).prefix(lanes))
        inputs = Buffer(repeating: 0, count: lanes * shape.inputWords)
        var expected: [Int32] = []
        for lane in 0..<lanes {
            let input = (0..<widths[0]).map { _ in random.next() >> 63 == 1 }
            inputs.copy(from: NaiveEncoder.packed(input), at: lane * shape.inputWords)
            expected += networks[slots[lane]].outputs(input)
        }
        self.expected = expected
    }

    /// The outputs of all lanes, and whether the kernel left alone what stands behind them.
    func run(_ kernels: KernelSet) throws -> (outputs: [Int32], isConfined: Bool) {
        let bank = NetworkBank(shape: shape, slots: networks.count, kernels: kernels)
        for (slot, network) in networks.enumerated() { network.write(to: bank, slot: slot) }
        let outputs = Buffer<Int32>(repeating: 77, count: expected.count + 16)
        let lanes = LaneNetworks(bank: bank, capacity: slots.count)
        for (lane, slot) in slots.enumerated() { lanes[lane] = slot }
        try kernels.forward(lanes, inputs: inputs, outputs: outputs).run(lanes: slots.count)
        let isConfined = outputs.array(expected.count..<outputs.count).allSatisfy { $0 == 77 }
        return (outputs.array(0..<expected.count), isConfined)
    }
}

@Suite struct `The forward kernel` {
    private func check(_ trial: ForwardCase, seed: Int) throws {
        for kernels in KernelSet.available {
            let (outputs, isConfined) = try trial.run(kernels)
            #expect(outputs == trial.expected, "\(kernels.name), widths \(trial.widths), seed \(seed)")
            #expect(isConfined, "\(kernels.name) writes past its memory, widths \(trial.widths), seed \(seed)")
        }
    }

    /// Three networks for each width, where it is that of the input, of a hidden layer, and of the output.
    @Test(arguments: [1...75, 76...150, 151...225, 226...300])
    func `equals a network run bit by bit for every width of every layer`(widths: ClosedRange<Int>) throws {
        for width in widths {
            var random = SplitMix64(seed: UInt64(width))
            func narrow() -> Int { .random(in: 1...16, using: &random) }
            let others = (0..<4).map { _ in narrow() }
            let depth = Int.random(in: 0...8, using: &random)
            let hidden = (0..<depth).map { _ in narrow() }
            for widths in [[width] + hidden + [others[0]], [others[1], width, others[2]], [others[3], width]] {
                try check(ForwardCase(widths: widths, lanes: 2, using: &random), seed: width)
            }
        }
    }

    @Test(arguments: 0...8) func `equals a network run bit by bit at every depth`(depth: Int) throws {
        for seed in 0..<6 {
            var random = SplitMix64(seed: UInt64(100 * depth + seed))
            let widths = (0..<depth + 2).map { _ in Int.random(in: 1...140, using: &random) }
            try check(ForwardCase(widths: widths, lanes: 1 + seed, using: &random), seed: seed)
        }
    }

    @Test func `takes thresholds that no count reaches, and those that every count is below`() throws {
        let thresholds = [-(1 << 30), -1, 0, 1, 64, 65, 66, 1 << 30]
        for seed in 0..<8 {
            var random = SplitMix64(seed: UInt64(seed))
            let trial = ForwardCase(widths: [65, 65, 65], lanes: 4, using: &random) { _, random in
                thresholds[Int.random(in: 0..<thresholds.count, using: &random)]
            }
            try check(trial, seed: seed)
        }
    }

    @Test func `runs networks of thousands of units`() throws {
        var random = SplitMix64(seed: 1)
        try check(ForwardCase(widths: [4099, 7, 2050, 3], lanes: 2, using: &random), seed: 1)
    }

    @Test func `lets lanes share a network`() throws {
        var random = SplitMix64(seed: 2)
        let network = NaiveRows(widths: [70, 40, 5], using: &random) { inputs, random in
            .random(in: 0...inputs, using: &random)
        }
        let inputs = (0..<8).map { _ in (0..<70).map { _ in random.next() >> 63 == 1 } }
        for kernels in KernelSet.available {
            let bank = NetworkBank(shape: NetworkShape(widths: [70, 40, 5]), slots: 2, kernels: kernels)
            network.write(to: bank, slot: 1)
            let outputs = Buffer<Int32>(repeating: 0, count: 40)
            let lanes = LaneNetworks(bank: bank, capacity: 8)
            for lane in 0..<8 { lanes[lane] = 1 }
            let packed = Buffer(inputs.flatMap(NaiveEncoder.packed))
            try kernels.forward(lanes, inputs: packed, outputs: outputs).run(lanes: 8)
            #expect(outputs.array() == inputs.flatMap(network.outputs), "\(kernels.name)")
        }
    }

    @Test func `refuses a slot that the bank does not have`() async {
        await #expect(processExitsWith: .failure) {
            let bank = NetworkBank(shape: NetworkShape(widths: [1, 1]), slots: 2, kernels: .best)
            LaneNetworks(bank: bank, capacity: 1)[0] = 2
        }
    }
}
