import Environments
import Kernels
import Randomness
import Testing

@Suite struct `An environment that a kernel steps` {
    /// Every bit that a lane has: state, observation, reward and end.
    private static func bits<Dynamics: RecordedDynamics>(
        _ environment: KernelEnvironment<Dynamics>, _ lane: Int
    ) -> [UInt64] {
        let (state, batch) = (environment.state(of: lane), environment.batch)
        return state.indices.map { state[$0].bitPattern }
            + (0..<batch.valueCount).map { UInt64(batch[lane: lane, value: $0].bitPattern) }
            + [batch.rewards[lane].bitPattern, UInt64(batch.terminated[lane])]
    }

    /// Begins an ended episode again: kernels promise nothing past an end.
    private static func beginAgain<Dynamics: RecordedDynamics>(
        _ environment: KernelEnvironment<Dynamics>, _ lane: Int, individual: Int
    ) {
        if environment.batch.terminated[lane] == 1 {
            environment.reset(lane: lane, random: episodeStream(500 + individual))
        }
    }

    private static func action<Dynamics: RecordedDynamics>(_: Dynamics.Type, _ random: inout RandomStream) -> Float {
        switch Dynamics.kernel.action {
        case .discrete(let count): Float(random.integer(below: UInt64(count)))
        case .real: Float(random.uniform(-2.5, 2.5))
        }
    }

    /// The bits after each of some steps of an episode that has a lane for itself, on the slowest kernels.
    private static func playAlone<Dynamics: RecordedDynamics>(
        _: Dynamics.Type, individual: Int, steps: Int
    ) throws -> [[UInt64]] {
        let kernels = try KernelSet.named("portable")
        let environment = KernelEnvironment<Dynamics>(capacity: 1, kernels: kernels)
        let actions = ActionBatch(capacity: 1, shape: Dynamics.kernel.action)
        let stage = environment.stage(actions: actions)
        environment.reset(lane: 0, random: episodeStream(individual))
        var random = episodeStream(1000 + individual)
        return try (0..<steps).map { _ in
            actions.set(action(Dynamics.self, &random), lane: 0)
            try stage.run(lanes: 1)
            defer { beginAgain(environment, 0, individual: individual) }
            return bits(environment, 0)
        }
    }

    private static func playTogether<Dynamics: RecordedDynamics>(_: Dynamics.Type, _ kernels: KernelSet) throws {
        let steps = 40
        let alone = try (0..<21).map { try playAlone(Dynamics.self, individual: $0, steps: steps) }
        for lanes in [2, 7, 8, 9, 21] {
            let environment = KernelEnvironment<Dynamics>(capacity: lanes + 2, kernels: kernels)
            let actions = ActionBatch(capacity: lanes + 2, shape: Dynamics.kernel.action)
            let stage = environment.stage(actions: actions)
            // Reset in another order than that of the lanes.
            for lane in (0..<lanes).reversed() { environment.reset(lane: lane, random: episodeStream(lane)) }
            var random = (0..<lanes).map { episodeStream(1000 + $0) }
            for step in 0..<steps {
                for lane in 0..<lanes { actions.set(action(Dynamics.self, &random[lane]), lane: lane) }
                try stage.run(lanes: lanes)
                for lane in 0..<lanes {
                    try #require(bits(environment, lane) == alone[lane][step], "lane \(lane) of \(lanes), step \(step)")
                    beginAgain(environment, lane, individual: lane)
                }
            }
            // Lanes behind the first are not touched.
            for lane in lanes..<lanes + 2 {
                #expect(environment.state(of: lane) == Dynamics.State())
                #expect(environment.batch.rewards[lane] == 0)
            }
        }
    }

    @Test(arguments: recordedDynamics, KernelSet.available)
    func `plays an episode to the same bits in every lane of every group`(
        dynamics: any RecordedDynamics.Type, kernels: KernelSet
    ) throws {
        try Self.playTogether(dynamics, kernels)
    }

    private static func move<Dynamics: RecordedDynamics>(_: Dynamics.Type) throws {
        let environment = KernelEnvironment<Dynamics>(capacity: 5, kernels: .best)
        let actions = ActionBatch(capacity: 5, shape: Dynamics.kernel.action)
        let stage = environment.stage(actions: actions)
        for lane in 0..<5 { environment.reset(lane: lane, random: episodeStream(lane)) }
        var random = (0..<5).map { episodeStream(1000 + $0) }
        var lanes = [0, 1, 2, 3, 4]
        for step in 0..<12 {
            for (lane, individual) in lanes.enumerated() {
                actions.set(action(Dynamics.self, &random[individual]), lane: lane)
            }
            try stage.run(lanes: lanes.count)
            if step == 11 { break }
            for (lane, individual) in lanes.enumerated() { beginAgain(environment, lane, individual: individual) }
            if step == 3 || step == 7 {
                environment.move(from: lanes.count - 1, to: 1)
                lanes[1] = lanes.removeLast()
            }
        }
        #expect(lanes == [0, 3, 2])
        for (lane, individual) in lanes.enumerated() {
            let alone = try playAlone(Dynamics.self, individual: individual, steps: 12)
            #expect(bits(environment, lane) == alone[11])
        }
    }

    @Test(arguments: recordedDynamics) func `keeps an episode that moves to another lane, and the others`(
        dynamics: any RecordedDynamics.Type
    ) throws {
        try Self.move(dynamics)
    }

    private static func continueFromState<Dynamics: RecordedDynamics>(_: Dynamics.Type) throws {
        let played = KernelEnvironment<Dynamics>(capacity: 1, kernels: .best)
        let put = KernelEnvironment<Dynamics>(capacity: 1, kernels: .best)
        let actions = ActionBatch(capacity: 1, shape: Dynamics.kernel.action)
        let stages = [played.stage(actions: actions), put.stage(actions: actions)]
        played.reset(lane: 0, random: episodeStream(0))
        var random = episodeStream(1000)
        for step in 0..<100 {
            put.setState(played.state(of: 0), of: 0)
            for value in 0..<played.batch.valueCount {
                #expect(put.batch[lane: 0, value: value] == played.batch[lane: 0, value: value], "step \(step)")
            }
            actions.set(action(Dynamics.self, &random), lane: 0)
            for stage in stages { try stage.run(lanes: 1) }
            #expect(bits(put, 0) == bits(played, 0), "step \(step)")
            beginAgain(played, 0, individual: 0)
        }
    }

    @Test(arguments: recordedDynamics) func `observes and goes on from a state as from the steps that led there`(
        dynamics: any RecordedDynamics.Type
    ) throws {
        try Self.continueFromState(dynamics)
    }
}
