import Environments
import Kernels
import Networks
import Randomness
import Search

@testable import Rollouts

/// Plans with settings of their own, for one evaluator that plays them all.
extension EpisodePlan {
    init(
        recipes: [Recipe],
        expression: any RecipeExpression,
        episodes: Int,
        seed: UInt64,
        purpose: Purpose,
        generation: Int,
        sharesRandomNumbers: Bool = false,
        maxSteps: Int
    ) {
        self.init(
            request: EvaluationRequest(
                recipes: recipes,
                expression: expression,
                episodes: episodes,
                purpose: purpose,
                generation: generation
            ),
            settings: EpisodeSettings(seed: seed, maxSteps: maxSteps, sharesRandomNumbers: sharesRandomNumbers)
        )
    }
}

extension WorkerEvaluator {
    convenience init(
        threads: Int,
        lanes: Int?,
        shape: PolicyShape,
        kernels: KernelSet,
        makeEnvironment: @escaping @Sendable (_ worker: Int, _ lanes: Int) throws -> any Environment
    ) throws {
        try self.init(
            threads: threads,
            lanes: lanes,
            shape: shape,
            settings: EpisodeSettings(seed: 0, maxSteps: 1),
            kernels: kernels
        ) { worker in ClosureKit { try makeEnvironment(worker, $0) } }
    }
}

/// Makes the environment that a closure makes.
final class ClosureKit: WorkerKit {
    private let make: (_ capacity: Int) throws -> any Environment

    init(_ make: @escaping (_ capacity: Int) throws -> any Environment) { self.make = make }

    func makeEnvironment(capacity: Int, kernels: KernelSet) throws -> any Environment { try make(capacity) }
}
