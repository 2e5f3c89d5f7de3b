import Kernels
import Networks
import Search

/// An experiment as a script describes it, with every option decided but for what the environment decides.
package struct ExperimentConfiguration: Sendable {
    /// Folder of the experiment's runs below the output folder.
    package var name: String
    /// The script as the user named it, for messages.
    package var scriptPath: String
    /// Every Lua file that the script loaded, by a name for the run's copy.
    package var scripts: [ScriptFile]
    /// The script's own parameters, in order of name.
    package var parameters: [Parameter]

    package var environment: String
    package var encoder: EncoderChoice
    /// Units of each hidden layer.
    package var hidden: [Int]
    package var hasBiases: Bool
    /// Nil: the standard one for the environment's actions.
    package var decoder: DiscreteChoice?
    package var search: SearchChoice

    /// At least 1.
    package var generations: Int
    /// Episodes that rate an individual, at least 1.
    package var episodes: Int
    package var combination: EpisodeCombination
    /// Whether episode k of every individual begins alike.
    package var sharesRandomNumbers: Bool
    /// Steps after which an episode is truncated; nil: the environment's own limit.
    package var maxSteps: Int?
    package var solved: SolvedRule
    package var seed: UInt64
    /// Nil: one for each core.
    package var threads: Int?
    /// Histograms are logged each time so many generations have passed.
    package var logEvery: Int
    package var checkpointEvery: CheckpointInterval

    package init(name: String, scriptPath: String, environment: String, search: SearchChoice) {
        self.name = name
        self.scriptPath = scriptPath
        self.environment = environment
        self.search = search
        scripts = []
        parameters = []
        encoder = .standard
        hidden = [64]
        hasBiases = false
        decoder = nil
        generations = 1000
        episodes = 1
        combination = .mean
        sharesRandomNumbers = false
        maxSteps = nil
        solved = SolvedRule()
        seed = 0
        threads = nil
        logEvery = 10
        checkpointEvery = .seconds(10)
    }

    /// Everything that the result of a generation depends on, as names and texts: two runs with the same identity go
    /// through the same generations.
    ///
    /// The number of generations is no part of it, nor are threads, names and how often something is saved or logged.
    package var identity: [IdentityEntry] {
        [
            IdentityEntry("environment", environment),
            IdentityEntry("encoder", encoder.identity),
            IdentityEntry("hidden", hidden.map(String.init).joined(separator: ",")),
            IdentityEntry("biases", "\(hasBiases)"),
            IdentityEntry("decoder", decoder?.rawValue ?? "standard"),
            IdentityEntry("search", search.identity),
            IdentityEntry("episodes", "\(episodes)"),
            IdentityEntry("combine", combination.rawValue),
            IdentityEntry("common_random_numbers", "\(sharesRandomNumbers)"),
            IdentityEntry("max_steps", maxSteps.map(String.init) ?? "the environment's"),
            IdentityEntry("solved", solved.identity),
            IdentityEntry("seed", "\(seed)"),
        ]
    }
}

extension ExperimentConfiguration {
    /// The most units of a layer, individuals, or episodes of one of them: more fit no memory.
    static let mostOfOneKind = 1 << 24
    static let mostThreads = 1024

    /// Refuses numbers so large that nothing could hold them.
    func checkLimits() throws(ExperimentError) {
        let limits: [(option: String, got: Int, most: Int)] =
            hidden.enumerated().map { ("hidden[\($0 + 1)]", $1, Self.mostOfOneKind) } + [
                ("population_size", search.populationSize, Self.mostOfOneKind),
                ("episodes", episodes, Self.mostOfOneKind),
                ("solved.episodes", solved.episodes, Self.mostOfOneKind),
                ("generations", generations, Int(Int32.max)),
                ("max_steps", maxSteps ?? 1, Int(Int32.max)),
                ("threads", threads ?? 1, Self.mostThreads),
            ]
        for limit in limits where limit.got > limit.most {
            throw .tooLarge(option: limit.option, got: limit.got, most: limit.most)
        }
    }
}

/// One option of an experiment's identity.
package struct IdentityEntry: Sendable, Hashable {
    package let name: String
    package let value: String

    package init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}

/// A file that a script loaded.
package struct ScriptFile: Sendable, Hashable {
    /// Its name in the run's `scripts/`, unique in the run.
    package let name: String
    package let bytes: [UInt8]

    package init(name: String, bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
    }
}

/// A parameter of a script, as `--set` takes it.
package struct Parameter: Sendable, Hashable {
    package let name: String
    package let standard: String
    package let value: String

    package init(name: String, standard: String, value: String) {
        self.name = name
        self.standard = standard
        self.value = value
    }
}

/// When a search's policy is tested, and which test ends the run.
package struct SolvedRule: Sendable, Hashable {
    /// The run ends as solved when a test's mean return reaches this; nil: tests only.
    package var meanReturn: Double?
    /// Episodes of a test, at least 1.
    package var episodes: Int
    /// Generations from one test to the next, at least 1; generation 0 is always tested.
    package var every: Int

    package init(meanReturn: Double? = nil, episodes: Int = 10, every: Int = 1) {
        self.meanReturn = meanReturn
        self.episodes = episodes
        self.every = every
    }

    var identity: String { "mean_return \(meanReturn.map { "\($0)" } ?? "none"), episodes \(episodes), every \(every)" }
}

/// How often a checkpoint is written.
package enum CheckpointInterval: Sendable, Hashable {
    case generations(Int)
    case seconds(Double)
}

/// A search that a script chose, ready to be made for a problem.
package struct SearchChoice: Sendable {
    /// Its name in scripts, such as `nes`.
    package let name: String
    /// All its settings as one line.
    package let identity: String
    package let populationSize: Int
    package let make: @Sendable (_ problem: Problem, _ seed: UInt64, _ kernels: KernelSet) -> any SearchAlgorithm

    package init(
        name: String,
        identity: String,
        populationSize: Int,
        make: @escaping @Sendable (Problem, UInt64, KernelSet) -> any SearchAlgorithm
    ) {
        self.name = name
        self.identity = identity
        self.populationSize = populationSize
        self.make = make
    }

    package static func nes(_ options: NESOptions) -> SearchChoice {
        SearchChoice(name: "nes", identity: "nes(\(options.identity))", populationSize: options.populationSize) {
            NES(problem: $0, options: options, seed: $1, kernels: $2)
        }
    }
}

extension NESOptions {
    /// All settings as one line.
    var identity: String {
        let bias = biasLearningRate.map { "\($0)" } ?? "learning_rate"
        return """
            population_size \(populationSize), learning_rate \(learningRate), shaping \(shaping.rawValue), \
            natural \(usesNaturalGradient), epsilon \(epsilon), logit_deviation \(logitDeviation), \
            logit_decay \(logitDecay), mirrored \(isMirrored), bias_deviation \(biasDeviation), \
            adapt_bias_deviation \(adaptsBiasDeviation), bias_learning_rate \(bias), optimizer \(optimizer)
            """
    }
}
