import Experiments
import LuaHost
import Networks
import Rollouts
import Search

/// What the command line says in place of the script.
package struct ExperimentOverrides: Sendable {
    package var seed: UInt64?
    package var generations: Int?
    package var threads: Int?

    package init(seed: UInt64? = nil, generations: Int? = nil, threads: Int? = nil) {
        self.seed = seed
        self.generations = generations
        self.threads = threads
    }
}

extension LoadedScript {
    /// The experiment that the script describes, for the engine.
    package func configuration(_ overrides: ExperimentOverrides) -> ExperimentConfiguration {
        let name = description.text("name") ?? Self.standardName(of: blueprint.script.name)
        var configuration = ExperimentConfiguration(
            name: name,
            scriptPath: blueprint.script.name,
            rating: rating,
            search: description.subDescription("search").map(SearchChoice.init(describing:)) ?? .script
        )
        configuration.scripts = ScriptNames.files(files)
        configuration.parameters = parameters.map {
            Experiments.Parameter(
                name: $0.name,
                standard: $0.defaultValue.description,
                value: $0.value.description,
                kind: $0.value.kind
            )
        }
        configuration.image = description.subDescription("observation").map(ImageChoice.init(describing:))
        configuration.encoder =
            encoderBits.map { .script(bits: $0) }
            ?? description.subDescription("encoder").map(EncoderChoice.init(describing:)) ?? .standard
        configuration.reward =
            callable("reward") != nil ? .script : description.subDescription("reward").map { _ in .sign }
        configuration.network = NetworkChoice(describing: description.subDescription("network")!)
        configuration.decoder =
            decoderOutputs.map { .script(outputs: $0) }
            ?? description.subDescription("decoder").map(DecoderChoice.init(describing:)) ?? .standard
        configuration.hasBehavior = callable("behavior") != nil || environment?.hasBehavior == true
        configuration.generations = overrides.generations ?? description.integer("generations")!
        configuration.episodes = description.integer("episodes")!
        configuration.combination = EpisodeCombination(rawValue: description.text("combine")!)!
        configuration.errorRule = ErrorRule(rawValue: description.text("on_error")!)!
        configuration.sharesRandomNumbers = description.boolean("common_random_numbers")!
        let limit = description.subDescription("max_steps")
        configuration.maxSteps = limit?.integer("max") ?? description.integer("max_steps")
        configuration.adaptiveLimit = limit.map(AdaptiveLimit.init(describing:))
        configuration.solved = SolvedRule(describing: description, isObjective: environment == nil)
        configuration.seed = overrides.seed ?? UInt64(description.integer("seed")!)
        configuration.threads = overrides.threads ?? description.integer("threads")
        configuration.logEvery = description.integer("log_every")!
        configuration.checkpointEvery = CheckpointInterval(describing: description)
        return configuration
    }

    private var rating: Rating {
        if let environment {
            return .episodes(
                EnvironmentChoice(
                    specification: environment.specification, groupsPerThread: environment.groupsPerThread
                ) { [blueprint] in try blueprint.load() })
        }
        guard let variables = Variables(describing: description) else {
            preconditionFailure("neither an environment nor variables")
        }
        return .objective(
            ObjectiveChoice(variables: variables) { [blueprint] in
                try LuaObjective(try blueprint.load(), variables)
            })
    }

    /// What rates variables in this state; nil where there is an environment.
    func objective() throws(LuaError) -> (any Objective)? {
        guard environment == nil, let variables = Variables(describing: description) else { return nil }
        return try LuaObjective(self, variables)
    }

    /// `cartpole` for `experiments/cartpole.lua`.
    private static func standardName(of script: String) -> String {
        let file = script.split(separator: "/").last.map(String.init) ?? script
        return file.hasSuffix(".lua") ? String(file.dropLast(4)) : file
    }
}

extension ParameterValue {
    /// What it is to those who compare runs.
    fileprivate var kind: Experiments.Parameter.Kind {
        switch self {
        case .integer, .number: .number
        case .boolean: .boolean
        case .text, .list: .text
        }
    }
}

extension AdaptiveLimit {
    /// The options of `genome.adaptive_limit`, but for `max`.
    init(describing limit: Description) {
        self.init(
            first: limit.integer("limit")!, threshold: limit.number("threshold")!, ratio: limit.number("ratio")!)
    }
}

extension SolvedRule {
    /// - Parameter isObjective: Whether a function rates variables: what it gives is the same each time, as a rule.
    init(describing experiment: Description, isObjective: Bool) {
        guard let episodes = experiment.nested("solved", "episodes")?.integer,
            let every = experiment.nested("solved", "every")?.integer
        else {
            self.init(episodes: isObjective ? 1 : 10)
            return
        }
        let isGiven = experiment.isGiven("solved", "episodes")
        self.init(
            meanReturn: experiment.nested("solved", isObjective ? "fitness" : "mean_return")?.number,
            episodes: isObjective && !isGiven ? 1 : episodes,
            every: every
        )
    }
}

extension CheckpointInterval {
    init(describing experiment: Description) {
        if let generations = experiment.nested("checkpoint_every", "generations")?.integer {
            self = .generations(generations)
        } else {
            self = .seconds(experiment.nested("checkpoint_every", "seconds")!.number!)
        }
    }
}

/// Names for the copies of the files that a script loaded.
enum ScriptNames {
    /// The last part of each file's name, made unique by a number where two would be the same.
    static func files(_ loaded: [LuaSourceFile]) -> [ScriptFile] {
        var taken: Set<String> = []
        return loaded.map { file in
            let last = file.name.split(separator: "/").last.map(String.init) ?? "script.lua"
            var (name, number) = (last, 1)
            while !taken.insert(name).inserted {
                number += 1
                name = "\(number)-\(last)"
            }
            return ScriptFile(name: name, bytes: file.bytes, origin: ScriptFile.Origin(file))
        }
    }
}

extension ScriptFile.Origin {
    init(_ file: LuaSourceFile) {
        switch file.use {
        case .script: self.init(name: file.name, path: file.path, use: .script)
        case .environment(let name): self.init(name: file.name, path: file.path, use: .environment, of: name)
        case .module(let name): self.init(name: file.name, path: file.path, use: .module, of: name)
        }
    }
}

extension LuaSourceFile {
    /// A run's copy, for a state that is to find it in the place of the file itself.
    init(_ copy: ScriptFile) {
        let of = copy.origin.of ?? ""
        let use: LuaFileUse =
            switch copy.origin.use {
            case .script: .script
            case .environment: .environment(of)
            case .module: .module(of)
            }
        self.init(name: copy.origin.name, path: copy.origin.path, bytes: copy.bytes, use: use)
    }
}
