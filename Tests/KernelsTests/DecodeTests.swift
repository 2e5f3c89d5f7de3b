import Kernels
import TestSupport
import Testing

@Suite struct `The decode kernels` {
    @Test(arguments: KernelSet.available) func `choose action 1 exactly when the first output is positive`(
        kernels: KernelSet
    ) throws {
        let firsts: [Int32] = [.min, -2, -1, 0, 1, 2, .max]
        for stride in 1...3 {
            for lanes in Array(1...20) + [64] {
                let rest = [Int32](repeating: 9, count: stride - 1)
                let outputs: [Int32] = (0..<lanes).flatMap { lane in [firsts[(lane * 5 + lanes) % 7]] + rest }
                let actions = Buffer<Int32>(repeating: 7, count: lanes + 4)
                let stage = kernels.signDecoding(
                    outputs: .integers(Buffer(outputs)), count: stride, capacity: lanes, into: actions)
                try stage.run(lanes: lanes)
                let expected: [Int32] = (0..<lanes).map { outputs[$0 * stride] > 0 ? 1 : 0 }
                #expect(actions.array() == expected + [7, 7, 7, 7], "\(lanes) lanes, stride \(stride)")
            }
        }
    }

    @Test(arguments: KernelSet.available) func `choose the first of the greatest outputs`(kernels: KernelSet) throws {
        var random = SplitMix64(seed: 1)
        for count in Array(1...20) + [100] {
            for lanes in [1, 2, 7, 16, 33] {
                // Few different values, so that most lanes have ties.
                let values: [Int32] = [.min, -3, 0, 3, .max]
                let spread = Int.random(in: 1...5, using: &random)
                let outputs = (0..<lanes * count).map { _ in values[Int.random(in: 0..<spread, using: &random)] }
                let actions = Buffer<Int32>(repeating: 7, count: lanes + 4)
                let stage = kernels.argmaxDecoding(
                    outputs: .integers(Buffer(outputs)), count: count, capacity: lanes, into: actions)
                try stage.run(lanes: lanes)
                let expected = (0..<lanes).map { lane in
                    let row = outputs[lane * count..<(lane + 1) * count]
                    return Int32(row.firstIndex(of: row.max()!)! - lane * count)
                }
                #expect(actions.array() == expected + [7, 7, 7, 7], "\(lanes) lanes, \(count) outputs")
            }
        }
    }
}

@Suite struct `The books of a step` {
    @Test(arguments: KernelSet.available) func `adds rewards, counts steps and lists the episodes that ended`(
        kernels: KernelSet
    ) throws {
        for seed in 0..<200 {
            var random = SplitMix64(seed: UInt64(seed))
            let lanes = Int.random(in: 1...70, using: &random)
            let limit = [1, 5, 9, Int.max][seed % 4]
            func flags() -> [UInt8] { (0..<lanes).map { _ in Int.random(in: 0..<4, using: &random) == 0 ? 1 : 0 } }
            let rewards = (0..<lanes).map { _ in Double.random(in: -2...2, using: &random) }
            let before = (0..<lanes).map { _ in Double.random(in: -200...200, using: &random) }
            let steps = (0..<lanes).map { _ in Int32.random(in: 0..<9, using: &random) }
            let (terminated, truncated) = (flags(), flags())
            let batch = ObservationBatch(capacity: lanes + 1, valueCount: 1, layout: .laneMajor)
            batch.rewards.copy(from: rewards)
            batch.terminated.copy(from: terminated)
            batch.truncated.copy(from: truncated)
            let loop = StepLoop([], batch: batch, books: EpisodeBooks(capacity: batch.capacity), kernels: kernels)
            loop.books.returns.copy(from: before + [7])
            loop.books.lengths.copy(from: steps + [7])
            loop.books.limit[0] = Int32(clamping: limit)
            guard (0..<lanes).contains(where: { terminated[$0] | truncated[$0] == 1 || Int(steps[$0]) + 1 >= limit })
            else { continue }
            let count = try loop.run(lanes: lanes)
            #expect(loop.books.returns.array() == zip(before, rewards).map { $0 + $1 } + [7], "seed \(seed)")
            #expect(loop.books.lengths.array() == steps.map { $0 + 1 } + [7], "seed \(seed)")
            let expected = (0..<lanes).filter {
                terminated[$0] == 1 || truncated[$0] == 1 || Int(steps[$0]) + 1 >= limit
            }
            #expect(loop.ended.array(0..<count).map(Int.init) == expected, "seed \(seed)")
        }
    }

    @Test(arguments: KernelSet.available) func `choose the level of the first of a value's greatest outputs`(
        kernels: KernelSet
    ) throws {
        var random = SplitMix64(seed: 2)
        for (values, count, isBySign) in [(1, 2, false), (3, 5, false), (2, 2, true), (7, 2, true), (4, 11, false)] {
            let lanes = 9
            let width = isBySign ? 1 : count
            let outputs = (0..<lanes * values * width).map { _ in Int32.random(in: -2...2, using: &random) }
            let levels = (0..<values * count).map { Float($0) * 0.5 }
            let actions = ActionBatch(capacity: lanes, shape: .real(count: values))
            let stage = kernels.levelDecoding(
                outputs: .integers(Buffer(outputs)), levels: Buffer(levels), count: count, isBySign: isBySign,
                into: actions)
            try stage.run(lanes: lanes - 1)
            let expected = (0..<(lanes - 1) * values).map { place in
                let own = outputs[place * width..<(place + 1) * width]
                let level = isBySign ? (own.first! > 0 ? 1 : 0) : own.firstIndex(of: own.max()!)! - own.startIndex
                return levels[place % values * count + level]
            }
            #expect(actions.continuous.array() == expected + Array(repeating: 0, count: values))
        }
    }
}
