import Kernels
import TestSupport
import Testing

@Suite struct `The encode kernel` {
    private func check(
        _ kernels: KernelSet,
        _ thresholds: [[Float]],
        isOneHot: Bool,
        layout: BatchLayout,
        observations: [[Float]],
        label: String
    ) throws {
        let table = ThresholdTable(thresholds: thresholds, isOneHot: isOneHot)
        let capacity = observations.count + 2
        let batch = Buffer<Float>(repeating: .infinity, count: thresholds.count * capacity)
        for (lane, observation) in observations.enumerated() {
            for (value, number) in observation.enumerated() {
                let position =
                    layout == .laneMajor ? lane * observation.count + value : value * capacity + lane
                batch[position] = number
            }
        }
        let words = (table.bitCount + 63) / 64
        let bits = Buffer<UInt64>(repeating: .max, count: capacity * words)
        try kernels.encoding(table, observations: batch, layout: layout, capacity: capacity, into: bits)
            .run(lanes: observations.count)
        let naive = observations.map {
            isOneHot ? NaiveEncoder.oneHot($0, thresholds) : NaiveEncoder.thermometer($0, thresholds)
        }
        #expect(naive.allSatisfy { $0.count == table.bitCount }, "\(label)")
        let used = observations.count * words
        #expect(bits.array(0..<used) == naive.flatMap(NaiveEncoder.packed), "\(kernels.name), \(label)")
        #expect(bits.array(used..<bits.count).allSatisfy { $0 == .max }, "\(kernels.name), \(label)")
    }

    /// Values around the thresholds and all kinds that are no ordinary number.
    private func observation(_ thresholds: [[Float]], _ random: inout SplitMix64) -> [Float] {
        thresholds.map { thresholds in
            let special: [Float] = [.nan, -.nan, .infinity, -.infinity, 0, -0.0, .greatestFiniteMagnitude, 0x1p-149]
            switch Int.random(in: 0..<6, using: &random) {
            case 0: return special.randomElement(using: &random)!
            case 1: return thresholds.randomElement(using: &random) ?? 1
            case 2: return (thresholds.randomElement(using: &random) ?? 1).nextUp
            case 3: return (thresholds.randomElement(using: &random) ?? 1).nextDown
            default: return Float.random(in: -3...3, using: &random)
            }
        }
    }

    @Test(arguments: KernelSet.available, [false, true]) func `equals one comparison after the other`(
        kernels: KernelSet,
        isOneHot: Bool
    ) throws {
        for seed in 0..<150 {
            var random = SplitMix64(seed: UInt64(seed))
            let longest = [4, 20, 150][seed % 3]
            let thresholds = (0..<Int.random(in: 1...9, using: &random)).map { _ in
                (0..<Int.random(in: (isOneHot ? 0 : 1)...longest, using: &random))
                    .map { _ in Float.random(in: -2...2, using: &random) }.sorted()
            }
            let observations = (0..<Int.random(in: 1...19, using: &random)).map { _ in observation(thresholds, &random)
            }
            for layout in [BatchLayout.laneMajor, .valueMajor] {
                try check(
                    kernels, thresholds, isOneHot: isOneHot, layout: layout, observations: observations,
                    label: "seed \(seed), \(layout)")
            }
        }
    }

    @Test(arguments: KernelSet.available) func `counts equal and infinite thresholds, and zeros of either sign`(
        kernels: KernelSet
    ) throws {
        let thresholds: [[Float]] = [[-.infinity, -1, -1, 0, 1, .infinity], [-0.0], [0]]
        let values: [Float] = [-.infinity, -2, -1, -0.5, -0.0, 0, 0.5, 1, 2, .infinity, .nan]
        for isOneHot in [false, true] {
            try check(
                kernels, thresholds, isOneHot: isOneHot, layout: .laneMajor,
                observations: values.map { [$0, $0, $0] }, label: "one-hot: \(isOneHot)")
        }
    }

    @Test func `refuses more lanes than there are observations`() async {
        await #expect(processExitsWith: .failure) {
            let table = ThresholdTable(thresholds: [[0]], isOneHot: false)
            let stage = KernelSet.best.encoding(
                table, observations: Buffer([1, 2]), layout: .laneMajor, capacity: 2, into: Buffer([0, 0]))
            try stage.run(lanes: 3)
        }
    }
}
