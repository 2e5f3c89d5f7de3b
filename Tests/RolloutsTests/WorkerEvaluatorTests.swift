import Environments
import Kernels
import Networks
import Randomness
import Search
import TestSupport
import Testing

@testable import Rollouts

/// A search and its policies, for CartPole or for the drifting walker.
private struct Trial {
    let shape: PolicyShape
    let nes: NES
    let makeEnvironment: @Sendable (_ worker: Int, _ lanes: Int) throws -> any Environment

    static func cartPole(population: Int, isMirrored: Bool = false, hasBiases: Bool = true) -> Trial {
        let thresholds = ObservationThresholds.thermometer(
            count: 7, low: [-2.4, -3, -0.2095, -3], high: [2.4, 3, 0.2095, 3])
        let network = BinaryNetwork(widths: [28, 9, 1], hasBiases: hasBiases)
        let shape = PolicyShape(thresholds: thresholds, network: network, choice: .sign, actions: 2)
        return Trial(shape: shape, population: population, isMirrored: isMirrored) {
            CartPole(capacity: $1, kernels: .best)
        }
    }

    static func drift(population: Int) -> Trial {
        let thresholds = ObservationThresholds.buckets(count: 40, low: [-4, -1], high: [4, 1])
        let network = BinaryNetwork(widths: [80, 3], hasBiases: true)
        let shape = PolicyShape(thresholds: thresholds, network: network, choice: .argmax, actions: 3)
        return Trial(shape: shape, population: population, isMirrored: false) { Drift(capacity: $1, worker: $0) }
    }

    private init(
        shape: PolicyShape,
        population: Int,
        isMirrored: Bool,
        makeEnvironment: @escaping @Sendable (Int, Int) throws -> any Environment
    ) {
        self.shape = shape
        self.makeEnvironment = makeEnvironment
        var options = NESOptions()
        (options.populationSize, options.isMirrored) = (population, isMirrored)
        let network = shape.network
        nes = NES(
            problem: Problem(bits: network.bitCount, floats: network.floatCount), options: options, seed: 4,
            kernels: .best)
    }

    func plan(
        episodes: Int,
        maxSteps: Int = 60,
        sharesRandomNumbers: Bool = false,
        generation: Int = 2
    ) -> EpisodePlan {
        EpisodePlan(
            recipes: nes.ask(generation: generation).recipes,
            expression: nes.expression,
            episodes: episodes,
            seed: 4,
            purpose: .episode,
            generation: generation,
            sharesRandomNumbers: sharesRandomNumbers,
            maxSteps: maxSteps
        )
    }

    func evaluator(threads: Int, lanes: Int?, kernels: KernelSet = .best) throws -> WorkerEvaluator {
        try WorkerEvaluator(
            threads: threads, lanes: lanes, shape: shape, kernels: kernels, makeEnvironment: makeEnvironment)
    }

    func naive(_ plan: EpisodePlan) throws -> (returns: [Double], lengths: [Int32]) {
        try NaiveEpisodes.play(plan, shape: shape) {
            do { return try makeEnvironment(0, 1) } catch { preconditionFailure("\(error)") }
        }
    }

    /// Compares every split of the work with episodes played one after the other.
    func check(_ plan: EpisodePlan, threads: [Int], lanes: [Int?]) throws {
        let expected = try naive(plan)
        for threads in threads {
            for lanes in lanes {
                let evaluations = try evaluator(threads: threads, lanes: lanes).evaluate(plan)
                let label = "\(threads) threads, \(lanes.map(String.init) ?? "standard") lanes"
                #expect(evaluations.returns.array().map(\.bitPattern) == expected.returns.map(\.bitPattern), "\(label)")
                #expect(evaluations.lengths.array() == expected.lengths, "\(label)")
            }
        }
    }
}

@Suite struct `Evaluations by episodes` {
    @Test(arguments: [(1, false, false), (3, false, false), (3, true, false), (2, true, true)])
    func `are those of episodes played one by one, for any number of threads and lanes`(
        episodes: Int, sharesRandomNumbers: Bool, isMirrored: Bool
    ) throws {
        let trial = Trial.cartPole(population: isMirrored ? 14 : 13, isMirrored: isMirrored)
        let plan = trial.plan(episodes: episodes, sharesRandomNumbers: sharesRandomNumbers)
        try trial.check(plan, threads: [1, 2, 3, 7], lanes: [1, 3, 16, 64, nil])
    }

    @Test func `are so in an environment that draws and truncates by itself`() throws {
        let trial = Trial.drift(population: 17)
        try trial.check(trial.plan(episodes: 4, maxSteps: 30), threads: [1, 2, 3, 7], lanes: [1, 3, 16, 64])
        let lengths = try trial.evaluator(threads: 1, lanes: 5).evaluate(trial.plan(episodes: 4, maxSteps: 30)).lengths
        #expect(lengths.array().contains(23) && lengths.array().contains { $0 < 23 })
    }

    @Test(arguments: KernelSet.available) func `are so with every set of kernels`(kernels: KernelSet) throws {
        let trial = Trial.cartPole(population: 9)
        let plan = trial.plan(episodes: 2)
        let evaluations = try trial.evaluator(threads: 2, lanes: 5, kernels: kernels).evaluate(plan)
        let expected = try trial.naive(plan)
        #expect(evaluations.returns.array() == expected.returns)
        #expect(evaluations.lengths.array() == expected.lengths)
    }

    @Test func `stay the same through a search that learns on as many threads`() throws {
        var states: [[Double]] = []
        for (threads, lanes) in [(1, 1), (2, 16), (3, 3), (7, 64)] {
            let trial = Trial.cartPole(population: 20)
            let evaluator = try trial.evaluator(threads: threads, lanes: lanes)
            for generation in 0..<3 {
                let evaluations = try evaluator.evaluate(trial.plan(episodes: 2, maxSteps: 200, generation: generation))
                _ = try trial.nes.tell(evaluations, generation: generation, parallel: evaluator.parallel)
            }
            states.append(trial.nes.bernoulli?.logits.array() ?? [])
        }
        #expect(states.allSatisfy { $0 == states[0] })
    }

    @Test func `begin alike for all individuals with common random numbers, and differ without`() throws {
        // Individuals of one and the same genome differ only by their streams.
        let trial = Trial.cartPole(population: 6)
        for sharesRandomNumbers in [true, false] {
            let plan = EpisodePlan(
                recipes: (0..<6).map { _ in trial.nes.policy() },
                expression: trial.nes.expression,
                episodes: 3,
                seed: 4,
                purpose: .test,
                generation: 0,
                sharesRandomNumbers: sharesRandomNumbers,
                maxSteps: 500
            )
            let evaluations = try trial.evaluator(threads: 2, lanes: 4).evaluate(plan)
            #expect((Set((0..<6).map { evaluations[$0].lengths }).count == 1) == sharesRandomNumbers)
            #expect(Set(evaluations[0].lengths).count > 1)
        }
    }

    @Test(arguments: [1, 2, 9, 22]) func `count the last step that is allowed, and not one more`(limit: Int) throws {
        let trial = Trial.drift(population: 8)
        let free = try trial.naive(trial.plan(episodes: 2, maxSteps: 30)).lengths
        let evaluations = try trial.evaluator(threads: 2, lanes: 3).evaluate(trial.plan(episodes: 2, maxSteps: limit))
        #expect(evaluations.lengths.array() == free.map { min($0, Int32(limit)) })
        try trial.check(trial.plan(episodes: 2, maxSteps: limit), threads: [2], lanes: [3])
    }

    @Test func `end sooner where the request says so, for as long as it does`() throws {
        let trial = Trial.drift(population: 8)
        let free = trial.plan(episodes: 2, maxSteps: 30)
        let request = EvaluationRequest(
            recipes: free.request.recipes, expression: free.request.expression, episodes: 2, purpose: .episode,
            generation: 2, episodeLimit: 9)
        let evaluator = try trial.evaluator(threads: 2, lanes: 3)
        for (plan, limit) in [(EpisodePlan(request: request, settings: free.settings), 9), (free, 30)] {
            let expected = try trial.naive(trial.plan(episodes: 2, maxSteps: limit))
            let evaluations = try evaluator.evaluate(plan)
            #expect(evaluations.lengths.array() == expected.lengths)
            #expect(evaluations.returns.array() == expected.returns)
            let reached = expected.lengths.filter { $0 >= 9 }.count
            #expect(reached > 0 && evaluations.episodes(reaching: 9) == reached)
        }
    }

    @Test func `of CartPole reach 500 steps and a return of 500, not more`() throws {
        // A controller of one output that balances: the finer a value is cut, the more it weighs.
        let cuts: [(count: Int, width: Float)] = [(2, 1), (3, 0.5), (9, 0.02), (9, 0.2)]
        let values = cuts.map { count, width in (0..<count).map { (Float($0) - Float(count - 1) / 2) * width } }
        let thresholds = ObservationThresholds(values: values, isOneHot: false)
        let network = BinaryNetwork(widths: [23, 1], hasBiases: false)
        let shape = PolicyShape(thresholds: thresholds, network: network, choice: .sign, actions: 2)
        let genome = network.makeGenome()
        genome.bits[0] = 1 << 23 - 1
        struct Explicit: RecipeExpression {
            func express(_ recipe: Recipe, into genome: Genome) {
                if case .explicit(let other) = recipe { genome.bits.copy(from: other.bits.array()) }
            }
        }
        let plan = EpisodePlan(
            recipes: [.explicit(genome)], expression: Explicit(), episodes: 20, seed: 0, purpose: .test, generation: 0,
            maxSteps: 500)
        let evaluator = try WorkerEvaluator(threads: 1, lanes: 8, shape: shape, kernels: .best) {
            CartPole(capacity: $1, kernels: .best)
        }
        let evaluations = try evaluator.evaluate(plan)
        #expect(evaluations.lengths.array().contains(500))
        #expect(evaluations.lengths.array().allSatisfy { $0 <= 500 })
        #expect(evaluations.returns.array() == evaluations.lengths.array().map(Double.init))
    }

    @Test func `of a large population use every lane, and the memory of lanes alone`() throws {
        let trial = Trial.cartPole(population: 500, hasBiases: false)
        let evaluations = try trial.evaluator(threads: 2, lanes: 16).evaluate(trial.plan(episodes: 1, maxSteps: 20))
        #expect(evaluations.lengths.array().allSatisfy { $0 >= 1 && $0 <= 20 })
    }

    @Test func `have as many lanes as fit the memory of networks and of observations`() {
        func lanes(_ widths: [Int]) -> Int {
            Game.lanes(
                for: PolicyShape(
                    thresholds: .sign(values: widths[0]), network: BinaryNetwork(widths: widths, hasBiases: false),
                    choice: .sign, actions: 2))
        }
        #expect(lanes([64, 64, 1]) == 32)
        #expect(lanes([64, 1 << 20, 1]) == 1)
        #expect(lanes([1 << 20, 1 << 10, 1]) == 1)
        func imageLanes(_ size: Int) -> Int {
            let source = ImageShape(height: 210, width: 160, channels: 3)
            let images = ImageProcessing(source: source, isGrayscale: true, height: size, width: size, frames: 4)
            return Game.lanes(
                for: PolicyShape(
                    images: images, encoder: .thresholds(.sign(values: 4 * size * size)),
                    network: .binary(BinaryNetwork(widths: [4 * size * size, 1], hasBiases: false)),
                    decoder: .discrete(.sign, actions: 2)))
        }
        #expect(imageLanes(84) == 32)
        // 67,108,864 / (100,800 + 5 * 4 * 500 * 500)
        #expect(imageLanes(500) == 13)
        #expect(imageLanes(2000) == 1)
    }
}

@Suite struct `An evaluator whose environment fails` {
    private let trial = Trial.drift(population: 12)

    private func evaluator(
        threads: Int, fault: @escaping @Sendable (_ worker: Int) -> Drift.Fault
    ) throws -> WorkerEvaluator {
        try WorkerEvaluator(threads: threads, lanes: 2, shape: trial.shape, kernels: .best) { worker, lanes in
            Drift(capacity: lanes, worker: worker, fault: fault(worker))
        }
    }

    @Test(arguments: 0..<4) func `to be made throws what the worker threw`(worker: Int) {
        #expect(throws: Drift.Failure.reset(worker: worker)) {
            try WorkerEvaluator(threads: 4, lanes: 2, shape: trial.shape, kernels: .best) { number, lanes in
                if number >= worker { throw Drift.Failure.reset(worker: number) }
                return Drift(capacity: lanes)
            }
        }
    }

    @Test func `at a reset throws it`() throws {
        for resets in [0, 1, 5, 11] {
            let evaluator = try evaluator(threads: 1) { _ in Drift.Fault(reset: resets) }
            let failure = try #require(throws: EpisodeFailure.self) {
                try evaluator.evaluate(trial.plan(episodes: 1))
            }
            #expect(failure.error as? Drift.Failure == .reset(worker: 0))
            #expect(failure.place == "individual \(resets + 1) of generation 2, episode 1, step 0")
        }
    }

    @Test func `at a step throws it, and of several that of the lowest worker`() throws {
        for threads in [1, 2, 3, 7] {
            let all = try evaluator(threads: threads) { _ in Drift.Fault(step: 0) }
            for _ in 0..<20 {
                let failure = #expect(throws: EpisodeFailure.self) {
                    try all.evaluate(trial.plan(episodes: 50, maxSteps: 30))
                }
                let error = try #require(failure?.error as? Drift.Failure)
                // A worker that began after another failed found no work.
                guard case .step(let worker) = error else { continue }
                #expect(worker < threads)
            }
            let last = try evaluator(threads: threads) { $0 == threads - 1 ? Drift.Fault(step: 3) : Drift.Fault() }
            if threads == 1 {
                let failure = #expect(throws: EpisodeFailure.self) { try last.evaluate(trial.plan(episodes: 50)) }
                #expect(failure?.error as? Drift.Failure == .step(worker: 0))
            }
        }
    }

    @Test func `plays on after a failure as if there had been none`() throws {
        // The fault is used up: every call counts down, the one that fails stays at 0 until it is lifted.
        final class Switch: Sendable {
            let isFailing = Buffer<Int>(repeating: 1, count: 1)
        }
        final class Flaky: StepwiseEnvironment {
            let inner: Drift
            let failing: Switch
            init(_ inner: Drift, _ failing: Switch) { (self.inner, self.failing) = (inner, failing) }
            var specification: EnvironmentSpecification { inner.specification }
            var batch: ObservationBatch { inner.batch }
            private var steps = 0
            func reset(lane: Int, random: RandomStream) throws { try inner.reset(lane: lane, random: random) }
            func step(lanes: Int, actions: ActionBatch) throws {
                steps += 1
                if failing.isFailing[0] == 1 && steps == 7 { throw Drift.Failure.step(worker: 0) }
                try inner.step(lanes: lanes, actions: actions)
            }
            func move(from source: Int, to target: Int) { inner.move(from: source, to: target) }
        }
        let failing = Switch()
        let evaluator = try WorkerEvaluator(threads: 1, lanes: 5, shape: trial.shape, kernels: .best) { _, lanes in
            Flaky(Drift(capacity: lanes), failing)
        }
        let plan = trial.plan(episodes: 2, maxSteps: 30)
        #expect(throws: EpisodeFailure.self) { try evaluator.evaluate(plan) }
        failing.isFailing[0] = 0
        let expected = try trial.naive(plan)
        #expect(try evaluator.evaluate(plan).returns.array() == expected.returns)
    }
}
