import GenomeLua
import LuaHost
import Testing

/// What each wrong call says, in whole.
@Suite struct `A constructor` {
    @Test(arguments: [
        ("nes { learnig_rate = 3 }", "nes: unknown option 'learnig_rate'; did you mean 'learning_rate'?"),
        ("sgd { rate = 3 }", "sgd: unknown option 'rate'; there are no options"),
        ("momentum { rate = 3 }", "momentum: unknown option 'rate'; the options are momentum"),
        ("nes { 5 }", "nes: options have names, got an entry at 1"),
        ("nes()", "nes: takes one table of options, got nothing"),
        ("nes(5)", "nes: takes one table of options, got 5"),
        ("nes({}, {})", "nes: takes one table of options, got 2 values"),
        ("nes { learning_rate = -1 }", "nes: learning_rate must be a number > 0, got -1"),
        ("nes { learning_rate = 0/0 }", "nes: learning_rate must be a number > 0, got nan"),
        ("nes { learning_rate = 1/0 }", "nes: learning_rate must be a number > 0, got inf"),
        ("nes { learning_rate = '10' }", "nes: learning_rate must be a number > 0, got '10'"),
        ("nes { logit_decay = 1.5 }", "nes: logit_decay must be a number > 0 and <= 1, got 1.5"),
        ("nes { population_size = 0 }", "nes: population_size must be an integer >= 1, got 0"),
        ("nes { population_size = 2.5 }", "nes: population_size must be an integer >= 1, got 2.5"),
        ("nes { population_size = 127, mirrored = true }", "nes: population_size must be even when mirrored, got 127"),
        (
            "nes { population_size = 1 }",
            "nes: population_size must be at least 2 when shaping is 'centered_ranks', got 1"
        ),
        ("nes { mirrored = 1 }", "nes: mirrored must be true or false, got 1"),
        (
            "nes { shaping = 'rank' }",
            "nes: shaping must be one of 'none', 'centered_ranks', 'standardized', got 'rank'"
        ),
        (
            "nes { optimizer = 'adam' }",
            "nes: optimizer must be made by genome.sgd, genome.momentum or genome.adam, got 'adam'"
        ),
        (
            "nes { optimizer = genome.sign {} }",
            "nes: optimizer must be made by genome.sgd, genome.momentum or genome.adam, got a genome.sign"
        ),
        ("nes { compat = 'original' }", "nes: compat must be one of 'genome', got 'original'"),
        ("momentum { momentum = 1 }", "momentum: momentum must be a number >= 0 and < 1, got 1"),
        ("adam { epsilon = 0 }", "adam: epsilon must be a number > 0, got 0"),
        ("binary_network { hidden = 64 }", "binary_network: hidden must be a list, each entry an integer >= 1, got 64"),
        ("binary_network { hidden = { 64, 0 } }", "binary_network: hidden[2] must be an integer >= 1, got 0"),
        (
            "binary_network { hidden = { 1, 2, 3, 4, 5, 6, 7, 8, 9 } }",
            "binary_network: hidden must have 0 to 8 entries, got 9"
        ),
        (
            "binary_network { hidden = { [1] = 4, [3] = 5 } }",
            "binary_network: hidden must be a list, each entry an integer >= 1, got { [1] = 4, [3] = 5 }"
        ),
        (
            "thermometer { low = 0/0, high = 1 }",
            "thermometer: low must be a finite float32 number or a list of them, got nan"
        ),
        (
            "thermometer { low = { 0, 1e39 }, high = 1 }",
            "thermometer: low[2] must be a finite float32 number, got 1e+39"
        ),
        (
            "thermometer { low = {}, high = 1 }",
            "thermometer: low must be a finite float32 number or a list of them, got {}"
        ),
        ("thermometer { low = 1 }", "thermometer: low and high go together; high is missing"),
        ("buckets { high = 1 }", "buckets: low and high go together; low is missing"),
        ("thermometer { low = 1, high = 1 }", "thermometer: low must be below high (in float32), got 1 and 1"),
        (
            "thermometer { low = { 0, 2 }, high = 2 }",
            "thermometer: low must be below high (in float32), got 2 and 2 for value 2"
        ),
        (
            "thermometer { low = { 0, 1 }, high = { 1, 2, 3 } }",
            "thermometer: low and high must be equally long, got 2 and 3 entries"
        ),
        ("thermometer { count = 65537 }", "thermometer: count must be an integer of 1 to 65536, got 65537"),
        ("thermometer { count = 4, thresholds = { { 1 } } }", "thermometer: thresholds stand alone; remove count"),
        ("thermometer { thresholds = {} }", "thermometer: thresholds must have at least 1 entries, got 0"),
        ("thermometer { thresholds = { {} } }", "thermometer: thresholds[1] must have 1 to 65536 entries, got 0"),
        (
            "thermometer { thresholds = { { 1 }, { 0.5, 2, 2 } } }",
            "thermometer: thresholds[2] must ascend strictly (in float32), got 2 after 2"
        ),
        ("sign(nil)", "sign: takes one table of options, got nil"),
        (
            "experiment {}",
            "experiment: search is required; it must be made by genome.nes, genome.es, genome.novelty_es, genome.deep_ga, genome.random_search, genome.ga or genome.nsga2, or a table with the function ask"
        ),
        (
            "experiment { environment = 'cartpole' }",
            "experiment: search is required; it must be made by genome.nes, genome.es, genome.novelty_es, genome.deep_ga, genome.random_search, genome.ga or genome.nsga2, or a table with the function ask"
        ),
        ("experiment { environment = '' }", "experiment: environment must be a string that is not empty, got ''"),
        (
            "experiment { environment = 'a\\27b' }",
            "experiment: environment must be a string that is not empty, got 'a?b'"
        ),
    ])
    func `says what is wrong`(call: String, expected: String) throws {
        #expect(try message(calling: call) == "script.lua:2: " + expected)
    }

    @Test(arguments: [
        ("seed = -1", "seed must be an integer >= 0, got -1"),
        ("solved = { mean_retrun = 1 }", "unknown option 'solved.mean_retrun'; did you mean 'solved.mean_return'?"),
        ("solved = { episodes = 0 }", "solved.episodes must be an integer >= 1, got 0"),
        ("solved = true", "solved must be a table of options, got true"),
        ("checkpoint_every = {}", "checkpoint_every must have either generations or seconds, got neither"),
        (
            "checkpoint_every = { generations = 1, seconds = 1 }",
            "checkpoint_every must have either generations or seconds, got both"
        ),
        ("name = '../x'", "name must be the name of a folder, without '/' and not beginning with '.', got '../x'"),
        (
            "network = genome.nes {}",
            "network must be made by genome.binary_network or genome.dense_network, got a genome.nes"
        ),
        (
            "encoder = print",
            "encoder must be made by genome.thermometer, genome.buckets, genome.sign, genome.raw_bits, genome.normalized or genome.raw_values, or a table with the function encode, got a function"
        ),
        ("combine = 'max'", "combine must be one of 'mean', 'min', 'median', got 'max'"),
        (
            "network = genome.dense_network { hidden_gain = 1 }",
            "network: hidden_gain is not for genome.nes, which begins with means of 0 and deviations of bias_deviation; remove it"
        ),
        (
            "network = genome.dense_network { output_gain = 0 }",
            "network: output_gain is not for genome.nes, which begins with means of 0 and deviations of bias_deviation; remove it"
        ),
    ])
    func `of an experiment says what is wrong`(option: String, expected: String) throws {
        let call = "experiment { environment = 'cartpole', search = genome.nes {}, \(option) }"
        #expect(try message(calling: call) == "script.lua:2: experiment: " + expected)
    }

    /// A constructor itself, in place of what it gives.
    @Test(arguments: [
        ("nes { optimizer = genome.adam }", "nes: optimizer", "genome.adam {}"),
        ("ga { selection = genome.rank }", "ga: selection", "genome.rank {}"),
        ("deep_ga { novelty = genome.novelty }", "deep_ga: novelty", "genome.novelty {}"),
        ("deep_ga { mutation_power = genome.linear }", "deep_ga: mutation_power", "genome.linear { … }"),
        ("experiment { search = genome.nes }", "experiment: search", "genome.nes {}"),
        ("experiment { network = genome.dense_network }", "experiment: network", "genome.dense_network {}"),
        ("experiment { observation = genome.image }", "experiment: observation", "genome.image {}"),
        ("experiment { encoder = genome.raw_values }", "experiment: encoder", "genome.raw_values {}"),
        ("experiment { decoder = genome.argmax }", "experiment: decoder", "genome.argmax {}"),
        ("experiment { reward = genome.sign_reward }", "experiment: reward", "genome.sign_reward {}"),
        (
            "experiment { search = genome.nes {}, max_steps = genome.adaptive_limit }", "experiment: max_steps",
            "genome.adaptive_limit { … }"
        ),
    ])
    func `says how another is called`(call: String, option: String, expected: String) throws {
        let message = try message(calling: call)
        #expect(message == "script.lua:2: \(option) is a constructor that was not called; call it: \(expected)")
    }

    @Test(arguments: [
        (
            "experiment { network = genome.nes }",
            "experiment: network must be made by genome.binary_network or genome.dense_network, got genome.nes"
        ),
        ("experiment { fitness = genome.nes }", "experiment: fitness must be a function, got genome.nes"),
        ("nes { population_size = genome.ga }", "nes: population_size must be an integer >= 1, got genome.ga"),
    ])
    func `names another where it has no place`(call: String, expected: String) throws {
        #expect(try message(calling: call) == "script.lua:2: " + expected)
    }

    @Test func `points at its own line in a script of many`() throws {
        let text = """
            local genome = require "genome"

            return genome.experiment {
              environment = "cartpole",
              search = genome.nes {
                population_size = 3,
                mirrored = true,
              },
            }
            """
        #expect(
            try message(loading: text) == "script.lua:5: nes: population_size must be even when mirrored, got 3")
    }

    @Test func `takes whole floats as integers`() throws {
        let script = try TemporaryScripts().load(
            """
            local genome = require "genome"
            return genome.experiment { environment = "cartpole", search = genome.nes { population_size = 128 / 2 }, seed = 2^40 }
            """)
        #expect(script.description.subDescription("search")?.integer("population_size") == 64)
        #expect(script.description.integer("seed") == 1 << 40)
    }

    @Test func `has the defaults of the original where asked`() throws {
        let script = try TemporaryScripts().load(
            """
            local genome = require "genome"
            return genome.experiment { environment = "cartpole", search = genome.nes { compat = "genome", logit_deviation = 2 } }
            """)
        let nes = try #require(script.description.subDescription("search"))
        #expect(nes.text("shaping") == "none")
        #expect(nes.number("learning_rate") == 0.06)
        #expect(nes.number("logit_deviation") == 2)
        #expect(nes.number("bias_learning_rate") == 0.06)
        #expect(nes.isGiven("logit_deviation") && !nes.isGiven("learning_rate"))
    }

    @Test(arguments: Constructor.all.filter { ![.experiment, .schedule, .limit].contains($0.role) }.map(\.name))
    func `describes its defaults`(name: String) throws {
        let text = "local genome = require 'genome'\nprint(genome.\(name) {})\nreturn nil"
        let scripts = try TemporaryScripts()
        #expect(throws: LuaError.self) { try scripts.load(text) }
        #expect(scripts.printed == ["genome.\(name) {}"])
    }
}
