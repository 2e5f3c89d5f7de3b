import Environments
import FoundationEssentials
import Kernels
import Networks
import Randomness
import Records
import Rollouts
import Search

/// Plays a saved policy.
package struct PolicyEvaluation: Sendable, Equatable {
    package let environment: String
    package let returns: [Double]
    package let lengths: [Int]

    package var meanReturn: Double { returns.mean }

    /// The standard deviation of the returns.
    package var deviation: Double { returns.deviation }

    /// Plays episodes of the policy in a file.
    /// - Parameters:
    ///   - path: A policy file, or the folder of a run, whose last tested policy is played.
    ///   - episodes: At least 1; nil: as many as its test had.
    ///   - seed: The episodes of this seed; nil: the very episodes of the policy's test.
    ///   - findEnvironment: The environment of a policy, and what else it needs, given the path of its file.
    /// - Throws: `ExperimentError`, `ArchiveError` or `EnvironmentError`.
    package init(
        path: String,
        episodes: Int? = nil,
        seed: UInt64? = nil,
        threads: Int? = nil,
        lanes: Int? = nil,
        kernels: KernelSet = .best,
        findEnvironment: (_ file: PolicyFile, _ path: String) throws -> EnvironmentChoice = { file, _ in
            try EnvironmentChoice.builtIn(file.environment.name)
        }
    ) throws {
        let (file, filePath) = try Self.file(path)
        let environment = try findEnvironment(file, filePath)
        let policy = file.policy
        let specification = environment.specification
        guard policy.shape.observedCount == specification.observationSpace.valueCount,
            policy.shape.images == nil || policy.shape.images?.source == specification.observationSpace.image,
            policy.shape.decoder.actions == specification.actionSpace.actionShape
        else {
            throw ExperimentError.foreignPolicy(path: path, environment: file.environment.name)
        }
        let evaluator = try WorkerEvaluator(
            threads: (threads ?? ProcessInfo.processInfo.activeProcessorCount) * environment.groupsPerThread,
            lanes: lanes,
            shape: policy.shape,
            settings: EpisodeSettings(seed: seed ?? file.seed, maxSteps: file.maxSteps),
            kernels: kernels
        ) { _ in try environment.makeKit() }
        let evaluations = try evaluator.evaluate(
            EvaluationRequest(
                recipes: [.explicit(policy.genome)],
                expression: WrittenOut(),
                episodes: episodes ?? file.test.episodes,
                purpose: seed == nil ? .test : .evaluation,
                generation: seed == nil ? file.test.generation : 0,
                sharedValues: file.test.sharedValues,
                normalization: file.test.normalization
            )
        )
        self.environment = "\(file.environment)"
        returns = evaluations[0].returns
        lengths = evaluations[0].lengths
    }

    static func file(_ path: String) throws -> (PolicyFile, path: String) {
        guard FileSystem.isFolder(path) else { return (try PolicyFile(readFrom: path), path) }
        let policy = "\(path)/policy"
        guard FileSystem.exists(policy) else {
            throw FileSystem.exists("\(path)/\(RunRecord.fileName)")
                ? ExperimentError.noPolicy(path: path) : ExperimentError.notARun(path: path)
        }
        return (try PolicyFile(readFrom: policy), policy)
    }
}
