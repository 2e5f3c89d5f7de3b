import Environments
import Kernels
import Networks
import Search

/// A worker's lanes: episodes of different individuals that step together, each with its own network.
///
/// Everything is allocated once. A step encodes all observations, runs all networks, decodes all actions and steps the
/// environment; then lanes whose episode ended take the next one, or are closed up. What an episode gives depends on
/// its own recipe and random stream alone, never on the lane or on who else is in the group.
package final class LaneGroup {
    private let kit: any WorkerKit
    private let environment: any Environment
    private let capacity: Int

    private let loader: NetworkLoader
    private let genome: Genome
    private let bank: NetworkBank
    /// Used by lanes, and one of them also by the individual expressed last.
    private var slots: NetworkSlots
    private var expressedIndividual = -1
    private var expressedSlot = -1

    /// The network of each lane.
    private let networks: LaneNetworks
    /// Encoding, networks, decoding and the environment's step.
    private let steps: StepLoop
    /// Its position in both.
    private let environmentStage: Int
    private let reward: (any RewardFunction)?
    /// The same and the reward function, where there is one.
    private let ratedSteps: StepLoop
    private let books: EpisodeBooks
    /// The episode of the plan that each lane plays.
    private let jobs: Buffer<Int>

    /// - Parameters:
    ///   - kit: Makes what is played.
    ///   - capacity: Lanes.
    ///   - maxSteps: Steps after which an episode is truncated.
    ///   - hasReward: Whether the kit's reward function makes the fitness of rated individuals.
    package init(
        kit: any WorkerKit,
        capacity: Int,
        shape: PolicyShape,
        maxSteps: Int,
        hasReward: Bool,
        kernels: KernelSet
    ) throws {
        self.kit = kit
        environment = try kit.makeEnvironment(capacity: capacity, kernels: kernels)
        self.capacity = capacity
        let batch = environment.batch
        let network = shape.network
        loader = NetworkLoader(network)
        genome = network.makeGenome()
        bank = NetworkBank(shape: network.shape, slots: capacity + 1, kernels: kernels)
        slots = NetworkSlots(count: capacity + 1)
        networks = LaneNetworks(bank: bank, capacity: capacity)
        let books = EpisodeBooks(capacity: capacity)
        let inputs = Buffer<UInt64>(repeating: 0, count: capacity * network.shape.inputWords)
        let outputs = Buffer<Int32>(repeating: 0, count: capacity * network.shape.outputCount)
        let actions = ActionBatch(capacity: capacity)
        let stages = [
            ThresholdEncoder(shape.thresholds, kernels: kernels).stage(from: batch, into: inputs),
            kernels.forward(networks, inputs: inputs, outputs: outputs),
            DiscreteDecoder(shape.choice, actions: shape.actions, kernels: kernels)
                .stage(from: outputs, into: actions),
            environment.stage(actions: actions),
        ]
        environmentStage = stages.count - 1
        let steps = StepLoop(stages, batch: batch, books: books, kernels: kernels)
        let context = RewardContext(batch: batch, actions: actions, books: books, maxSteps: maxSteps)
        let reward = hasReward ? try kit.makeReward(context) : nil
        ratedSteps =
            reward.map {
                StepLoop(stages + [$0.stage], batch: batch, books: books, kernels: kernels)
            } ?? steps
        self.books = books
        self.reward = reward
        self.steps = steps
        jobs = Buffer(repeating: 0, count: capacity)
    }

    /// Plays episodes of a plan until none is left to take.
    /// - Parameters:
    ///   - work: Hands out episodes, numbered individual by individual.
    ///   - share: Lanes to fill at first, so that other workers find episodes too.
    ///   - evaluations: Receives each episode's return and length, and its fitness if that is another.
    /// - Throws: `EpisodeFailure`.
    func play(_ plan: EpisodePlan, work: WorkCounter, share: Int, into evaluations: Evaluations) throws {
        forgetNetworks()
        kit.share(plan.request.sharedValues)
        let isRated = evaluations.shaped != nil
        let steps = isRated ? ratedSteps : self.steps
        var lanes = 0
        while lanes < min(share, capacity), let job = work.take() {
            try begin(job, in: lanes, of: plan, isRated: isRated)
            lanes += 1
        }
        while lanes > 0 {
            let endedCount = try step(lanes, steps, plan)
            // From the last lane down, so that a lane moved into a gap is never one that ended itself.
            for position in stride(from: endedCount - 1, through: 0, by: -1) {
                let lane = Int(steps.ended[position])
                finish(lane, into: evaluations)
                if let job = work.take() {
                    try begin(job, in: lane, of: plan, isRated: isRated)
                } else {
                    lanes -= 1
                    if lane != lanes { try move(from: lanes, to: lane, isRated: isRated) }
                }
            }
        }
    }

    /// Steps until episodes end; returns how many.
    private func step(_ lanes: Int, _ steps: StepLoop, _ plan: EpisodePlan) throws(EpisodeFailure) -> Int {
        do {
            return try steps.run(lanes: lanes, limit: plan.settings.maxSteps)
        } catch {
            let lane = error.stage > environmentStage ? reward?.failedLane : environment.failedLane
            throw failure(error.error, in: lane ?? 0, of: plan)
        }
    }

    private func failure(_ error: any Error, in lane: Int, of plan: EpisodePlan) -> EpisodeFailure {
        EpisodeFailure(
            error: error,
            generation: plan.request.generation,
            individual: plan.individual(of: jobs[lane]),
            episode: plan.request.firstEpisode + jobs[lane] % plan.request.episodes,
            step: Int(books.lengths[lane])
        )
    }

    private func begin(_ job: Int, in lane: Int, of plan: EpisodePlan, isRated: Bool) throws(EpisodeFailure) {
        let slot = slot(of: plan.individual(of: job), plan)
        slots.join(slot)
        networks[lane] = slot
        jobs[lane] = job
        books.begin(lane: lane)
        do {
            try environment.reset(lane: lane, random: plan.random(of: job))
            if isRated { try reward?.reset(lane: lane, random: plan.random(of: job, purpose: .reward)) }
        } catch {
            throw failure(error, in: lane, of: plan)
        }
    }

    private func finish(_ lane: Int, into evaluations: Evaluations) {
        evaluations.returns[jobs[lane]] = books.returns[lane]
        evaluations.lengths[jobs[lane]] = books.lengths[lane]
        evaluations.shaped?[jobs[lane]] = books.fitness[lane]
        slots.leave(networks[lane])
    }

    private func move(from source: Int, to target: Int, isRated: Bool) throws {
        try environment.move(from: source, to: target)
        if isRated { try reward?.move(from: source, to: target) }
        networks[target] = networks[source]
        jobs[target] = jobs[source]
        books.move(from: source, to: target)
    }

    /// The slot with the network of an individual; consecutive episodes of one individual share it.
    private func slot(of individual: Int, _ plan: EpisodePlan) -> Int {
        if individual == expressedIndividual { return expressedSlot }
        if expressedSlot >= 0 { slots.leave(expressedSlot) }
        expressedSlot = slots.take()
        expressedIndividual = individual
        plan.request.expression.express(plan.request.recipes[individual], into: genome)
        loader.load(genome, into: bank, slot: expressedSlot)
        return expressedSlot
    }

    private func forgetNetworks() {
        slots.freeAll()
        (expressedIndividual, expressedSlot) = (-1, -1)
    }
}
