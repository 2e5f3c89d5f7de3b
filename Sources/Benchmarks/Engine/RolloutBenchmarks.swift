import Environments
import Kernels
import Networks
import Randomness
import Rollouts
import Search

/// Different networks that balance CartPole's pole: the population of a search, at its first mean return of 200.
private struct BalancingNetworks {
    static let shape = PolicyShape(
        thresholds: .thermometer(count: 16, low: [-2.4, -3, -0.2095, -3], high: [2.4, 3, 0.2095, 3]),
        network: BinaryNetwork(widths: [64, 64, 1], hasBiases: false),
        choice: .sign,
        actions: 2
    )
    let kernels: KernelSet
    let recipes: [Recipe]
    let expression: any RecipeExpression
    private let settings = EpisodeSettings(seed: 1, maxSteps: 500)

    init(kernels: KernelSet) throws {
        self.kernels = kernels
        let network = Self.shape.network
        let problem = Problem(bits: network.bitCount, floats: network.floatCount)
        let search = NES(problem: problem, options: NESOptions(), seed: 1, kernels: kernels)
        let evaluator = try Self.evaluator(lanes: nil, settings, kernels)
        var generation = 0
        while true {
            let recipes = search.ask(generation: generation).recipes
            let evaluations = try evaluator.evaluate(
                EvaluationRequest(
                    recipes: recipes,
                    expression: search.expression,
                    episodes: 1,
                    purpose: .episode,
                    generation: generation
                )
            )
            if evaluations.fitness.reduce(0, +) / Double(recipes.count) >= 200 { break }
            _ = try search.tell(evaluations, generation: generation, parallel: evaluator.parallel)
            generation += 1
        }
        expression = search.expression
        recipes = search.ask(generation: generation).recipes.map { recipe in
            let genome = problem.makeGenome()
            search.expression.express(recipe, into: genome)
            return .explicit(genome)
        }
    }

    private static func evaluator(
        lanes: Int?,
        _ settings: EpisodeSettings,
        _ kernels: KernelSet
    ) throws -> EpisodeEvaluator {
        try EpisodeEvaluator(threads: 1, lanes: lanes, shape: shape, settings: settings, kernels: kernels) {
            CartPole(capacity: $1, kernels: kernels)
        }
    }

    /// Environment steps a second, and the mean length of an episode.
    /// - Parameter episodes: Of all networks together, each in turn.
    func play(lanes: Int?, episodes: Int, _ settings: BenchmarkSettings) throws -> (rates: [Double], length: Double) {
        let evaluator = try Self.evaluator(lanes: lanes, self.settings, kernels)
        let request = EvaluationRequest(
            recipes: (0..<episodes).map { recipes[$0 % recipes.count] },
            expression: expression,
            episodes: 1,
            purpose: .evaluation,
            generation: 0
        )
        let steps = try evaluator.evaluate(request).timesteps
        let rates = try settings.rates(items: Double(steps)) { for _ in 0..<$0 { _ = try evaluator.evaluate(request) } }
        return (rates, Double(steps) / Double(episodes))
    }
}

extension Benchmark {
    static let rollout = rollouts(
        "rollout",
        lanes: nil,
        episodes: 8192,
        manner: "64 networks in turn, \(EpisodeEvaluator.standardLanes) environments at a time"
    )
    static let rolloutSingle = rollouts(
        "rollout-single",
        lanes: 1,
        episodes: 64,
        manner: "64 networks in turn, one environment at a time"
    )

    private static func rollouts(_ name: String, lanes: Int?, episodes: Int, manner: String) -> Benchmark {
        Benchmark(
            name,
            unit: "steps/s",
            "Episodes of CartPole, thermometer of 4 x 16, 64-64-1 networks that balance, one thread: \(manner)."
        ) { settings in
            let networks = try BalancingNetworks(kernels: settings.kernels)
            let (rates, length) = try networks.play(lanes: lanes, episodes: episodes, settings)
            let rounded = (length * 10).rounded() / 10
            return Measurement(work: "CartPole, \(manner), mean episode length \(rounded)", samples: rates)
        }
    }
}
