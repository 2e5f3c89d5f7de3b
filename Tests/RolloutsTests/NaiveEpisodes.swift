import Environments
import Kernels
import Networks
import Randomness
import Search
import TestSupport

@testable import Rollouts

/// Episodes played one after the other by a network written out: what a roll-out must give, however it is shared out.
enum NaiveEpisodes {
    /// Returns and lengths, individual by individual.
    static func play(
        _ plan: EpisodePlan, shape: PolicyShape, environment: () -> any Environment
    ) throws -> (returns: [Double], lengths: [Int32]) {
        var (returns, lengths): ([Double], [Int32]) = ([], [])
        for (individual, recipe) in plan.request.recipes.enumerated() {
            let genome = shape.network.makeGenome()
            plan.request.expression.express(recipe, into: genome)
            let network = NaiveNetwork(
                widths: shape.network.widths,
                bits: genome.bits.array(),
                biases: genome.floats.array().map { Int($0.rounded(.toNearestOrEven)) }
            )
            for episode in 0..<plan.request.episodes {
                let address = RandomAddress(
                    seed: plan.settings.seed,
                    purpose: plan.request.purpose,
                    generation: plan.request.generation,
                    individual: plan.settings.sharesRandomNumbers ? 0 : individual,
                    episode: episode
                )
                let (sum, length) = try self.episode(
                    network, shape, environment(), RandomStream(address), maxSteps: plan.settings.maxSteps)
                returns.append(sum)
                lengths.append(Int32(length))
            }
        }
        return (returns, lengths)
    }

    private static func episode(
        _ network: NaiveNetwork,
        _ shape: PolicyShape,
        _ environment: any Environment,
        _ random: RandomStream,
        maxSteps: Int
    ) throws -> (sum: Double, length: Int) {
        let batch = environment.batch
        let actions = ActionBatch(capacity: 1, shape: .discrete(count: 2))
        try environment.reset(lane: 0, random: random)
        var (sum, length) = (0.0, 0)
        while true {
            let observation = (0..<batch.valueCount).map { batch[lane: 0, value: $0] }
            guard case .thresholds(let thresholds) = shape.encoder, case .discrete(let rule, _) = shape.decoder else {
                preconditionFailure("a policy of other parts")
            }
            let bits =
                thresholds.isOneHot
                ? NaiveEncoder.oneHot(observation, thresholds.values)
                : NaiveEncoder.thermometer(observation, thresholds.values)
            let outputs = network.outputs(bits.map { $0 ? 1 : -1 })
            let choice = rule == .sign ? (outputs[0] > 0 ? 1 : 0) : outputs.firstIndex(of: outputs.max()!)!
            actions.discrete[0] = Int32(choice)
            try environment.stage(actions: actions).run(lanes: 1)
            sum += batch.rewards[0]
            length += 1
            if batch.terminated[0] == 1 || batch.truncated[0] == 1 || length == maxSteps { return (sum, length) }
        }
    }
}
