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
    /// The episode of the plan that each lane plays.
    private let jobs: Buffer<Int>

    /// - Parameter environment: A group with room for as many lanes as this one is to have.
    package init(environment: any Environment, shape: PolicyShape, kernels: KernelSet) {
        self.environment = environment
        let batch = environment.batch
        capacity = batch.capacity
        let network = shape.network
        loader = NetworkLoader(network)
        genome = network.makeGenome()
        bank = NetworkBank(shape: network.shape, slots: capacity + 1, kernels: kernels)
        slots = NetworkSlots(count: capacity + 1)
        networks = LaneNetworks(bank: bank, capacity: capacity)
        let inputs = Buffer<UInt64>(repeating: 0, count: capacity * network.shape.inputWords)
        let outputs = Buffer<Int32>(repeating: 0, count: capacity * network.shape.outputCount)
        let actions = ActionBatch(capacity: capacity)
        steps = StepLoop(
            [
                ThresholdEncoder(shape.thresholds, kernels: kernels).stage(from: batch, into: inputs),
                kernels.forward(networks, inputs: inputs, outputs: outputs),
                DiscreteDecoder(shape.choice, actions: shape.actions, kernels: kernels)
                    .stage(from: outputs, into: actions),
                environment.stage(actions: actions),
            ],
            batch: batch,
            kernels: kernels
        )
        jobs = Buffer(repeating: 0, count: capacity)
    }

    /// Plays episodes of a plan until none is left to take.
    /// - Parameters:
    ///   - work: Hands out episodes, numbered individual by individual.
    ///   - share: Lanes to fill at first, so that other workers find episodes too.
    ///   - evaluations: Receives each episode's return and length.
    func play(_ plan: EpisodePlan, work: WorkCounter, share: Int, into evaluations: Evaluations) throws {
        forgetNetworks()
        var lanes = 0
        while lanes < min(share, capacity), let job = work.take() {
            try begin(job, in: lanes, of: plan)
            lanes += 1
        }
        while lanes > 0 {
            let endedCount = try steps.run(lanes: lanes, limit: plan.settings.maxSteps)
            // From the last lane down, so that a lane moved into a gap is never one that ended itself.
            for position in stride(from: endedCount - 1, through: 0, by: -1) {
                let lane = Int(steps.ended[position])
                finish(lane, into: evaluations)
                if let job = work.take() {
                    try begin(job, in: lane, of: plan)
                } else {
                    lanes -= 1
                    if lane != lanes { move(from: lanes, to: lane) }
                }
            }
        }
    }

    private func begin(_ job: Int, in lane: Int, of plan: EpisodePlan) throws {
        let slot = slot(of: plan.individual(of: job), plan)
        slots.join(slot)
        networks[lane] = slot
        jobs[lane] = job
        steps.returns[lane] = 0
        steps.lengths[lane] = 0
        try environment.reset(lane: lane, random: plan.random(of: job))
    }

    private func finish(_ lane: Int, into evaluations: Evaluations) {
        evaluations.returns[jobs[lane]] = steps.returns[lane]
        evaluations.lengths[jobs[lane]] = steps.lengths[lane]
        slots.leave(networks[lane])
    }

    private func move(from source: Int, to target: Int) {
        environment.move(from: source, to: target)
        networks[target] = networks[source]
        jobs[target] = jobs[source]
        steps.returns[target] = steps.returns[source]
        steps.lengths[target] = steps.lengths[source]
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
