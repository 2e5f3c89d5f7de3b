import Kernels
import Records
import Search
import TestSupport
import Testing

@testable import Experiments

@Suite struct `An adaptive limit` {
    private let runs = SmallRuns()

    private func configuration(
        generations: Int, _ limit: AdaptiveLimit? = AdaptiveLimit(first: 8, threshold: 0.25, ratio: 1.4), max: Int? = 40
    ) -> ExperimentConfiguration {
        var configuration = runs.configuration(generations: generations)
        configuration.adaptiveLimit = limit
        configuration.maxSteps = max
        return configuration
    }

    private func scalars(_ path: String) throws -> [String: [Int: Float]] {
        try RunBits(of: path, names: []).scalars
    }

    @Test(arguments: [
        (limit: 10, reached: 5, episodes: 10, ratio: 1.5, next: 15),
        (limit: 10, reached: 4, episodes: 10, ratio: 1.5, next: 10),
        (limit: 15, reached: 10, episodes: 10, ratio: 1.5, next: 22),
        (limit: 1, reached: 1, episodes: 2, ratio: 1.01, next: 2),
        (limit: 3, reached: 1, episodes: 1, ratio: 1.3, next: 4),
        (limit: 80, reached: 1, episodes: 1, ratio: 1.5, next: 100),
        (limit: 99, reached: 1, episodes: 1, ratio: 1.001, next: 100),
        (limit: 100, reached: 1, episodes: 1, ratio: 1.5, next: 100),
        (limit: 2, reached: 1, episodes: 1, ratio: 1e308, next: 100),
    ])
    func `rises where enough episodes reach it, by a step at least, up to the highest`(
        limit: Int, reached: Int, episodes: Int, ratio: Double, next: Int
    ) {
        let rule = AdaptiveLimit(first: 1, threshold: 0.5, ratio: ratio)
        #expect(rule.next(after: limit, reached: reached, of: episodes, most: 100) == next)
    }

    @Test func `rises at exactly the share that is asked for`() {
        // 0.07 * 100 is above 7 in float64.
        let rule = AdaptiveLimit(first: 1, threshold: 0.07, ratio: 2)
        #expect(rule.next(after: 10, reached: 7, of: 100, most: 100) == 20)
        #expect(rule.next(after: 10, reached: 6, of: 100, most: 100) == 10)
    }

    /// The rule written out, on the episodes of every individual played again.
    @Test func `follows from the episodes that rated the generation before, each of which is played again under it`()
        throws
    {
        var configuration = configuration(generations: 12)
        configuration.episodes = 3
        let noted = NotedRun()
        let outcome = try runs.perform(configuration, observer: noted)
        let scalars = try scalars(outcome.path)
        var (limit, limits) = (8, Set<Int>())
        for generation in 0..<12 {
            #expect(scalars["episode/limit"]?[generation] == Float(limit))
            #expect(noted.reports[generation].episodeLimit == limit)
            var lengths: [Int] = []
            for individual in 1...4 {
                let choice = Replay.Choice(generation: generation, individual: individual)
                lengths += try Replay(choice, ofRun: outcome.path, configuration, hooks: nil).episodes.map(\.length)
            }
            #expect(lengths.count == 12 && lengths.allSatisfy { $0 <= limit })
            #expect(scalars["episode/length"]?[generation] == Float(Double(lengths.reduce(0, +)) / 12))
            limits.insert(limit)
            if lengths.filter({ $0 == limit }).count >= 3 { limit = min(Int(1.4 * Double(limit)), 40) }
        }
        #expect(limits.count > 2, "it rose")
        // The tests of the policy are as long as they may be.
        #expect(noted.reports.contains { $0.policyReturn! > Double($0.episodeLimit!) })
        let evaluation = try PolicyEvaluation(path: outcome.path)
        #expect(evaluation.meanReturn == outcome.meanTestReturn)
    }

    @Test func `counts the episodes of all rounds`() throws {
        // Candidates play four episodes each, the population one: its two that reach the limit would be enough.
        var options = DeepGAOptions()
        (options.populationSize, options.candidates, options.episodes) = (4, 2, 4)
        var configuration = configuration(generations: 6, AdaptiveLimit(first: 9, threshold: 0.6, ratio: 2))
        configuration.search = .deepGA(options, name: "deep_ga", start: nil)
        let assembly = try assembly(configuration)
        let generations = Generations(configuration, assembly, hooks: nil, state: RunState())
        for _ in 0..<6 {
            let before = generations.state
            let shadow = Generations(configuration, try self.assembly(configuration), hooks: nil, state: RunState())
            for _ in 0..<before.generation { _ = try shadow.next() }
            var (reached, episodes) = (0, 0)
            for first in [0, 1] {
                let round = try shadow.assembly.search.ask(generation: before.generation)
                let evaluations = try shadow.assembly.evaluator.evaluate(
                    EvaluationRequest(
                        recipes: round.recipes, expression: shadow.assembly.search.expression,
                        episodes: round.episodes ?? 1, firstEpisode: first, purpose: .episode,
                        generation: before.generation, episodeLimit: before.episodeLimit))
                reached += evaluations.lengths.array().filter { Int($0) == before.episodeLimit }.count
                episodes += evaluations.lengths.count
                _ = try shadow.assembly.search.tell(
                    evaluations, generation: before.generation, parallel: shadow.assembly.evaluator.parallel)
            }
            #expect(episodes == 12)
            _ = try generations.next()
            let limit = try #require(before.episodeLimit)
            let isEnough = Double(reached) / 12 >= 0.6
            #expect(generations.state.episodeLimit == (isEnough ? min(2 * limit, 40) : limit))
        }
        #expect(generations.state.episodeLimit != 9)
    }

    private func assembly(_ configuration: ExperimentConfiguration) throws -> Assembly {
        try Assembly(
            configuration, Workforce(threads: 1), hooks: nil, calibrated: nil)
    }

    @Test func `is not among the figures of a run without one`() throws {
        let noted = NotedRun()
        let outcome = try runs.perform(configuration(generations: 2, nil), observer: noted)
        #expect(try scalars(outcome.path)["episode/limit"] == nil)
        #expect(!noted.reports[1].json.contains("episode_limit"))
        let adaptive = try runs.perform(configuration(generations: 2), name: "b", observer: noted)
        #expect(try scalars(adaptive.path)["episode/limit"]?.count == 2)
        #expect(noted.reports[3].json.contains(#""episode_limit":11,"#))
    }

    @Test func `is part of what a run is`() throws {
        try runs.perform(configuration(generations: 2))
        let message = """
            \(runs.output)/small/a/checkpoint: belongs to another experiment: max_steps was adaptive_limit(limit 8, \
            threshold 0.25, ratio 1.4, max 40), and is now the environment's; resume with the script and settings it was \
            started with, or start a new run
            """
        #expect {
            try runs.perform(configuration(generations: 3, nil, max: nil), .resume)
        } throws: { "\($0)" == message }
    }

    @Test(arguments: [
        (max: 12, first: 2, expected: 12), (max: 300, first: 200, expected: 200), (max: 300, first: 2, expected: nil),
    ])
    func `goes on from where it stood, within the bounds of changed settings`(
        max: Int, first: Int, expected: Int?
    ) throws {
        let before = try runs.perform(configuration(generations: 12))
        let last = try #require(try reached(before.path))
        #expect(last > 12)
        let changed = configuration(
            generations: 13, AdaptiveLimit(first: first, threshold: 0.5, ratio: 1.4), max: max)
        let outcome = try runs.perform(changed, .resume) { $0.continuesApart = true }
        #expect(try scalars(outcome.path)["episode/limit"]?[12] == Float(expected ?? last))
    }

    @Test func `begins where a run goes on that had none`() throws {
        try runs.perform(configuration(generations: 2, nil))
        let outcome = try runs.perform(configuration(generations: 3), .resume) { $0.continuesApart = true }
        #expect(try scalars(outcome.path)["episode/limit"] == [2: 8])
    }

    /// The limit that the last checkpoint holds.
    private func reached(_ path: String) throws -> Int? {
        let archive = try ArchiveReader(
            contentsOf: "\(path)/checkpoint", format: Checkpoint.format, supportedVersions: 1...1)
        return try archive.count("episode_limit", atLeast: 1)
    }

    @Test(arguments: [(7, "is 7, not 8 to 40"), (41, "is 41, not 8 to 40"), (0, "is 0; it must be at least 1")])
    func `is refused where no run can have it`(limit: Int, reason: String) throws {
        let configuration = configuration(generations: 2)
        let assembly = try assembly(configuration)
        var state = RunState()
        state.episodeLimit = limit
        let path = runs.folder.path + "/checkpoint"
        try AtomicFile.write(
            Checkpoint(identity: configuration.identity, shape: assembly.shape)
                .bytes(state, search: assembly.search, hooks: nil), to: path)
        let checkpoint = try LoadedCheckpoint(readFrom: path, identity: configuration.identity)
        #expect {
            try checkpoint.restore(assembly, hooks: nil)
        } throws: { "\($0)" == "\(path): 'episode_limit' \(reason)" }
    }
}
