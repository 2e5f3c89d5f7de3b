import Environments
import FoundationEssentials
import Kernels
import Networks
import Rollouts
import Search

/// An experiment put together: what is searched for, the search, and the workers that rate.
struct Assembly {
    /// What all policies share; nil where an objective rates variables.
    let shape: PolicyShape?
    let problem: Problem
    let search: any SearchAlgorithm
    let evaluator: any Evaluator
    /// Steps after which an episode is truncated; 0 where there are no episodes.
    let maxSteps: Int
    /// By which episodes that rate individuals are truncated sooner; nil: they are not.
    let adaptiveLimit: AdaptiveLimit?
    /// What random play observed, where policies normalise; nil where a checkpoint knows more.
    let firstStatistics: ObservationStatistics?

    /// Random-action episodes whose observations set quantile thresholds and first statistics.
    static let calibrationEpisodes = 100

    /// - Parameter calibrated: A checkpoint that has what calibration gave, so that nothing is calibrated again.
    init(
        _ configuration: ExperimentConfiguration,
        _ workforce: Workforce,
        hooks: (any RunHooks)?,
        calibrated: LoadedCheckpoint?
    ) throws {
        try configuration.checkLimits()
        try configuration.checkComparisons()
        maxSteps = try Self.maxSteps(configuration)
        adaptiveLimit = configuration.adaptiveLimit
        let settings = try Self.settings(configuration, errorRule: configuration.errorRule)
        switch configuration.rating {
        case .objective(let choice):
            shape = nil
            firstStatistics = nil
            problem = choice.variables.problem
        case .episodes(let environment):
            let shape = try Self.shape(configuration, environment, workforce, calibrated)
            self.shape = shape
            firstStatistics = try Self.firstStatistics(
                configuration, environment, shape, workforce, isRestored: calibrated != nil)
            problem = Problem(
                bits: shape.network.bitCount, floats: shape.network.floatCount,
                firstDeviations: shape.network.firstDeviations)
        }
        try Self.checkMemory(problem)
        search =
            try hooks?.makeSearch(problem, seed: configuration.seed, kernels: workforce.kernels)
            ?? configuration.search.make(problem, configuration.seed, workforce.kernels, calibrated != nil)
        evaluator = try Self.evaluator(configuration, shape, workforce, settings)
    }

    /// Workers that rate policies of a shape, or variables.
    static func evaluator(
        _ configuration: ExperimentConfiguration, _ shape: PolicyShape?, _ workforce: Workforce,
        _ settings: EpisodeSettings
    ) throws -> any Evaluator {
        let (threads, kernels) = (workforce.threads, workforce.kernels)
        switch configuration.rating {
        case .objective(let choice):
            guard let program = workforce.program else {
                return try WorkerEvaluator(threads: threads, choice: choice, settings: settings)
            }
            return try WorkerEvaluator(
                processes: threads, of: program, variables: choice.variables, settings: settings, kernels: kernels.name)
        case .episodes(let environment):
            guard let shape else { preconditionFailure("episodes without policies") }
            let game = Game(
                shape: shape, lanes: workforce.lanes, reward: configuration.reward,
                hasBehavior: configuration.hasBehavior)
            guard let program = workforce.program else {
                return try WorkerEvaluator(
                    threads: threads * environment.groupsPerThread, game, settings: settings, kernels: kernels
                ) { _ in try environment.makeKit() }
            }
            return try WorkerEvaluator(
                processes: threads, of: program, game, settings: settings, kernels: kernels.name)
        }
    }

    /// What rates individuals again, one at a time, in states of its own.
    func checker(
        _ configuration: ExperimentConfiguration, _ workforce: Workforce,
        _ individuals: @escaping (Int, Int) -> [Int]
    ) throws -> Generations.Checker {
        Generations.Checker(
            evaluator: try Self.evaluator(
                configuration, shape, workforce.alone,
                Self.settings(configuration, errorRule: configuration.errorRule)),
            individuals: individuals)
    }

    /// What all ratings of the experiment have in common.
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

    /// A recipe that stands for the same genome when the search has gone on.
    func lasting(_ recipe: Recipe) -> Recipe {
        switch recipe {
        case .explicit, .lineage: recipe
        default: .explicit(express(recipe).copy())
        }
    }

    /// Values that policies normalise; nil where they do not.
    var normalizedValues: Int? {
        if case .normalized(let values, _) = shape?.encoder { values } else { nil }
    }

    /// The genome of a recipe that the search handed out last, to be read before it goes on.
    func express(_ recipe: Recipe) -> Genome {
        if let genome = search.expression.written(recipe) { return genome }
        let genome = problem.makeGenome()
        search.expression.express(recipe, into: genome)
        return genome
    }

    private static func maxSteps(_ configuration: ExperimentConfiguration) throws(ExperimentError) -> Int {
        guard let specification = configuration.rating.environment?.specification else { return 0 }
        guard let maxSteps = configuration.maxSteps ?? specification.maxSteps else {
            throw .noLimit(environment: specification.name)
        }
        if let first = configuration.adaptiveLimit?.first, first > maxSteps {
            throw .limitAboveMost(first, most: maxSteps, environment: specification.name)
        }
        return maxSteps
    }

    /// A network that is run, and the individual or the center that it is made of.
    private static let bytesPerFloat = 12

    private static func checkMemory(_ problem: Problem) throws(ExperimentError) {
        let needed =
            UInt64(problem.bits) * UInt64(BernoulliDistribution.bytesPerBit)
            + UInt64(problem.floats) * UInt64(Self.bytesPerFloat)
        let memory = ProcessInfo.processInfo.physicalMemory
        guard needed <= memory else {
            throw .tooManyWeights(problem.bits + problem.floats, needed: needed, memory: memory)
        }
    }
}

// MARK: Policies

extension Assembly {
    private static func shape(
        _ configuration: ExperimentConfiguration, _ environment: EnvironmentChoice, _ workforce: Workforce,
        _ calibrated: LoadedCheckpoint?
    ) throws -> PolicyShape {
        let specification = environment.specification
        if case .bits = configuration.encoder, case .binary = specification.observationSpace {
        } else if case .bits = configuration.encoder {
            throw ExperimentError.notBinary(
                environment: specification.name,
                space: specification.observationSpace.description
            )
        }
        let images = try configuration.image?.processing(
            of: specification.observationSpace, in: specification.name)
        let space = images.map { .image($0.result) } ?? specification.observationSpace
        let encoder = try encoder(configuration, environment, seeing: space, workforce, calibrated)
        let decoder = try configuration.decoder.decoder(
            for: specification.actionSpace, of: specification.name, isBinary: configuration.network.isBinary,
            part: configuration.scriptPart("decoder"))
        let network = configuration.network.network(inputs: encoder.inputCount, outputs: decoder.outputCount)
        let reference = try configuration.network.referenceCount.map { count in
            if case .script = encoder { throw ExperimentError.virtualBatchOfScript }
            if space.image != nil { throw ExperimentError.virtualBatchOfImages }
            return try calibrated?.reference(values: encoder.valueCount)
                ?? ReferenceBatch(count, of: samples(configuration, environment, workforce))
        }
        return PolicyShape(
            images: images, encoder: encoder, network: network, decoder: decoder, reference: reference)
    }

    private static func firstStatistics(
        _ configuration: ExperimentConfiguration, _ environment: EnvironmentChoice, _ shape: PolicyShape,
        _ workforce: Workforce, isRestored: Bool
    ) throws -> ObservationStatistics? {
        guard case .normalized = shape.encoder, !isRestored else { return nil }
        guard environment.specification.observationSpace.image != nil else {
            return ObservationStatistics(of: try samples(configuration, environment, workforce))
        }
        let task = try calibration(configuration, workforce)
        if let program = workforce.program {
            return try program.statistics(task, shape.images, values: shape.encoder.valueCount)
        }
        let played = try sampled(environment, workforce)
        return try CalibrationFailure.naming { try Calibration.statistics(of: played, shape.images, task) }
    }

    /// What random play observes.
    private static func samples(
        _ configuration: ExperimentConfiguration, _ environment: EnvironmentChoice, _ workforce: Workforce
    ) throws -> [[Float]] {
        let task = try calibration(configuration, workforce)
        if let program = workforce.program {
            return try program.observations(task, values: environment.specification.observationSpace.valueCount)
        }
        let played = try sampled(environment, workforce)
        return try CalibrationFailure.naming { try Calibration.observations(of: played, task) }
    }

    private static func calibration(
        _ configuration: ExperimentConfiguration, _ workforce: Workforce
    ) throws(ExperimentError) -> CalibrationTask {
        CalibrationTask(
            episodes: calibrationEpisodes, maxSteps: try maxSteps(configuration), seed: configuration.seed,
            kernels: workforce.kernels)
    }

    private static func sampled(
        _ environment: EnvironmentChoice, _ workforce: Workforce
    ) throws -> any Environment {
        try environment.makeKit().makeEnvironment(capacity: 1, kernels: workforce.kernels)
    }

    private static func encoder(
        _ configuration: ExperimentConfiguration, _ environment: EnvironmentChoice, seeing space: Space,
        _ workforce: Workforce, _ calibrated: LoadedCheckpoint?
    ) throws -> PolicyEncoder {
        if case .script(let bits) = configuration.encoder {
            return .script(configuration.scriptPart("encoder"), values: space.valueCount, bits: bits)
        }
        let numbers = try configuration.encoder.numbers(for: space, isBinary: configuration.network.isBinary)
        if let numbers { return numbers }
        let encoder = space.image == nil ? configuration.encoder : configuration.encoder.ofImages
        let fresh = try encoder.thresholds(for: space) {
            if calibrated != nil { return Array(repeating: [0], count: space.valueCount) }
            return try samples(configuration, environment, workforce)
        }
        return .thresholds(try calibrated?.thresholds(isOneHot: fresh.isOneHot) ?? fresh)
    }
}
