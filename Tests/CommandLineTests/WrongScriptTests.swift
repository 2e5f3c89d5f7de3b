import Testing

@Suite(.enabled(if: Tool.isExpected, Tool.skipComment))
struct `A wrong script` {
    private let tool = Tool()

    /// Options of an experiment that `environment = "cartpole"` stands before, on line 3, and the error's text after
    /// the name of the script. `body` tells whether Lua's traceback follows.
    static let mistakes: [(options: String, line: Int, message: String)] = [
        (
            "network = genome.binary_network { hidden = { 0 } }", 4,
            "binary_network: hidden[1] must be an integer >= 1, got 0"
        ),
        (
            "search = genome.nes { population_size = -3 }", 4,
            "nes: population_size must be an integer >= 1, got -3"
        ),
        (
            "encoder = genome.thermometer { low = 0/0, high = 1 }", 4,
            "thermometer: low must be a finite float32 number or a list of them, got nan"
        ),
        (
            "encoder = genome.thermometer { thresholds = { { 0, 1 }, { 1, 0.5 }, { 0 }, { 0 } } }", 4,
            "thermometer: thresholds[2] must ascend strictly (in float32), got 0.5 after 1"
        ),
        (
            "search = genome.nes { population_size = 1 }", 4,
            "nes: population_size must be at least 2 when shaping is 'centered_ranks', got 1"
        ),
        (
            "search = genome.nes { learnig_rate = 1 }", 4,
            "nes: unknown option 'learnig_rate'; did you mean 'learning_rate'?"
        ),
        ("generations = -1", 2, "experiment: generations must be an integer >= 0, got -1"),
        ("max_steps = 0", 2, "experiment: max_steps must be an integer >= 1, or made by genome.adaptive_limit, got 0"),
        ("episodes = 0", 2, "experiment: episodes must be an integer >= 1, got 0"),
        ("log_every = 0", 2, "experiment: log_every must be an integer >= 1, got 0"),
    ]

    @Test(arguments: mistakes) func `is refused in one line that points at the place`(
        options: String, line: Int, message: String
    ) throws {
        let outcome = try run(options)
        #expect(outcome.status == 65)
        #expect(outcome.output == "")
        let errors = "error: mine.lua:\(line): \(message)\n  mine.lua:\(line): in the file's body\n"
        #expect(outcome.errors == errors)
        #expect(!tool.exists("outputs"))
    }

    /// What shows only once the environment is known, or by its size.
    static let misfits: [(options: String, message: String)] = [
        ("environment = 'cartpol'", "there is no environment 'cartpol'; did you mean 'cartpole'?"),
        (
            "environment = 'moon'",
            "there is no environment 'moon'; known are 'acrobot', 'cartpole', 'cartpole_in_c', 'cartpole_in_lua', "
                + "'hard_maze', " + (Tool.hasLunarLander ? "'lunar_lander', " : "")
                + "'mountain_car', 'mountain_car_continuous', 'pendulum'"
        ),
        (
            "encoder = genome.thermometer { low = { 1, 2 }, high = { 3, 4 } }",
            "encoder: low has 2 entries, but an observation has 4 values; give one for each"
        ),
        (
            "encoder = genome.buckets { thresholds = { { 1 } } }",
            "encoder: thresholds has 1 entries, but an observation has 4 values; give one for each"
        ),
        (
            "encoder = genome.raw_bits {}",
            "encoder: raw_bits needs a binary observation, but environment 'cartpole' has box(4); use genome.thermometer"
        ),
        (
            "network = genome.binary_network { hidden = { 4, 1000000000000 } }",
            "hidden[2] must be at most 16777216, got 1000000000000"
        ),
        (
            "search = genome.nes { population_size = 1000000000000 }",
            "population_size must be at most 16777216, got 1000000000000"
        ),
        ("threads = 100000", "threads must be at most 1024, got 100000"),
    ]

    @Test(arguments: misfits) func `that does not fit its environment is refused likewise`(
        options: String, message: String
    ) throws {
        #expect(try run(options) == .init(status: 65, errors: "error: mine.lua:2: experiment: \(message)\n"))
        #expect(!tool.exists("outputs"))
    }

    static let texts: [(text: String, errors: String)] = [
        ("local x = 1", "error: mine.lua: must return genome.experiment { … }, returned nothing\n"),
        ("return 3", "error: mine.lua: must return genome.experiment { … }, returned 3\n"),
        ("return {\n  a = = 1,\n}", "error: mine.lua:2: unexpected symbol near '='\n"),
        (
            """
            local function width(index)
              return widths[index]
            end
            local made = { w = width(1) }
            return made
            """,
            """
            error: mine.lua:2: undefined global 'widths': check its spelling, or declare it with 'local' before this line
              mine.lua:2: in function 'width'
              mine.lua:4: in the file's body

            """
        ),
    ]

    @Test(arguments: texts) func `is reported with the traceback in its own lines`(text: String, errors: String) throws
    {
        try tool.write(text, to: "mine.lua")
        #expect(try tool.run("run", "mine.lua") == .init(status: 65, errors: errors))
        #expect(!tool.exists("outputs"))
    }

    @Test func `whose network no memory holds is refused`() throws {
        let outcome = try run("network = genome.binary_network { hidden = { 16777216, 16777216 } }")
        let shape =
            #"error: mine.lua:2: experiment: the network has 281476\d+ weights, which take at least \d+ GiB of memory; "#
            + #"this machine has \d+ GiB: use narrower layers\n"#
        #expect(try outcome.status == 65 && outcome.errors.hasShape(shape), "\(outcome.errors)")
        #expect(!tool.exists("outputs"))
    }

    @Test func `whose name cannot be a folder's is refused`() throws {
        let message = """
            error: the experiment name "x.tfevents" cannot be a folder's; \
            use at most 200 bytes, without '/' and control characters, not only dots, and not 'tfevents'

            """
        #expect(try run("name = 'x.tfevents'") == .init(status: 65, errors: message))
        #expect(!tool.exists("outputs"))
    }

    @Test func `that is not there is looked for by name`() throws {
        let message = """
            error: no script 'experiments/cartpol.lua' in the current folder, \(PretendCheckout.repository)/Scripts; \
            did you mean 'experiments/cartpole.lua'?

            """
        #expect(try tool.run("run", "experiments/cartpol.lua") == .init(status: 65, errors: message))
    }

    /// Runs an experiment whose options come last, so that they take the place of those before.
    private func run(_ options: String) throws -> Tool.Outcome {
        let script = """
            local genome = require "genome"
            return genome.experiment {
              environment = "cartpole", search = genome.nes {}, generations = 1,
              \(options),
            }
            """
        try tool.write(script, to: "mine.lua")
        return try tool.run("run", "mine.lua")
    }
}
