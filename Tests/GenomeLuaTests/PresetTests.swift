import Search
import Testing

@testable import GenomeLua

/// The numbers of deep-neuroevolution's configuration files, one by one.
@Suite struct `A preset` {
    private func search(_ call: String) throws -> Description {
        let text = """
            local genome = require "genome"
            return genome.experiment {
              environment = "cartpole", network = genome.dense_network {}, search = genome.\(call),
              behavior = function() return 1 end,
            }
            """
        return try #require(try TemporaryScripts().load(text).description.subDescription("search"))
    }

    private let adam = OptimizerRule.adam(beta1: 0.9, beta2: 0.999, epsilon: 1e-8)

    @Test(arguments: [
        ("es_gym", 5000, 0.02, 0), ("es_atari", 5000, 0.02, 0), ("frostbite_es", 5000, 0.005, 10_000),
        ("humanoid_es", 1000, 0.02, 100_000),
    ])
    func `of genome.es has the numbers of its file`(
        name: String, populationSize: Int, deviation: Double, timesteps: Int
    ) throws {
        var expected = ESOptions()
        (expected.populationSize, expected.deviation, expected.timesteps) = (populationSize, deviation, timesteps)
        (expected.learningRate, expected.weightDecay) = (0.01, 0.005)
        (expected.shaping, expected.optimizer) = (.centeredRanks, adam)
        #expect(ESOptions(describing: try search("es { compat = '\(name)' }")) == expected)
    }

    @Test(arguments: [
        ("frostbite_ns", NoveltyESOptions.Variant.novelty, 3, 1, 100, 1000),
        ("frostbite_nsr", .mixed, 3, 1, 1000, 10_000), ("humanoid_ns", .novelty, 5, 5, 1000, 100_000),
        ("humanoid_nsr", .mixed, 5, 5, 1000, 100_000),
    ])
    func `of genome.novelty_es has the numbers of its file`(
        name: String, variant: NoveltyESOptions.Variant, centers: Int, episodes: Int, populationSize: Int,
        timesteps: Int
    ) throws {
        var expected = NoveltyESOptions()
        (expected.variant, expected.centers, expected.episodes) = (variant, centers, episodes)
        (expected.choice, expected.neighbors) = (.novelty, 10)
        (expected.es.populationSize, expected.es.timesteps, expected.es.deviation) = (populationSize, timesteps, 0.02)
        (expected.es.learningRate, expected.es.weightDecay, expected.es.optimizer) = (0.01, 0.005, adam)
        #expect(NoveltyESOptions(describing: try search("novelty_es { compat = '\(name)' }")) == expected)
    }

    @Test func `of genome.deep_ga and genome.random_search has the numbers of its file`() throws {
        var expected = DeepGAOptions()
        (expected.populationSize, expected.parents, expected.power) = (1000, 20, .constant(0.002))
        (expected.candidates, expected.episodes) = (10, 30)
        #expect(DeepGAOptions(describing: try search("deep_ga { compat = 'ga_atari' }")) == expected)
        (expected.parents, expected.power) = (0, DeepGAOptions().power)
        #expect(DeepGAOptions(describing: try search("random_search { compat = 'rs_atari' }")) == expected)
    }

    /// Each is a row of its constructor's table in the reference, one number after the other as its file has them.
    @Test func `stands in a table of the reference, which its option links`() throws {
        let tables = Reference.text.components(separatedBy: "#### Presets of `genome.").dropFirst().map { part in
            part.components(separatedBy: "\n\n")
        }
        #expect(tables.map { $0[0] } == ["nes`", "es`", "novelty_es`", "deep_ga`", "random_search`"])
        let es = """
            | option | 'es_gym' | 'es_atari' | 'frostbite_es' | 'humanoid_es' |
            | --- | --- | --- | --- | --- |
            | `population_size` | 5000 | 5000 | 5000 | 1000 |
            | `deviation` | 0.02 | 0.02 | 0.005 | 0.02 |
            | `learning_rate` | 0.01 | 0.01 | 0.01 | 0.01 |
            | `shaping` | 'centered_ranks' | 'centered_ranks' | 'centered_ranks' | 'centered_ranks' |
            | `weight_decay` | 0.005 | 0.005 | 0.005 | 0.005 |
            | `optimizer` | genome.adam {} | genome.adam {} | genome.adam {} | genome.adam {} |
            | `timesteps` | 0 | 0 | 10000 | 100000 |
            """
        #expect(tables[1][1] == es)
        let cell =
            "Defaults of a configuration of Uber's deep-neuroevolution, as [their table](#presets-of-genomees) has them."
        #expect(Reference.text.contains("| \(cell) |\n\n#### Presets of `genome.es`\n"))
    }

    @Test func `gives way to what the script says`() throws {
        let es = ESOptions(
            describing: try search("es { compat = 'humanoid_es', timesteps = 7, optimizer = genome.momentum {} }"))
        #expect(es.timesteps == 7 && es.optimizer == .momentum(0.9) && es.populationSize == 1000)
    }
}
