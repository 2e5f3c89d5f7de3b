import Environments
import FoundationEssentials
import Kernels
import Networks
import Rollouts
import Search

/// An experiment put together: the environment, the shape of its policies, the search and the workers.
struct Assembly {
    let shape: PolicyShape
    let search: any SearchAlgorithm
    let evaluator: any Evaluator
    /// Steps after which an episode is truncated.
    let maxSteps: Int

    /// Random-action episodes whose observations set quantile thresholds.
    static let calibrationEpisodes = 100

    /// - Parameter restoredThresholds: Those of a checkpoint, so that nothing is calibrated again; given whether they
    ///   are one-hot.
    init(
        _ configuration: ExperimentConfiguration,
        threads: Int,
        lanes: Int?,
        kernels: KernelSet,
        hooks: (any RunHooks)?,
        restoredThresholds: ((Bool) throws -> ObservationThresholds)?
    ) throws {
        try configuration.checkLimits()
        let environment = configuration.environment
        let specification = environment.specification
        let maxSteps = try Self.maxSteps(configuration)
        self.maxSteps = maxSteps
        if case .bits = configuration.encoder, case .binary = specification.observationSpace {
        } else if case .bits = configuration.encoder {
            throw ExperimentError.notBinary(
                environment: specification.name,
                space: specification.observationSpace.description
            )
        }

        let encoder = try Self.encoder(configuration, kernels: kernels, restoredThresholds: restoredThresholds)
        let decoder = try configuration.decoder.decoder(
            for: specification.actionSpace, of: specification.name, part: configuration.scriptPart("decoder"))
        let network = BinaryNetwork(
            widths: [encoder.bitCount] + configuration.hidden + [decoder.outputCount],
            hasBiases: configuration.hasBiases
        )
        let needed = UInt64(network.bitCount) * UInt64(BernoulliDistribution.bytesPerBit)
        let memory = ProcessInfo.processInfo.physicalMemory
        guard needed <= memory else {
            throw ExperimentError.tooManyWeights(network.bitCount, needed: needed, memory: memory)
        }
        shape = PolicyShape(encoder: encoder, network: network, decoder: decoder)
        let problem = Problem(bits: network.bitCount, floats: network.floatCount)
        search =
            try hooks?.makeSearch(problem, seed: configuration.seed, kernels: kernels)
            ?? configuration.search.make(problem, configuration.seed, kernels)
        evaluator = try EpisodeEvaluator(
            threads: threads,
            lanes: lanes,
            shape: shape,
            settings: Self.settings(configuration, errorRule: configuration.errorRule),
            kernels: kernels,
            hasReward: configuration.hasReward,
            hasBehavior: configuration.hasBehavior
        ) { _ in try environment.makeKit() }
    }

    private static func encoder(
        _ configuration: ExperimentConfiguration, kernels: KernelSet,
        restoredThresholds: ((Bool) throws -> ObservationThresholds)?
    ) throws -> PolicyEncoder {
        let space = configuration.environment.specification.observationSpace
        if case .script(let bits) = configuration.encoder {
            return .script(configuration.scriptPart("encoder"), values: space.valueCount, bits: bits)
        }
        let fresh = try configuration.encoder.thresholds(for: space) {
            if restoredThresholds != nil { return Array(repeating: [0], count: space.valueCount) }
            return try Calibration.observations(
                of: configuration.environment.makeKit().makeEnvironment(capacity: 1, kernels: kernels),
                episodes: Self.calibrationEpisodes,
                maxSteps: maxSteps(configuration),
                seed: configuration.seed
            )
        }
        return .thresholds(try restoredThresholds.map { try $0(fresh.isOneHot) } ?? fresh)
    }

    private static func maxSteps(_ configuration: ExperimentConfiguration) throws(ExperimentError) -> Int {
        let specification = configuration.environment.specification
        guard let maxSteps = configuration.maxSteps ?? specification.maxSteps else {
            throw .noLimit(environment: specification.name)
        }
        return maxSteps
    }

    /// What all episodes of the experiment have in common.
    static func settings(
        _ configuration: ExperimentConfiguration, errorRule: ErrorRule
    ) throws(ExperimentError) -> EpisodeSettings {
        EpisodeSettings(
            seed: configuration.seed,
            maxSteps: try maxSteps(configuration),
            sharesRandomNumbers: configuration.sharesRandomNumbers,
            combination: configuration.combination,
            errorRule: errorRule
        )
    }

    /// The policy of a recipe that the search handed out last.
    func express(_ recipe: Recipe) -> Policy {
        let genome = shape.network.makeGenome()
        search.expression.express(recipe, into: genome)
        return Policy(shape: shape, genome: genome)
    }
}
