import FoundationEssentials
import Kernels
import Networks
import Rollouts
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

    package var rating: Rating
    /// What makes the fitness; nil: the environment's rewards do.
    package var reward: RewardChoice?
    /// What is made of images; nil: they are seen as observed.
    package var image: ImageChoice?
    package var encoder: EncoderChoice
    package var network: NetworkChoice
    package var decoder: DecoderChoice
    /// Whether the kits say what episodes did.
    package var hasBehavior: Bool
    package var search: SearchChoice

    /// At least 1.
    package var generations: Int
    /// Episodes that rate an individual, at least 1.
    package var episodes: Int
    package var combination: EpisodeCombination
    package var errorRule: ErrorRule
    /// Whether episode k of every individual begins alike.
    package var sharesRandomNumbers: Bool
    /// Steps after which an episode is truncated; nil: the environment's own limit.
    package var maxSteps: Int?
    /// By which episodes that rate individuals are truncated sooner; nil: they are not.
    package var adaptiveLimit: AdaptiveLimit?
    package var solved: SolvedRule
    package var seed: UInt64
    /// Nil: one for each core.
    package var threads: Int?
    /// Histograms are logged each time so many generations have passed.
    package var logEvery: Int
    package var checkpointEvery: CheckpointInterval

    package init(name: String, scriptPath: String, rating: Rating, search: SearchChoice) {
        self.name = name
        self.scriptPath = scriptPath
        self.rating = rating
        self.search = search
        scripts = []
        parameters = []
        reward = nil
        image = nil
        encoder = .standard
        network = .binary(hidden: [64], hasBiases: false)
        decoder = .standard
        hasBehavior = false
        generations = 1000
        episodes = 1
        combination = .mean
        errorRule = .stop
        sharesRandomNumbers = false
        maxSteps = nil
        adaptiveLimit = nil
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
        let reward = reward.map { [IdentityEntry("reward", $0.identity)] } ?? []
        let onError = errorRule == .stop ? [] : [IdentityEntry("on_error", errorRule.rawValue)]
        let observation = image.map { [IdentityEntry("observation", $0.identity)] } ?? []
        return reward + onError + variablesIdentity + [IdentityEntry("environment", rating.name)] + observation + [
            IdentityEntry("encoder", encoder.identity)
        ] + network.identity + [
            IdentityEntry("decoder", decoder.identity),
            IdentityEntry("search", search.identity),
            IdentityEntry("episodes", "\(episodes)"),
            IdentityEntry("combine", combination.rawValue),
            IdentityEntry("common_random_numbers", "\(sharesRandomNumbers)"),
            IdentityEntry("max_steps", limitIdentity),
            IdentityEntry("solved", solved.identity),
            IdentityEntry("seed", "\(seed)"),
        ]
    }
}

extension ExperimentConfiguration {
    /// Options of the identity that a run may go on without, or with other values, because what a checkpoint holds means
    /// the same with them. The search's own state may still not fit.
    static let changeableOptions: Set = [
        "reward", "on_error", "search", "episodes", "combine", "common_random_numbers", "max_steps", "solved",
    ]

    private var limitIdentity: String {
        let most = maxSteps.map(String.init) ?? "the environment's"
        guard let limit = adaptiveLimit else { return most }
        return "adaptive_limit(limit \(limit.first), threshold \(limit.threshold), ratio \(limit.ratio), max \(most))"
    }

    private var variablesIdentity: [IdentityEntry] {
        guard let variables = rating.objective?.variables else { return [] }
        let bounds = variables.low.map { " from \($0) to \(variables.high!)" } ?? ""
        let text = variables.bits > 0 ? "\(variables.bits) bits" : "\(variables.floats) floats\(bounds)"
        return [IdentityEntry("variables", text)]
    }

    /// The most units of a layer, individuals, or episodes of one of them: more fit no memory.
    static let mostOfOneKind = 1 << 24
    static let mostThreads = 1024

    /// Refuses numbers so large that nothing could hold them.
    func checkLimits() throws(ExperimentError) {
        let limits: [(option: String, got: Int, most: Int)] =
            network.hidden.enumerated().map { ("hidden[\($0 + 1)]", $1, Self.mostOfOneKind) } + [
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

extension ExperimentConfiguration {
    /// Refuses a search that compares what nothing in the experiment tells of individuals.
    func checkComparisons() throws(ExperimentError) {
        let isObjective = rating.objective != nil
        if search.needs.contains(.behaviors) && !hasBehavior {
            throw .noBehavior(search: search.name, isObjective: isObjective)
        }
        // How many numbers a function gives shows when it is called.
        if search.needs.contains(.objectives) && !isObjective && reward != .script { throw .oneObjective }
    }
}

extension RewardChoice {
    /// As the identity says it.
    fileprivate var identity: String {
        switch self {
        case .script: "the script's"
        case .sign: "sign_reward"
        }
    }
}

extension ExperimentConfiguration {
    /// Workers: as many as are asked for, else one for each core.
    var threadCount: Int { threads ?? ProcessInfo.processInfo.activeProcessorCount }
}
