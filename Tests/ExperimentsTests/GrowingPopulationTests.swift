import Records
import Search
import TestSupport
import Testing

@testable import Experiments

/// Populations that are rated in several rounds, until there are enough environment steps.
@Suite struct `A population that grows` {
    private let runs = SmallRuns()

    private func configuration(
        generations: Int = 1, _ change: (inout DeepGAOptions) -> Void = { _ in }
    ) -> ExperimentConfiguration {
        var options = DeepGAOptions()
        (options.populationSize, options.timesteps, options.parents) = (4, 700, 3)
        (options.candidates, options.episodes) = (0, 1)
        change(&options)
        var configuration = runs.configuration(generations: generations)
        configuration.search = .deepGA(options, name: "deep_ga", start: nil)
        return configuration
    }

    @Test func `counts as one, each individual of which is played again`() throws {
        let (configuration, noted) = (configuration(generations: 3), NotedRun())
        let path = try runs.perform(configuration, observer: noted).path
        var evaluations = 0
        for (generation, report) in noted.reports.enumerated() {
            let count = report.evaluations - evaluations
            evaluations = report.evaluations
            #expect(count > 4)
            let episodes = try (1...count).map { individual in
                let choice = Replay.Choice(generation: generation, individual: individual)
                return try Replay(choice, ofRun: path, configuration, hooks: nil).episodes[0]
            }
            #expect(episodes.map(\.length).reduce(0, +) >= 700)
            #expect(report.meanReturn == episodes.map(\.episodeReturn).reduce(0, +) / Double(count))
            #expect(report.meanLength == Double(episodes.map(\.length).reduce(0, +)) / Double(count))
            #expect(report.bestReturn == episodes.map(\.episodeReturn).max())
            let choice = Replay.Choice(generation: generation, individual: count + 1)
            #expect {
                try Replay(choice, ofRun: path, configuration, hooks: nil)
            } throws: { "\($0)" == "--individual must be 1 to \(count), got \(count + 1)" }
        }
    }

    /// An evolution strategy of novelty rates its centers first of all, and one of them again after each move.
    @Test func `is told from others that its search has rated`() throws {
        var options = NoveltyESOptions()
        (options.es.populationSize, options.es.timesteps) = (6, 400)
        (options.centers, options.episodes) = (3, 2)
        var configuration = ExperimentConfiguration(
            name: "small", scriptPath: "small.lua", rating: .episodes(.tellingCartPole), search: .noveltyES(options))
        configuration.network = .dense(hidden: [4], activation: .tanh, hiddenGain: 1, outputGain: 1)
        (configuration.hasBehavior, configuration.generations) = (true, 2)
        let noted = NotedRun()
        let path = try runs.perform(configuration, observer: noted).path
        var evaluations = 0
        for (generation, report) in noted.reports.enumerated() {
            let others = generation == 0 ? 4 : 1
            let count = report.evaluations - evaluations - others
            evaluations = report.evaluations
            #expect(count > 6)
            let episodes = try (1...count).map { individual in
                let choice = Replay.Choice(generation: generation, individual: individual)
                return try Replay(choice, ofRun: path, configuration, hooks: nil).episodes
            }
            #expect(episodes.allSatisfy { $0.map(\.number) == [1] })
            #expect(report.meanReturn == episodes.map { $0[0].episodeReturn }.reduce(0, +) / Double(count))
            for individual in [0, count + 1] {
                let choice = Replay.Choice(generation: generation, individual: individual)
                #expect {
                    try Replay(choice, ofRun: path, configuration, hooks: nil)
                } throws: { "\($0)" == "--individual must be 1 to \(count), got \(individual)" }
            }
        }
    }

    @Test func `plays the same episodes in all rounds where that is asked for`() throws {
        // The children of one parent that do not differ from it.
        for sharesRandomNumbers in [true, false] {
            var configuration = configuration(generations: 2) { ($0.parents, $0.power) = (1, .constant(0)) }
            configuration.sharesRandomNumbers = sharesRandomNumbers
            let path = try runs.perform(configuration, name: "\(sharesRandomNumbers)").path
            let deviation = try RunBits(of: path, names: []).scalars["return/deviation"]?[1]
            #expect((deviation == 0) == sharesRandomNumbers)
        }
    }

    @Test func `is part of what a run is`() {
        let steps = configuration().identity.first { $0.name == "search" }?.value
        #expect(
            steps == """
                deep_ga(population_size 4, parents 3, mutation_power constant(0.02), candidates 0, candidate_episodes 1, \
                timesteps 700)
                """)
        let none = configuration { $0.timesteps = 0 }.identity.first { $0.name == "search" }?.value
        #expect(none?.hasSuffix("candidate_episodes 1)") == true)
    }
}
