import Environments
import Kernels
import Networks
import Randomness
import Rollouts
import Search

/// Different networks that balance CartPole's pole: the population of a search, at its first mean return of 200.
struct BalancingNetworks {
    static let shape = PolicyShape(
        thresholds: .thermometer(count: 16, low: [-2.4, -3, -0.2095, -3], high: [2.4, 3, 0.2095, 3]),
        network: BinaryNetwork(widths: [64, 64, 1], hasBiases: false),
        choice: .sign,
        actions: 2
    )
    /// The built-in CartPole.
    static let cartPole: @Sendable () throws -> any WorkerKit = {
        BuiltInKit(try EnvironmentRegistry.entry(named: "cartpole"))
    }
    let kernels: KernelSet
    let recipes: [Recipe]
    let expression: any RecipeExpression
    private let settings = EpisodeSettings(seed: 1, maxSteps: 500)

    init(kernels: KernelSet) throws {
        self.kernels = kernels
        let network = Self.shape.network
        let problem = Problem(bits: network.bitCount, floats: network.floatCount)
        let search = NES(problem: problem, options: NESOptions(), seed: 1, kernels: kernels)
        let evaluator = try WorkerEvaluator(
            threads: 1, lanes: nil, shape: Self.shape, settings: settings, kernels: kernels
        ) { _ in try Self.cartPole() }
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

    /// What plays the networks' episodes.
    /// - Parameters:
    ///   - lanes: Environments at a time; nil: as many as a run has.
    ///   - reward: What rates the episodes in place of their returns.
    func evaluator(
        threads: Int = 1, lanes: Int?, reward: RewardChoice? = nil,
        makeKit: @escaping @Sendable () throws -> any WorkerKit
    ) throws -> WorkerEvaluator {
        try WorkerEvaluator(
            threads: threads,
            lanes: lanes,
            shape: Self.shape,
            settings: settings,
            kernels: kernels,
            reward: reward
        ) { _ in try makeKit() }
    }

    /// The same, where processes of a program play.
    func evaluator(processes: Int, of program: WorkerProgram) throws -> WorkerEvaluator {
        try WorkerEvaluator(
            processes: processes, of: program, Game(shape: Self.shape, lanes: nil), settings: settings,
            kernels: kernels.name)
    }

    /// Episodes of all networks together, each in turn.
    func request(episodes: Int) -> EvaluationRequest {
        EvaluationRequest(
            recipes: (0..<episodes).map { recipes[$0 % recipes.count] },
            expression: expression,
            episodes: 1,
            purpose: .episode,
            generation: 0
        )
    }

    /// Environment steps a second on this thread, and the mean length of an episode.
    func play(
        _ evaluator: WorkerEvaluator, episodes: Int, _ settings: BenchmarkSettings
    ) throws -> (rates: [Double], length: Double) {
        let request = request(episodes: episodes)
        let steps = try evaluator.evaluate(request).timesteps
        let rates = try settings.rates(items: Double(steps)) { for _ in 0..<$0 { _ = try evaluator.evaluate(request) } }
        return (rates, Double(steps) / Double(episodes))
    }
}
