import FoundationEssentials
import Kernels
import Networks
import Randomness
import Records
import Rollouts
import Search

/// Plays an individual of a run again: the one whose episode failed, or any other of any generation.
package struct Replay: Sendable, Equatable {
    /// Which individual, counted from 1, of which generation; without both, the one that failed.
    package struct Choice: Sendable, Hashable {
        package var generation: Int?
        package var individual: Int?
        /// Counted from 1; nil: all that it played, or the one that failed.
        package var episode: Int?

        package init(generation: Int? = nil, individual: Int? = nil, episode: Int? = nil) {
            self.generation = generation
            self.individual = individual
            self.episode = episode
        }
    }

    package struct Episode: Sendable, Equatable {
        /// Counted from 1.
        package let number: Int
        package let episodeReturn: Double
        package let length: Int
        /// What a reward function made of it; nil without one.
        package let fitness: Double?
        /// What a function gave beyond the fitness, if anything.
        package let objectives: [Double]
    }

    package let generation: Int
    /// Counted from 1; nil: the search's policy, which failed in a test.
    package let individual: Int?
    package let episodes: [Episode]
    /// Whether an objective rates variables: an episode's return is the fitness.
    private let isObjective: Bool

    /// What is played.
    private struct Subject {
        let genome: Genome
        let shape: PolicyShape?
        let generation: Int
        let individual: Int
        let purpose: Purpose
        let episodes: Range<Int>
        let sharedValues: [Double]
        let normalization: Normalization?
        let episodeLimit: Int?
    }

    /// - Parameters:
    ///   - path: The folder of a run.
    ///   - configuration: The experiment of the run's script, with the run's settings.
    ///   - hooks: What the script does between generations, from its start.
    /// - Throws: `ExperimentError` or `ArchiveError`; what the episode failed with, as `EpisodeFailure`.
    package init(
        _ choice: Choice,
        ofRun path: String,
        _ configuration: ExperimentConfiguration,
        hooks: (any RunHooks)?,
        kernels: KernelSet = .best
    ) throws {
        let subject =
            try Self.failedSubject(choice, path)
            ?? Self.subject(choice, path, configuration, hooks: hooks, kernels: kernels)
        let evaluator = try Assembly.evaluator(
            configuration,
            subject.shape,
            Workforce(threads: 1, lanes: 1, kernels: kernels),
            try Assembly.settings(configuration, errorRule: .stop)
        )
        let evaluations = try evaluator.evaluate(
            EvaluationRequest(
                recipes: [.explicit(subject.genome)],
                expression: WrittenOut(),
                episodes: subject.episodes.count,
                firstIndividual: subject.individual,
                firstEpisode: subject.episodes.lowerBound,
                purpose: subject.purpose,
                generation: subject.generation,
                sharedValues: subject.sharedValues,
                normalization: subject.normalization,
                episodeLimit: subject.episodeLimit
            )
        )
        isObjective = configuration.rating.objective != nil
        generation = subject.generation
        individual = subject.purpose == .episode ? subject.individual + 1 : nil
        episodes = subject.episodes.enumerated().map { index, episode in
            Episode(
                number: episode + 1,
                episodeReturn: evaluations.returns[index],
                length: Int(evaluations.lengths[index]),
                fitness: evaluations.shaped?[index],
                objectives: evaluations.objectives.isEmpty ? [] : evaluations.objectives[index]
            )
        }
    }

    /// The saved individual, if that is the one; nil if it is another.
    private static func failedSubject(_ choice: Choice, _ path: String) throws -> Subject? {
        let file = "\(path)/\(FailedIndividual.fileName)"
        guard FileSystem.exists(file) else {
            guard choice.generation == nil else { return nil }
            throw ExperimentError.noFailure(path: path)
        }
        let failed = try FailedIndividual(readFrom: file)
        let individual = failed.purpose == .episode ? failed.individual + 1 : nil
        let isMeant =
            (choice.generation ?? failed.generation) == failed.generation
            && (choice.individual == nil ? choice.generation == nil : choice.individual == individual)
            && (choice.episode ?? failed.episode + 1) == failed.episode + 1
        guard isMeant else {
            guard choice.generation == nil else { return nil }
            throw ExperimentError.anotherFailed(path: path, failed: individual, generation: failed.generation)
        }
        return Subject(
            genome: failed.genome,
            shape: failed.shape,
            generation: failed.generation,
            individual: failed.individual,
            purpose: failed.purpose,
            episodes: failed.episode..<failed.episode + 1,
            sharedValues: failed.sharedValues,
            normalization: failed.normalization,
            episodeLimit: failed.episodeLimit
        )
    }

    /// Makes an individual again: goes through the generations from the nearest checkpoint before it.
    private static func subject(
        _ choice: Choice, _ path: String, _ configuration: ExperimentConfiguration, hooks: (any RunHooks)?,
        kernels: KernelSet
    ) throws -> Subject {
        guard let generation = choice.generation, let individual = choice.individual else {
            throw ExperimentError.incompleteReplay
        }
        let record = try RunRecord(ofRun: path)
        if let origin = record.origin, generation < origin.generation {
            throw ExperimentError.before(
                path: path, generation: generation, start: origin.generation, run: origin.run)
        }
        let checkpoint = try CheckpointFiles(path).newest(before: generation, configuration.identity)
        let assembly = try Assembly(
            configuration,
            Workforce(threads: configuration.threadCount, kernels: kernels),
            hooks: hooks,
            calibrated: checkpoint
        )
        let state = try checkpoint?.restore(assembly, hooks: hooks) ?? RunState()
        let generations = Generations(configuration, assembly, hooks: hooks, state: state)
        if state.generation == 0 { _ = try hooks?.runWillStart() }
        while generations.state.generation < generation {
            guard !generations.areDone else {
                throw ExperimentError.noGeneration(generation, done: generations.state.generation)
            }
            _ = try generations.callScript(generations.next().report)
        }
        let round = try generations.round(of: individual - 1)
        let episodes = round.episodes ?? configuration.episodes
        if let episode = choice.episode, !(1...episodes).contains(episode) {
            throw ExperimentError.noEpisode(episode, of: episodes)
        }
        return Subject(
            genome: assembly.express(round.recipes[individual - 1 - round.individuals.lowerBound]),
            shape: assembly.shape,
            generation: generation,
            individual: individual - 1,
            purpose: .episode,
            episodes: choice.episode.map { $0 - 1..<$0 } ?? 0..<episodes,
            sharedValues: hooks?.sharedValues ?? [],
            normalization: generations.normalization,
            episodeLimit: generations.state.episodeLimit
        )
    }

    /// A line for each episode.
    package var text: String {
        let player = individual.map { "individual \($0)" } ?? "the policy"
        return episodes.map { episode in
            if isObjective {
                let rating = episodes.count > 1 ? ", rating \(episode.number)" : ""
                let further = episode.objectives.map { " and \($0)" }.joined()
                return "\(player) of generation \(generation)\(rating): fitness \(episode.episodeReturn)\(further)"
            }
            let further = episode.objectives.map { " and \(ProgressText.number($0))" }.joined()
            let fitness = episode.fitness.map { ", fitness \(ProgressText.number($0))\(further)" } ?? ""
            return """
                \(player) of generation \(generation), episode \(episode.number): return \
                \(ProgressText.number(episode.episodeReturn))\(fitness), \(CountText.of(episode.length, "step"))
                """
        }.joined(separator: "\n")
    }
}
