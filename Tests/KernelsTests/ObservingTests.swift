import Kernels
import TestSupport
import Testing

@Suite struct `Observations for dense networks` {
    private func batch(_ layout: BatchLayout) -> ObservationBatch {
        let batch = ObservationBatch(capacity: 3, valueCount: 2, layout: layout)
        for (lane, values) in [[1, -2], [3, 40], [.nan, 6]].enumerated() {
            for (value, number) in values.enumerated() { batch[lane: lane, value: value] = Float(number) }
        }
        return batch
    }

    @Test(arguments: [BatchLayout.laneMajor, .valueMajor])
    func `are read as they are`(layout: BatchLayout) throws {
        let inputs = DenseInputs(width: 2, capacity: 3)
        try KernelSet.best.observing(batch(layout), normalizer: nil, into: inputs).run(lanes: 2)
        #expect(inputs.rows.array(0..<3) == [1, -2, 0])
        #expect(inputs.rows.array(16..<19) == [3, 40, 0])
        #expect(inputs.rows.array(32..<34) == [0, 0])
    }

    @Test(arguments: [BatchLayout.laneMajor, .valueMajor])
    func `are normalised, cut off and summed lane by lane`(layout: BatchLayout) throws {
        let normalizer = ObservationNormalizer(valueCount: 2, clip: 5, capacity: 3)
        normalizer.set(Normalization(means: [1, 2], deviations: [0.5, 4]))
        let inputs = DenseInputs(width: 2, capacity: 3)
        let stage = KernelSet.best.observing(batch(layout), normalizer: normalizer, into: inputs)
        for _ in 0..<2 { try stage.run(lanes: 3) }
        #expect(inputs.rows.array(0..<2) == [0, -1])
        #expect(inputs.rows.array(16..<18) == [4, 5])
        #expect(inputs.rows.array(32..<34) == [-5, 1], "what is no number is cut off at the low end")
        #expect(normalizer.sums(of: 0) == [2, -4, 2, 8])
        #expect(normalizer.sums(of: 1) == [6, 80, 18, 3200])
        normalizer.move(from: 1, to: 0)
        normalizer.begin(lane: 1)
        #expect(normalizer.sums(of: 0) == [6, 80, 18, 3200])
        #expect(normalizer.sums(of: 1) == [0, 0, 0, 0])
    }

    @Test func `that are bits become -1 and 1`() throws {
        let inputs = DenseInputs(width: 70, capacity: 2)
        let bits = Buffer<UInt64>([5, 1 << 5, 0, 0])
        try KernelSet.best.spreading(bits, capacity: 2, into: inputs).run(lanes: 2)
        let first = inputs.rows.array(0..<80)
        #expect(first.indices.filter { first[$0] == 1 } == [0, 2, 69])
        #expect(first.prefix(70).filter { $0 == -1 }.count == 67)
        #expect(first.suffix(10).allSatisfy { $0 == 0 })
    }
}

@Suite struct `Decoders of dense networks` {
    @Test func `choose by the sign, or the first of the greatest outputs`() throws {
        let actions = Buffer<Int32>(repeating: 7, count: 4)
        let outputs = NetworkOutputs.floats(Buffer([0.5, -1, 0, 2, .nan, 1]))
        try KernelSet.best.signDecoding(outputs: outputs, count: 2, capacity: 3, into: actions).run(lanes: 3)
        #expect(actions.array() == [1, 0, 0, 7])
        let more = NetworkOutputs.floats(Buffer([1, 3, 3, -2, -1, -1.5]))
        try KernelSet.best.argmaxDecoding(outputs: more, count: 3, capacity: 2, into: actions).run(lanes: 2)
        #expect(actions.array() == [1, 1, 0, 7])
    }

    @Test func `choose levels`() throws {
        let actions = ActionBatch(capacity: 2, shape: .real(count: 2))
        let levels = Buffer<Float>([-1, 0, 1, 10, 20, 30])
        let outputs = NetworkOutputs.floats(Buffer([0, 1, 0.5, 3, 2, 1, -1, -1, 0, 0, 0, 0]))
        try KernelSet.best.levelDecoding(outputs: outputs, levels: levels, count: 3, isBySign: false, into: actions)
            .run(lanes: 2)
        #expect(actions.continuous.array() == [0, 10, 1, 10])
    }

    @Test func `stretch -1 to 1 over the bounds of an action, and stay within them`() throws {
        let actions = ActionBatch(capacity: 3, shape: .real(count: 2))
        let outputs = Buffer<Float>([0, 0.5, -1, 1, 3, .nan])
        try KernelSet.best.continuousDecoding(outputs: outputs, low: [-2, 0], high: [2, 8], into: actions)
            .run(lanes: 3)
        #expect(actions.continuous.array() == [0, 6, -2, 8, 2, 0])
    }
}
