import Foundation
import Kernels
import Networks
import TestSupport
import Testing

@Suite struct `Observation thresholds` {
    @Test func `of a thermometer stand in the middle of equal parts`() {
        let thresholds = ObservationThresholds.thermometer(count: 4, low: [-2, 0], high: [2, 1])
        #expect(thresholds.values == [[-1.5, -0.5, 0.5, 1.5], [0.125, 0.375, 0.625, 0.875]])
        #expect(!thresholds.isOneHot)
        #expect(thresholds.bitCount == 8)
    }

    @Test func `of a thermometer are computed in float64 and then rounded`() {
        let thresholds = ObservationThresholds.thermometer(count: 16, low: [-2.4], high: [2.4]).values[0]
        for i in 1...16 {
            #expect(thresholds[i - 1] == Float(-2.4 + (2.4 - -2.4) * (Double(i) - 0.5) / 16), "threshold \(i)")
        }
        #expect(thresholds[8] == 0.15)
    }

    @Test func `of buckets are the inner edges of equal cells`() {
        let thresholds = ObservationThresholds.buckets(count: 4, low: [-2], high: [2])
        #expect(thresholds.values == [[-1, 0, 1]])
        #expect(thresholds.isOneHot)
        #expect(thresholds.bitCount == 4)
        let single = ObservationThresholds.buckets(count: 1, low: [0, 0], high: [1, 1])
        #expect(single.values == [[], []])
        #expect(single.bitCount == 2)
    }

    @Test func `of the original system reach from bound to bound`() {
        let thresholds = ObservationThresholds.genomeBuckets(count: 16, low: [-2.4, -41.8], high: [2.4, 41.8])
        #expect(thresholds.bitCount == 32)
        #expect(thresholds.values.map(\.count) == [15, 15])
        #expect(thresholds.values[0].first == -2.4 && thresholds.values[0].last == 2.4)
        #expect(thresholds.values[1][7] == 0)
        // The angle of a running episode, at most 12 degrees, lies in the two middle cells.
        let reached = thresholds.values[1].count { $0 <= 0.2 }
        #expect(reached == 8 && thresholds.values[1].count { $0 <= -0.2 } == 7)
        #expect(ObservationThresholds.genomeBuckets(count: 2, low: [-1], high: [1]).values == [[-1]])
        #expect(ObservationThresholds.genomeBuckets(count: 3, low: [-1], high: [1]).values == [[-1, 1]])
        #expect(ObservationThresholds.genomeBuckets(count: 1, low: [-1], high: [1]).values == [[]])
    }

    @Test func `of signs and bits are one a value`() {
        #expect(ObservationThresholds.sign(values: 3).values == [[0], [0], [0]])
        #expect(ObservationThresholds.bits(values: 2).values == [[0.5], [0.5]])
        #expect(ObservationThresholds.sign(values: 3).bitCount == 3)
    }

    @Test func `at quantiles split observations evenly`() {
        let samples = (1...100).map(Float.init).shuffled()
        let thresholds = ObservationThresholds.quantiles(count: 10, of: [samples], isOneHot: true).values[0]
        #expect(thresholds.count == 9)
        for (i, threshold) in thresholds.enumerated() { #expect(samples.count { $0 < threshold } == 10 * (i + 1)) }
        #expect(ObservationThresholds.quantiles(count: 3, of: [[5]], isOneHot: false).values == [[5, 5, 5]])
        #expect(ObservationThresholds.quantiles(count: 1, of: [[1, 2, 4]], isOneHot: false).values == [[2]])
        #expect(ObservationThresholds.quantiles(count: 1, of: [[1, 2, 4]], isOneHot: true).values == [[]])
    }

    @Test(.enabled(if: Python.isExpected, Comment(rawValue: Python.skipComment)))
    func `at quantiles are numpy's, rounded to float32`() throws {
        struct Request: Encodable {
            let samples: [Double]
            let fractions: [Double]
        }
        let numpy = try PythonSession("numpy_quantiles.py", [])
        var random = SplitMix64(seed: 1)
        for count in [1, 2, 7, 16] {
            for length in [1, 2, 3, 10, 1001] {
                for isOneHot in [false, true] where !(isOneHot && count == 1) {
                    // A third of the values are equal.
                    let samples = (0..<length).map { _ in
                        random.next() % 3 == 0 ? Float(0.25) : Float.random(in: -3...3, using: &random)
                    }
                    let fractions =
                        isOneHot
                        ? (1..<count).map { Double($0) / Double(count) }
                        : (1...count).map { (Double($0) - 0.5) / Double(count) }
                    let request = Request(samples: samples.map(Double.init), fractions: fractions)
                    let answer = try numpy.ask(String(decoding: JSONEncoder().encode(request), as: UTF8.self))
                    let expected = try JSONDecoder().decode([Double].self, from: Data(answer.utf8))
                    let thresholds = ObservationThresholds.quantiles(count: count, of: [samples], isOneHot: isOneHot)
                    #expect(thresholds.values[0].count == expected.count)
                    for (threshold, quantile) in zip(thresholds.values[0], expected) {
                        let rounded = Float(quantile)
                        #expect(
                            abs(threshold - rounded) <= rounded.ulp,
                            "\(count) of \(length) samples: \(threshold), numpy \(quantile)")
                    }
                }
            }
        }
    }
}

@Suite struct `A threshold encoder` {
    @Test(arguments: [BatchLayout.laneMajor, .valueMajor], [false, true])
    func `encodes every lane of either layout`(layout: BatchLayout, isOneHot: Bool) throws {
        let values: [[Float]] = (0..<5).map { value in (0..<20 + value).map { Float($0) / 10 - 1 } }
        let thresholds = ObservationThresholds(values: values, isOneHot: isOneHot)
        let encoder = ThresholdEncoder(thresholds, kernels: .best)
        #expect(encoder.valueCount == 5)
        #expect(encoder.bitCount == thresholds.bitCount)
        var random = SplitMix64(seed: 2)
        let batch = ObservationBatch(capacity: 6, valueCount: 5, layout: layout)
        let observations = (0..<6).map { _ in (0..<5).map { _ in Float.random(in: -2...2, using: &random) } }
        for lane in 0..<6 { for value in 0..<5 { batch[lane: lane, value: value] = observations[lane][value] } }
        let words = (encoder.bitCount + 63) / 64
        let bits = Buffer<UInt64>(repeating: .max, count: 6 * words)
        try encoder.stage(from: batch, into: bits).run(lanes: 4)
        let naive = observations.prefix(4).map {
            isOneHot ? NaiveEncoder.oneHot($0, values) : NaiveEncoder.thermometer($0, values)
        }
        #expect(bits.array(0..<4 * words) == naive.flatMap(NaiveEncoder.packed))
        #expect(bits.array(4 * words..<6 * words).allSatisfy { $0 == .max })
    }
}

@Suite struct `A discrete decoder` {
    @Test func `reads one output for sign and one an action for argmax`() throws {
        let actions = ActionBatch(capacity: 3, shape: .discrete(count: 2))
        let sign = DiscreteDecoder(.sign, actions: 2, kernels: .best)
        #expect(sign.outputCount == 1)
        try sign.stage(from: .integers(Buffer([-1, 0, 4])), into: actions).run(lanes: 3)
        #expect(actions.discrete.array() == [0, 0, 1])
        let argmax = DiscreteDecoder(.argmax, actions: 4, kernels: .best)
        #expect(argmax.outputCount == 4)
        let outputs = Buffer<Int32>([1, 3, 3, 2, -1, -1, -1, -1, 0, 0, 0, 5])
        try argmax.stage(from: .integers(outputs), into: actions).run(lanes: 3)
        #expect(actions.discrete.array() == [1, 0, 3])
    }

    @Test func `is sign for two actions unless another is named`() {
        #expect(DiscreteChoice.standard(actions: 2) == .sign)
        #expect(DiscreteChoice.standard(actions: 1) == .argmax)
        #expect(DiscreteChoice.standard(actions: 3) == .argmax)
    }
}
