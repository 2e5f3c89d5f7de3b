import Environments
import Kernels
import Testing

@Suite struct `A recording of Gymnasium` {
    private struct Transition {
        let before: SIMD4<Double>
        let action: Float
        let after: SIMD4<Double>
        let reward: Double
        let terminated: Bool
    }

    private static func transitions<Dynamics: RecordedDynamics>(_: Dynamics.Type) throws -> [Transition] {
        try Dynamics.recording.get().episodes.flatMap { episode in
            let before = [episode.startState] + episode.states
            return episode.actions.indices.map { step in
                let terminated = episode.terminated && step == episode.actions.count - 1
                let reward =
                    episode.rewards.isEmpty ? Dynamics.reward(terminated: terminated) : episode.rewards[step]
                return Transition(
                    before: before[step], action: episode.actions[step], after: before[step + 1], reward: reward,
                    terminated: terminated)
            }
        }
    }

    private static func makeTransitions<Dynamics: RecordedDynamics>(
        _: Dynamics.Type, _ kernels: KernelSet, lanes: Int
    ) throws {
        var transitions = try Self.transitions(Dynamics.self)[...]
        // Few lanes take a share; many take all.
        if lanes < 61 { transitions = transitions.suffix(8000) }
        let environment = KernelEnvironment<Dynamics>(capacity: lanes, kernels: kernels)
        let actions = ActionBatch(capacity: lanes, shape: Dynamics.kernel.action)
        let stage = environment.stage(actions: actions)
        var (worst, worstReward, worstObservation, wrongEnds) = (0.0, 0.0, 0.0, 0)
        while !transitions.isEmpty {
            let group = transitions.prefix(lanes)
            transitions = transitions.dropFirst(lanes)
            for (lane, transition) in group.enumerated() {
                environment.setState(Dynamics.state(recorded: transition.before), of: lane)
                actions.set(transition.action, lane: lane)
            }
            try stage.run(lanes: group.count)
            for (lane, transition) in group.enumerated() {
                let batch = environment.batch
                worst = max(worst, Dynamics.difference(environment.state(of: lane), transition.after))
                let reward = abs(batch.rewards[lane] - transition.reward) / max(1, abs(transition.reward))
                worstReward = max(worstReward, reward)
                for (value, expected) in Dynamics.observation(of: transition.after).enumerated() {
                    let error = abs(Double(batch[lane: lane, value: value]) - expected) / max(1, abs(expected))
                    worstObservation = max(worstObservation, error)
                }
                if (batch.terminated[lane] == 1) != transition.terminated { wrongEnds += 1 }
                if batch.truncated[lane] != 0 { wrongEnds += 1 }
            }
        }
        #expect(worst <= Dynamics.tolerance)
        #expect(worstReward <= 1e-12)
        #expect(worstObservation <= 0x1p-23)
        #expect(wrongEnds == 0)
    }

    @Test(arguments: recordedDynamics, KernelSet.available)
    func `has transitions that ours makes within 1e-12, in all lanes at once`(
        dynamics: any RecordedDynamics.Type, kernels: KernelSet
    ) throws {
        for lanes in [1, 3, 16, 61] { try Self.makeTransitions(dynamics, kernels, lanes: lanes) }
    }

    /// As roll-outs do it: a lane whose episode ended takes the next, or the last lane moves there.
    private static func replay<Dynamics: RecordedDynamics>(
        _: Dynamics.Type, _ kernels: KernelSet, lanes: Int
    ) throws {
        let episodes = try Dynamics.recording.get().episodes.filter { $0.terminated || $0.truncated }
        let limit = try #require(Dynamics.specification.maxSteps)
        let environment = KernelEnvironment<Dynamics>(capacity: lanes, kernels: kernels)
        let actions = ActionBatch(capacity: lanes, shape: Dynamics.kernel.action)
        let stage = environment.stage(actions: actions)
        var running: [(episode: Int, length: Int)] = []
        var next = 0
        while next < episodes.count || !running.isEmpty {
            while running.count < lanes, next < episodes.count {
                environment.setState(Dynamics.state(recorded: episodes[next].startState), of: running.count)
                running.append((next, 0))
                next += 1
            }
            for (lane, (episode, length)) in running.enumerated() {
                // Past the recorded actions the replay has failed: it must not go on.
                try #require(length < episodes[episode].actions.count, "episode \(episode)")
                actions.set(episodes[episode].actions[length], lane: lane)
            }
            try stage.run(lanes: running.count)
            for lane in running.indices.reversed() {
                running[lane].length += 1
                let (episode, length) = running[lane]
                let terminated = environment.batch.terminated[lane] == 1
                guard terminated || length == limit else { continue }
                #expect(length == episodes[episode].actions.count, "episode \(episode)")
                #expect(terminated == episodes[episode].terminated, "episode \(episode)")
                #expect((length == limit) == episodes[episode].truncated, "episode \(episode)")
                if lane != running.count - 1 { environment.move(from: running.count - 1, to: lane) }
                running.swapAt(lane, running.count - 1)
                running.removeLast()
            }
        }
    }

    @Test(
        arguments: [
            CartPoleDynamics.self, MountainCarDynamics.self, MountainCarContinuousDynamics.self,
        ] as [any RecordedDynamics.Type],
        KernelSet.available
    ) func `has episodes that ours replays to the same length and end`(
        dynamics: any RecordedDynamics.Type, kernels: KernelSet
    ) throws {
        for lanes in [1, 7, 64] { try Self.replay(dynamics, kernels, lanes: lanes) }
    }

    private static func follow<Dynamics: RecordedDynamics>(_: Dynamics.Type, _ kernels: KernelSet) throws {
        let environment = KernelEnvironment<Dynamics>(capacity: 1, kernels: kernels)
        let actions = ActionBatch(capacity: 1, shape: Dynamics.kernel.action)
        let stage = environment.stage(actions: actions)
        let episodes = try Dynamics.recording.get().episodes.filter { $0.actions.count > 1 }
        #expect(episodes.count >= 40)
        for (number, episode) in episodes.enumerated() {
            environment.setState(Dynamics.state(recorded: episode.startState), of: 0)
            var worst = 0.0
            for (action, after) in zip(episode.actions, episode.states).prefix(100) {
                actions.set(action, lane: 0)
                try stage.run(lanes: 1)
                worst = max(worst, Dynamics.difference(environment.state(of: 0), after))
            }
            #expect(worst <= 1e-9, "episode \(number)")
        }
    }

    @Test(
        arguments: [AcrobotDynamics.self, PendulumDynamics.self] as [any RecordedDynamics.Type], KernelSet.available
    ) func `has episodes that ours follows for 100 steps within 1e-9`(
        dynamics: any RecordedDynamics.Type, kernels: KernelSet
    ) throws {
        try Self.follow(dynamics, kernels)
    }
}
