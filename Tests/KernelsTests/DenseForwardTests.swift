import Foundation
import Kernels
import TestSupport
import Testing

/// A dense network run number by number, in the order that its kernel promises.
private struct NaiveDense {
    let widths: [Int]
    /// Of each layer, shape `[inputs, outputs]`.
    let weights: [[Float]]
    let biases: [[Float]]

    init(widths: [Int], scale: Float, using random: inout SplitMix64) {
        self.widths = widths
        func number() -> Float { scale * Float.random(in: -1...1, using: &random) }
        weights = zip(widths, widths.dropFirst()).map { inputs, outputs in (0..<inputs * outputs).map { _ in number() }
        }
        biases = widths.dropFirst().map { outputs in (0..<outputs).map { _ in number() } }
    }

    /// The sums of a layer's outputs.
    func sums(_ layer: Int, _ x: [Float]) -> [Float] {
        let outputs = widths[layer + 1]
        return (0..<outputs).map { output in
            let row = x.indices.map { weights[layer][$0 * outputs + output] }
            let bias = biases[layer][output]
            return outputs > 8 ? Self.wide(row, x, bias) : Self.narrow(row, x, bias)
        }
    }

    private static func wide(_ row: [Float], _ x: [Float], _ bias: Float) -> Float {
        var sums: [Float] = [bias, 0]
        for i in x.indices { sums[i % 2] = sums[i % 2].addingProduct(x[i], row[i]) }
        return sums[0] + sums[1]
    }

    private static func narrow(_ row: [Float], _ x: [Float], _ bias: Float) -> Float {
        var sums = [Float](repeating: 0, count: 16)
        for i in x.indices { sums[i % 16] = sums[i % 16].addingProduct(x[i], row[i]) }
        for half in [8, 4, 2, 1] { for i in 0..<half { sums[i] += sums[i + half] } }
        return sums[0] + bias
    }

    func outputs(_ input: [Float], activation: (Float) -> Float) -> [Float] {
        var x = input
        for layer in 0..<weights.count {
            x = sums(layer, x)
            if layer < weights.count - 1 { x = x.map(activation) }
        }
        return x
    }

    /// In parts of any size.
    func write(to bank: DenseBank, slot: Int) {
        let numbers = Buffer(zip(weights, biases).flatMap { $0 + $1 })
        var first = 0
        for size in [1, 7, 40, 300, 9, Int.max] where first < numbers.count {
            let places = first..<min(first + min(size, numbers.count), numbers.count)
            bank.store(places, from: numbers, at: first, slot: slot)
            first = places.upperBound
        }
    }
}

/// Lanes with an input and a network each, in slots of another order.
private struct DenseCase {
    let networks: [NaiveDense]
    let slots: [Int]
    let inputs: [[Float]]
    let widths: [Int]

    init(widths: [Int], lanes: Int, scale: Float = 0.5, seed: Int) {
        var random = SplitMix64(seed: UInt64(seed))
        self.widths = widths
        networks = (0..<lanes + 1).map { _ in NaiveDense(widths: widths, scale: scale, using: &random) }
        slots = Array((0..<lanes + 1).shuffled(using: &random).prefix(lanes))
        inputs = (0..<lanes).map { _ in (0..<widths[0]).map { _ in Float.random(in: -2...2, using: &random) } }
    }

    func run(_ kernels: KernelSet, _ activation: Activation) throws -> [[Float]] {
        let bank = DenseBank(widths: widths, activation: activation, slots: networks.count)
        for (slot, network) in networks.enumerated() { network.write(to: bank, slot: slot) }
        let lanes = LaneNetworks(bank: bank, capacity: slots.count)
        for (lane, slot) in slots.enumerated() { lanes[lane] = slot }
        let rows = DenseInputs(width: widths[0], capacity: slots.count)
        let stride = rows.rows.count / slots.count
        for (lane, input) in inputs.enumerated() { rows.rows.copy(from: input, at: lane * stride) }
        let count = widths.last!
        let outputs = Buffer<Float>(repeating: 77, count: slots.count * count + 32)
        try kernels.forward(lanes, inputs: rows, outputs: outputs).run(lanes: slots.count)
        #expect(outputs.array(slots.count * count..<outputs.count).allSatisfy { $0 == 77 }, "writes past its memory")
        return (0..<slots.count).map { outputs.array($0 * count..<($0 + 1) * count) }
    }

    func expected(_ activation: (Float) -> Float) -> [[Float]] {
        zip(slots, inputs).map { networks[$0].outputs($1, activation: activation) }
    }
}

@Suite struct `The forward kernel of dense networks` {
    private func shapes() -> [[Int]] {
        var random = SplitMix64(seed: 3)
        let fixed = [[64, 64, 2], [4, 16, 16, 2], [1, 1], [3, 8], [3, 9], [17, 16, 33, 8, 9, 5], [300, 130, 1]]
        let drawn = (0..<40).map { _ in
            (0..<Int.random(in: 2...5, using: &random)).map { _ in Int.random(in: 1...100, using: &random) }
        }
        return fixed + drawn
    }

    @Test(arguments: KernelSet.available) func `equals a network run number by number`(kernels: KernelSet) throws {
        for (seed, widths) in shapes().enumerated() {
            let trial = DenseCase(widths: widths, lanes: 1 + seed % 4, seed: seed)
            #expect(try trial.run(kernels, .relu) == trial.expected { $0 > 0 ? $0 : 0 }, "\(widths)")
            #expect(try trial.run(kernels, .lrelu) == trial.expected { $0 > 0 ? $0 : $0 * 0.2 }, "\(widths)")
            #expect(try trial.run(kernels, .linear) == trial.expected { $0 }, "\(widths)")
        }
    }

    @Test func `gives the same bits on every path, whatever the activation and the size of the sums`() throws {
        for activation in Activation.allCases {
            for (seed, scale) in [(1, Float(1e-4)), (2, 0.3), (3, 4), (4, 1e8), (5, 1e30)] {
                let trial = DenseCase(widths: [37, 40, 20, 6, 3], lanes: 3, scale: scale, seed: seed)
                let bits = try KernelSet.available.map { kernels in
                    // What is no number has no bits of its own.
                    try trial.run(kernels, activation).map { $0.map { $0.isNaN ? 0 : $0.bitPattern } }
                }
                #expect(bits.allSatisfy { $0 == bits[0] }, "\(activation), scale \(scale)")
            }
        }
    }

    /// One unit whose weight is 1: what becomes of a number.
    private func activated(_ activation: Activation, _ numbers: [Float], _ kernels: KernelSet) throws -> [Float] {
        let bank = DenseBank(widths: [1, 1, 1], activation: activation, slots: 1)
        bank.store(0..<4, from: Buffer([1, 0, 1, 0]), at: 0, slot: 0)
        let lanes = LaneNetworks(bank: bank, capacity: numbers.count)
        let inputs = DenseInputs(width: 1, capacity: numbers.count)
        for (lane, number) in numbers.enumerated() { inputs.rows[16 * lane] = number }
        let outputs = Buffer<Float>(repeating: 0, count: numbers.count)
        try kernels.forward(lanes, inputs: inputs, outputs: outputs).run(lanes: numbers.count)
        return outputs.array()
    }

    @Test(arguments: [(Activation.tanh, 4.0), (.elu, 3.0)])
    func `comes within a few units of the last place of the activation`(activation: Activation, most: Double) throws {
        let sizes = stride(from: -30.0, through: 6.5, by: 0.01).map { Float(Foundation.exp2($0)) }
        let numbers = sizes + sizes.map { -$0 } + [0]
        let exact: (Double) -> Double = activation == .tanh ? { Foundation.tanh($0) } : { $0 > 0 ? $0 : expm1($0) }
        var largest = 0.0
        for (number, value) in zip(numbers, try activated(activation, numbers, .best)) {
            let expected = exact(Double(number))
            largest = max(largest, abs(Double(value) - expected) / Double(Float(expected).ulp))
        }
        #expect(largest <= most)
    }
}

@Suite struct `Normal deviates in float32` {
    private func draws(_ count: Int, _ kernels: KernelSet, block: UInt32 = 0) -> [Float] {
        let numbers = Buffer<Float>(repeating: 0, count: count)
        let key = BulkKey(counter: [16 * block, 5, 6, 7], key: [1, 2])
        kernels.addNoise(key: key, scale: 1, to: numbers, 0..<count, into: numbers, at: 0)
        return numbers.array()
    }

    @Test func `are the same on every path, and those of a shorter block begin a longer one`() {
        let reference = draws(KernelSet.blockSize, .best)
        for kernels in KernelSet.available {
            #expect(draws(KernelSet.blockSize, kernels) == reference, "\(kernels.name)")
            for count in [1, 15, 16, 17, 31, 32, 33, 100] {
                #expect(draws(count, kernels) == Array(reference.prefix(count)), "\(kernels.name), \(count)")
            }
        }
    }

    @Test func `are added with one rounding, and touch nothing else`() {
        let deviates = draws(50, .best)
        let key = BulkKey(counter: [0, 5, 6, 7], key: [1, 2])
        let source = Buffer<Float>((0..<60).map { Float($0) - 20.7 })
        for kernels in KernelSet.available {
            let target = Buffer<Float>(repeating: 9, count: 70)
            kernels.addNoise(key: key, scale: -0.3, to: source, 4..<54, into: target, at: 7)
            let expected = (0..<50).map { source[$0 + 4].addingProduct(-0.3, deviates[$0]) }
            #expect(target.array(7..<57) == expected, "\(kernels.name)")
            #expect(target.array(0..<7) + target.array(57..<70) == Array(repeating: 9, count: 20))
        }
    }

    @Test func `have the moments and the tails of the normal distribution`() {
        let blocks = 256
        let all = (0..<UInt32(blocks)).flatMap { draws(KernelSet.blockSize, .best, block: $0) }.map(Double.init)
        let count = Double(all.count)
        func mean(_ value: (Double) -> Double) -> Double { all.reduce(0) { $0 + value($1) } / count }
        // Five standard errors of each mean.
        #expect(abs(mean { $0 }) < 5 / count.squareRoot())
        #expect(abs(mean { $0 * $0 } - 1) < 5 * (2 / count).squareRoot())
        #expect(abs(mean { $0 * $0 * $0 }) < 5 * (15 / count).squareRoot())
        #expect(abs(mean { $0 * $0 * $0 * $0 } - 3) < 5 * (96 / count).squareRoot())
        for limit in [0.1, 0.5, 1, 2, 3, 4] {
            let share = erfc(limit / 2.0.squareRoot())
            let found = mean { abs($0) > limit ? 1 : 0 }
            #expect(abs(found - share) < 5 * (share * (1 - share) / count).squareRoot(), "beyond \(limit)")
        }
        // Of neighbors, of the two of a pair, and of one block and the next.
        for distance in [1, 16, 32, KernelSet.blockSize] {
            let product = (0..<all.count - distance).reduce(0.0) { $0 + all[$1] * all[$1 + distance] } / count
            #expect(abs(product) < 5 / count.squareRoot(), "at distance \(distance)")
        }
        #expect(all.allSatisfy { abs($0) < 6.67 })
    }
}
