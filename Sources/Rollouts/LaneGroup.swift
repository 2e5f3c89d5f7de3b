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
    private let encoder: any Encoder
    private let decoder: any Decoder
    private let kernels: KernelSet
    private let capacity: Int

    private let loader: NetworkLoader
    private let genome: Genome
    private let bank: NetworkBank
    /// Lanes that use each slot of the bank, and one more for the slot of the individual expressed last.
    private var slotUsers: [Int]
    private var expressedIndividual = -1
    private var expressedSlot = -1

    private let slots: Buffer<Int32>
    private let inputs: Buffer<UInt64>
    private let outputs: Buffer<Int32>
    private let scratch: Buffer<UInt64>
    private let actions: ActionBatch
    private let returns: Buffer<Double>
    private let lengths: Buffer<Int32>
    private let ended: Buffer<Int32>
    /// The episode of the plan that each lane plays.
    private let jobs: Buffer<Int>

    /// - Parameter environment: A group with room for as many lanes as this one is to have.
    package init(environment: any Environment, shape: PolicyShape, kernels: KernelSet) {
        self.environment = environment
        self.kernels = kernels
        encoder = ThresholdEncoder(shape.thresholds, kernels: kernels)
        decoder = DiscreteDecoder(shape.choice, actions: shape.actions, kernels: kernels)
        capacity = environment.batch.capacity
        let network = shape.network
        loader = NetworkLoader(network)
        genome = network.makeGenome()
        bank = NetworkBank(shape: network.shape, slots: capacity + 1, kernels: kernels)
        slotUsers = Array(repeating: 0, count: capacity + 1)
        slots = Buffer(repeating: 0, count: capacity)
        inputs = Buffer(repeating: 0, count: capacity * network.shape.inputWords)
        outputs = Buffer(repeating: 0, count: capacity * network.shape.outputCount)
        scratch = Buffer(repeating: 0, count: network.shape.scratchWords)
        actions = ActionBatch(capacity: capacity)
        returns = Buffer(repeating: 0, count: capacity)
        lengths = Buffer(repeating: 0, count: capacity)
        ended = Buffer(repeating: 0, count: capacity)
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
            try step(lanes)
            let endedCount = kernels.tally(
                rewards: environment.batch.rewards,
                terminated: environment.batch.terminated,
                truncated: environment.batch.truncated,
                limit: plan.settings.maxSteps,
                lanes: lanes,
                returns: returns,
                lengths: lengths,
                ended: ended
            )
            // From the last lane down, so that a lane moved into a gap is never one that ended itself.
            for position in stride(from: endedCount - 1, through: 0, by: -1) {
                let lane = Int(ended[position])
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

    private func step(_ lanes: Int) throws {
        let batch = environment.batch
        encoder.encode(
            batch.observations,
            layout: batch.layout,
            capacity: batch.capacity,
            lanes: lanes,
            into: inputs
        )
        kernels.forward(bank, slots: slots, inputs: inputs, outputs: outputs, lanes: lanes, scratch: scratch)
        decoder.decode(outputs, lanes: lanes, into: actions)
        try environment.step(lanes: lanes, actions: actions)
    }

    private func begin(_ job: Int, in lane: Int, of plan: EpisodePlan) throws {
        let slot = slot(of: plan.individual(of: job), plan)
        slotUsers[slot] += 1
        slots[lane] = Int32(slot)
        jobs[lane] = job
        returns[lane] = 0
        lengths[lane] = 0
        try environment.reset(lane: lane, random: plan.random(of: job))
    }

    private func finish(_ lane: Int, into evaluations: Evaluations) {
        evaluations.returns[jobs[lane]] = returns[lane]
        evaluations.lengths[jobs[lane]] = lengths[lane]
        slotUsers[Int(slots[lane])] -= 1
    }

    private func move(from source: Int, to target: Int) {
        environment.move(from: source, to: target)
        slots[target] = slots[source]
        jobs[target] = jobs[source]
        returns[target] = returns[source]
        lengths[target] = lengths[source]
    }

    /// The slot with the network of an individual; consecutive episodes of one individual share it.
    private func slot(of individual: Int, _ plan: EpisodePlan) -> Int {
        if individual == expressedIndividual { return expressedSlot }
        if expressedSlot >= 0 { slotUsers[expressedSlot] -= 1 }
        guard let free = slotUsers.firstIndex(of: 0) else { preconditionFailure("more networks than lanes") }
        plan.request.expression.express(plan.request.recipes[individual], into: genome)
        loader.load(genome, into: bank, slot: free)
        slotUsers[free] += 1
        (expressedIndividual, expressedSlot) = (individual, free)
        return free
    }

    private func forgetNetworks() {
        for slot in slotUsers.indices { slotUsers[slot] = 0 }
        (expressedIndividual, expressedSlot) = (-1, -1)
    }
}
