import Environments
import Kernels
import Randomness
import Testing

@Suite struct CartPoleEnvironment {
    static let recording = Result { try CartPoleRecording.load() }

    private func stream(_ individual: Int, episode: Int = 0) -> RandomStream {
        RandomStream(
            RandomAddress(seed: 5, purpose: .episode, generation: 0, individual: individual, episode: episode))
    }

    /// Whether an observation is the lane's state, rounded to float32.
    private func observesState(_ cartPole: CartPole, _ lane: Int) -> Bool {
        (0..<4).allSatisfy { cartPole.batch[lane: lane, value: $0] == Float(cartPole.state(of: lane)[$0]) }
    }

    @Test(arguments: KernelSet.available, [1, 3, 16, 61])
    func `makes every recorded transition within 1e-12, in all lanes at once`(kernels: KernelSet, lanes: Int) throws {
        var transitions = try Self.recording.get().episodes.flatMap { episode in
            zip([episode.startState] + episode.states, zip(episode.actions, episode.states)).enumerated().map {
                (
                    before: $1.0, action: $1.1.0, after: $1.1.1,
                    ends: episode.terminated && $0 == episode.actions.count - 1
                )
            }
        }[...]
        // Each number of lanes takes a share; together they take all.
        if lanes != 61 { transitions = transitions.prefix(20_000) }
        let cartPole = CartPole(capacity: lanes, kernels: kernels)
        let actions = ActionBatch(capacity: lanes, shape: .discrete(count: 2))
        var (worst, wrongEnds, wrongRewards, wrongObservations) = (0.0, 0, 0, 0)
        while !transitions.isEmpty {
            let group = transitions.prefix(lanes)
            transitions = transitions.dropFirst(lanes)
            for (lane, transition) in group.enumerated() {
                cartPole.setState(transition.before, of: lane)
                actions.discrete[lane] = Int32(transition.action)
            }
            try cartPole.stage(actions: actions).run(lanes: group.count)
            for (lane, transition) in group.enumerated() {
                let state = cartPole.state(of: lane)
                for value in 0..<4 {
                    let after = transition.after[value]
                    worst = max(worst, abs(state[value] - after) / max(1, abs(after)))
                    if cartPole.batch[lane: lane, value: value] != Float(state[value]) { wrongObservations += 1 }
                }
                if (cartPole.batch.terminated[lane] == 1) != transition.ends { wrongEnds += 1 }
                if cartPole.batch.rewards[lane] != 1 || cartPole.batch.truncated[lane] != 0 { wrongRewards += 1 }
            }
        }
        #expect(worst <= 1e-12)
        #expect(wrongEnds == 0 && wrongRewards == 0 && wrongObservations == 0)
    }

    /// As roll-outs do it: a lane whose episode ended takes the next, or the last lane moves there.
    @Test(arguments: KernelSet.available, [1, 7, 64])
    func `replays every recorded episode to the same length and end`(kernels: KernelSet, lanes: Int) throws {
        let episodes = try Self.recording.get().episodes
        let limit = try #require(CartPole.specification.maxSteps)
        let cartPole = CartPole(capacity: lanes, kernels: kernels)
        let actions = ActionBatch(capacity: lanes, shape: .discrete(count: 2))
        var running: [(episode: Int, length: Int)] = []
        var next = 0
        while next < episodes.count || !running.isEmpty {
            while running.count < lanes, next < episodes.count {
                cartPole.setState(episodes[next].startState, of: running.count)
                running.append((next, 0))
                next += 1
            }
            for (lane, (episode, length)) in running.enumerated() {
                // Past the recorded actions the replay has failed: it must not go on.
                try #require(length < episodes[episode].actions.count, "episode \(episode)")
                actions.discrete[lane] = Int32(episodes[episode].actions[length])
            }
            try cartPole.stage(actions: actions).run(lanes: running.count)
            for lane in running.indices.reversed() {
                running[lane].length += 1
                let (episode, length) = running[lane]
                let terminated = cartPole.batch.terminated[lane] == 1
                guard terminated || length == limit else { continue }
                #expect(length == episodes[episode].actions.count, "episode \(episode)")
                #expect(terminated == episodes[episode].terminated, "episode \(episode)")
                #expect((length == limit && !terminated) == episodes[episode].truncated, "episode \(episode)")
                if lane != running.count - 1 { cartPole.move(from: running.count - 1, to: lane) }
                running.swapAt(lane, running.count - 1)
                running.removeLast()
            }
        }
    }

    @Test func `starts within 0.05 of rest, evenly`() throws {
        let cartPole = CartPole(capacity: 4, kernels: .best)
        let count = 5000
        var sums = SIMD4<Double>(repeating: 0)
        var squares = SIMD4<Double>(repeating: 0)
        for individual in 0..<count {
            cartPole.reset(lane: individual % 4, random: stream(individual))
            let state = cartPole.state(of: individual % 4)
            #expect((0..<4).allSatisfy { abs(state[$0]) <= 0.05 }, "individual \(individual)")
            #expect(observesState(cartPole, individual % 4))
            sums += state
            squares += state * state
        }
        for value in 0..<4 {
            // Five standard errors of the mean, 0, and of the mean square, 0.05² / 3.
            #expect(abs(sums[value] / Double(count)) < 5 * 0.05 / Double(3 * count).squareRoot())
            let error = 0.0025 * (4.0 / 45 / Double(count)).squareRoot()
            #expect(abs(squares[value] / Double(count) - 0.0025 / 3) < 5 * error)
        }
    }

    @Test func `starts and goes on by the stream alone, whatever the lane and the group`() throws {
        let alone = CartPole(capacity: 1, kernels: .best)
        let group = CartPole(capacity: 9, kernels: .best)
        for lane in 0..<9 { group.reset(lane: lane, random: stream(100 + lane)) }
        let actions = ActionBatch(capacity: 9, shape: .discrete(count: 2))
        for lane in 0..<9 { actions.discrete[lane] = Int32(lane % 2) }
        for _ in 0..<5 { try group.stage(actions: actions).run(lanes: 9) }
        for lane in 0..<9 {
            alone.reset(lane: 0, random: stream(100 + lane))
            let own = ActionBatch(capacity: 1, shape: .discrete(count: 2))
            own.discrete[0] = Int32(lane % 2)
            for _ in 0..<5 { try alone.stage(actions: own).run(lanes: 1) }
            #expect(alone.state(of: 0) == group.state(of: lane), "lane \(lane)")
            #expect(alone.batch[lane: 0, value: 2] == group.batch[lane: lane, value: 2])
        }
        let starts = Set((0..<9).map { lane in stream(100 + lane).address })
        #expect(starts.count == 9)
    }

    @Test func `keeps an episode that moves to another lane, and the others`() throws {
        let cartPole = CartPole(capacity: 5, kernels: .best)
        for lane in 0..<5 { cartPole.reset(lane: lane, random: stream(lane)) }
        let before = (0..<5).map(cartPole.state(of:))
        cartPole.move(from: 4, to: 1)
        #expect(cartPole.state(of: 1) == before[4])
        #expect(observesState(cartPole, 1))
        for lane in [0, 2, 3] {
            #expect(cartPole.state(of: lane) == before[lane])
            #expect(observesState(cartPole, lane))
        }
        let actions = ActionBatch(capacity: 5, shape: .discrete(count: 2))
        try cartPole.stage(actions: actions).run(lanes: 4)
        let alone = CartPole(capacity: 1, kernels: .best)
        alone.setState(before[4], of: 0)
        try alone.stage(actions: actions).run(lanes: 1)
        #expect(cartPole.state(of: 1) == alone.state(of: 0))
    }

    @Test func `steps the first lanes only`() throws {
        let cartPole = CartPole(capacity: 8, kernels: .best)
        for lane in 0..<8 { cartPole.reset(lane: lane, random: stream(lane)) }
        let before = (0..<8).map(cartPole.state(of:))
        try cartPole.stage(actions: ActionBatch(capacity: 8, shape: .discrete(count: 2))).run(lanes: 5)
        for lane in 0..<8 { #expect((cartPole.state(of: lane) == before[lane]) == (lane >= 5), "lane \(lane)") }
        for lane in 5..<8 { #expect(cartPole.batch.rewards[lane] == 0) }
    }

    @Test func `ends only past 2.4 metres or 12 degrees, on either side`() throws {
        let angle = 12 * 2 * Double.pi / 360
        let inside: [SIMD4<Double>] = [[2.4, 0, 0, 0], [-2.4, 0, 0, 0], [0, 0, angle, 0], [0, 0, -angle, 0]]
        let outside: [SIMD4<Double>] = [
            [(2.4).nextUp, 0, 0, 0], [-(2.4).nextUp, 0, 0, 0], [0, 0, angle.nextUp, 0], [0, 0, -angle.nextUp, 0],
        ]
        let cartPole = CartPole(capacity: 8, kernels: .best)
        for (lane, state) in (inside + outside).enumerated() { cartPole.setState(state, of: lane) }
        // At rest, the position and the angle are the same after a step: the velocities change first.
        try cartPole.stage(actions: ActionBatch(capacity: 8, shape: .discrete(count: 2))).run(lanes: 8)
        #expect(cartPole.batch.terminated.array() == [0, 0, 0, 0, 1, 1, 1, 1])
    }
}

@Suite struct `The registry of environments` {
    @Test func `makes CartPole by its name`() throws {
        let entry = try EnvironmentRegistry.entry(named: "cartpole")
        let environment = entry.make(3, .best)
        #expect(environment.specification == entry.specification)
        #expect(environment.batch.capacity == 3)
        #expect(environment.batch.valueCount == entry.specification.observationSpace.valueCount)
        #expect("\(entry.specification.observationSpace) \(entry.specification.actionSpace)" == "box(4) discrete(2)")
    }

    @Test func `refuses an unknown name with those that there are`() throws {
        let error = #expect(throws: EnvironmentError.self) { try EnvironmentRegistry.entry(named: "cartpool") }
        #expect(error?.description == "there is no environment 'cartpool'; known are 'cartpole'")
    }
}
