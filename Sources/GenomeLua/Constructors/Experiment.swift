import Experiments
import Rollouts

extension Constructor {
    /// `genome.experiment`: what a script returns.
    static let experiment = Constructor(
        name: "experiment",
        className: "Experiment",
        role: .experiment,
        sentence: "A whole experiment: what is learned, in which environment, how, and for how long",
        options: [
            Option(
                "environment", .environment, .none,
                "An environment by name (genome-lua environments lists them) or path, or a class of the script"),
            Option(
                "environment_options", .values, .none,
                "What is chosen for an environment that has options, as native ones may"),
            Option(
                "fitness",
                .function(signature: "fun(vector: genome.Floats|genome.Bits, random: genome.Random): number|number[]"),
                .none, "Rates variables without an environment: gives the fitness, and further objectives if any"),
            Option("variables", .options(variableOptions), .none, "What fitness rates: bits, or floats"),
            Option(
                "reward", .constructedOrCallable(.reward, method: "reward"), .none,
                "Makes fitness from each step: reward(reward, observation, action, terminated, truncated), or a class. "
                    + "What it returns after the first number makes further objectives"),
            Option(
                "observation", .constructed(.observation), .none,
                "What a policy sees of images; without it, the images themselves"),
            Option(
                "encoder", .constructedOrClass(.encoder, method: "encode", luaType: "genome.EncoderClass"), .none,
                "Observation to bits; without it, made for the observation space. Or a class of the script"),
            Option("network", .constructed(.network), .constructed("binary_network"), "What is searched for"),
            Option(
                "decoder", .constructedOrClass(.decoder, method: "decode", luaType: "genome.DecoderClass"), .none,
                "Network output to action; without it, made for the action space. Or a class of the script"),
            Option(
                "behavior", .function(signature: "fun(episode: genome.Episode): number|number[]"), .none,
                "Says in numbers what an episode did, for selections and searches that compare behaviors; for novelty up to "
                    + "1e150 either way"),
            Option(
                "search", .constructedOrClass(.search, method: "ask", luaType: "genome.SearchClass"), .required,
                "How it is searched for. Or a class of the script"),
            Option(
                "generations", .integer(atLeast: 0), .value(.integer(1000)), "The run ends after so many at the latest"),
            Option(
                "episodes", .integer(atLeast: 1), .value(.integer(1)),
                "Episodes that each individual plays in a generation"),
            Option(
                "combine", .choice(["mean", "min", "median"]), .value(.text("mean")),
                "How several episodes make one fitness"),
            Option(
                "common_random_numbers", .boolean, .value(.boolean(false)),
                "Whether all individuals of a generation play the same episodes"),
            Option(
                "on_error", .choice(ErrorRule.allCases.map(\.rawValue)), .value(.text("stop")),
                "What an error of the script in an episode does: end the run, give the individual the lowest fitness of "
                    + "the others, or play the episode once more"),
            Option(
                "max_steps", .integerOrConstructed(atLeast: 1, .limit), .none,
                "Episodes end after so many steps; without it, the environment's own limit"),
            Option(
                "solved", .options(solvedOptions), .none, "When to stop early, and how the search's policy is tested"),
            Option(
                "on_start", .function(signature: "fun(generation: genome.Generation)"), .none,
                "Called before the first generation"),
            Option(
                "on_generation", .function(signature: "fun(generation: genome.Generation)"), .none,
                "Called after each generation"),
            Option(
                "on_finish", .function(signature: "fun(generation: genome.Generation)"), .none,
                "Called after the last generation"),
            Option("seed", .integer(atLeast: 0), .value(.integer(0)), "Every random number of the run follows from it"),
            Option(
                "threads", .integer(atLeast: 1), .none,
                "Worker threads; without it, one for each processor. Results do not depend on it"),
            Option(
                "log_every", .integer(atLeast: 1), .value(.integer(10)),
                "Histograms are logged in each generation that it divides"),
            Option(
                "checkpoint_every", .options(checkpointOptions),
                .value(
                    .options([
                        DescribedOption(name: "generations", value: .absent, isGiven: false),
                        DescribedOption(name: "seconds", value: .number(10), isGiven: true),
                    ])),
                "How often the run is saved: one of the two"),
            Option(
                "callback_seconds", .number(NumberRange(lower: .open(0), upper: .closed(1e9))), .value(.number(10)),
                "A function of the script that takes longer ends the run"),
            Option(
                "memory_limit", .integer(atLeast: 1, atMost: 1 << 20), .value(.integer(256)),
                "Megabytes that the script may hold in each thread; more ends the run"),
            Option("name", .text, .none, "The experiment's folder in outputs; without it, the script's name"),
        ],
        check: { description throws(OptionError) in
            try checkRating(description)
            try checkGains(description)
            try checkCheckpoints(description)
            try checkName(description)
        }
    )

    private static let variableOptions = [
        Option("bits", .integer(atLeast: 1, atMost: 1 << 30), .none, "How many bits"),
        Option("floats", .integer(atLeast: 1, atMost: 1 << 26), .none, "How many real numbers"),
        Option("low", .numberOrList(.any), .none, "Lower bound of each float; without bounds there are none"),
        Option("high", .numberOrList(.any), .none, "Upper bound of each float"),
    ]

    private static let solvedOptions = [
        Option(
            "mean_return", .number(), .none,
            "The run ends when the test's mean return reaches it; without it, tests only"),
        Option(
            "fitness", .number(), .none,
            "The run ends when the fitness of the search's best guess reaches it, where fitness rates variables"),
        Option(
            "episodes", .integer(atLeast: 1), .value(.integer(100)),
            "Episodes of a test; ratings, where fitness rates variables: 1 unless given"),
        Option("every", .integer(atLeast: 1), .value(.integer(1)), "Generations from one test to the next"),
    ]

    private static let checkpointOptions = [
        Option("generations", .integer(atLeast: 1), .none, "Generations between checkpoints"),
        Option("seconds", .number(.positive), .none, "Seconds between checkpoints"),
    ]

    /// Either episodes of an environment rate networks, or a function rates variables.
    private static func checkRating(_ description: Description) throws(OptionError) {
        let hasEnvironment = description.isGiven("environment")
        guard description.isGiven("fitness") else {
            guard hasEnvironment else {
                throw .missing(
                    name: "environment",
                    expected: "\(OptionType.environment.expectation); or give fitness and variables")
            }
            guard !description.isGiven("variables") else { throw .conflict("variables need a function fitness") }
            guard description.nested("solved", "fitness")?.number == nil else {
                throw .conflict("solved.fitness is for experiments with fitness; use solved.mean_return")
            }
            return
        }
        guard !hasEnvironment else {
            throw .conflict(
                "environment and fitness exclude each other; reward makes fitness of an environment's steps")
        }
        guard description.isGiven("variables") else {
            throw .missing(name: "variables", expected: "{ bits = n } or { floats = n, low = …, high = … }")
        }
        for name in [
            "environment_options", "reward", "observation", "encoder", "network", "decoder", "behavior", "max_steps",
        ] where description.isGiven(name) {
            throw .conflict("fitness rates variables without an environment; remove \(name)")
        }
        if let search = description.subDescription("search"), SearchChoice(describing: search).needs.contains(.steps) {
            throw .conflict(
                "fitness takes no environment steps, which genome.\(search.constructor) counts; "
                    + "remove its timesteps, and the unit 'timesteps' of its schedules")
        }
        guard description.nested("solved", "mean_return")?.number == nil else {
            throw .conflict("solved.mean_return is for environments; use solved.fitness")
        }
        try checkVariables(description)
    }

    /// The first networks of `genome.nes` are those of a distribution whose means are 0.
    private static func checkGains(_ description: Description) throws(OptionError) {
        guard description.subDescription("search")?.constructor == "nes",
            let network = description.subDescription("network")
        else { return }
        for gain in ["hidden_gain", "output_gain"] where network.isGiven(gain) {
            throw .conflict(
                "network: \(gain) is not for genome.nes, which begins with means of 0 and deviations of bias_deviation; "
                    + "remove it")
        }
    }

    private static func checkVariables(_ description: Description) throws(OptionError) {
        func value(_ name: String) -> DescriptionValue { description.nested("variables", name) ?? .absent }
        let (bits, floats) = (value("bits").integer, value("floats").integer)
        guard (bits == nil) != (floats == nil) else {
            throw .conflict("variables must have either bits or floats, got \(bits == nil ? "neither" : "both")")
        }
        let (low, high) = (value("low"), value("high"))
        guard (low == .absent) == (high == .absent) else {
            throw .conflict("low and high go together; variables.\(low == .absent ? "low" : "high") is missing")
        }
        guard low != .absent else { return }
        guard let floats else { throw .conflict("variables.low and high are for floats; bits have none") }
        for (name, bound) in [("low", low), ("high", high)] {
            if let list = bound.list, list.count != floats {
                throw .conflict("variables.\(name) must have \(floats) numbers, got \(list.count)")
            }
        }
        try checkBounds(low, high, type: "")
    }

    private static func checkCheckpoints(_ description: Description) throws(OptionError) {
        let generations = description.nested("checkpoint_every", "generations") ?? .absent
        let seconds = description.nested("checkpoint_every", "seconds") ?? .absent
        if (generations == .absent) == (seconds == .absent) {
            let got = generations == .absent ? "neither" : "both"
            throw .conflict("checkpoint_every must have either generations or seconds, got \(got)")
        }
    }

    private static func checkName(_ description: Description) throws(OptionError) {
        guard let name = description.text("name") else { return }
        if name.contains("/") || name.hasPrefix(".") || name.utf8.count > 200 {
            throw .wrongValue(
                name: "name", expected: "the name of a folder, without '/' and not beginning with '.'", got: "'\(name)'"
            )
        }
    }
}
