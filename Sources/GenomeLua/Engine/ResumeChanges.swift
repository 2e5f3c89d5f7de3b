import Experiments
import LuaHost

/// What the settings of a resume change of a run.
struct ResumeChanges {
    /// The parameters that are given and have another value than before.
    let parameters: [Experiments.Parameter.Change]
    /// Whether the run's results stay what they would have been, as far as it goes: of its options, the changes reach
    /// only how long it goes on, with how many threads, and how often something is saved or logged.
    let keepResults: Bool
    /// Whether one of them says how many generations the script is to have.
    let moveGenerations: Bool

    /// - Parameters:
    ///   - settings: What follows each `--set` of the resume.
    ///   - record: Of the run as it was.
    ///   - script: With the old settings and the new ones.
    init(
        _ settings: [String], of record: RunRecord, _ script: LoadedScript, path: String,
        overrides: ExperimentOverrides, configuration: ScriptConfiguration
    ) {
        let given = Set(settings.map(Self.name))
        parameters = script.parameters.compactMap { parameter in
            let new = parameter.value.description
            guard given.contains(parameter.name[...]), let old = record.parameters[parameter.name], old != new else {
                return nil
            }
            return Experiments.Parameter.Change(name: parameter.name, old: old, new: new)
        }
        guard !parameters.isEmpty else {
            (keepResults, moveGenerations) = (true, false)
            return
        }
        var configuration = configuration
        configuration.print = { _ in }
        func load(_ settings: [String]) -> ExperimentConfiguration? {
            let script = try? Script.load(path: path, settings: settings, configuration)
            return script?.configuration(ExperimentOverrides(seed: overrides.seed))
        }
        // Each change alone: a parameter that moves nothing of the experiment's options is one of the script's functions.
        let before = load(record.settings)
        let after = parameters.map { change in
            load(Self.merged(record.settings, with: [settings.last { Self.name($0) == change.name[...] }!]))
        }
        keepResults = after.allSatisfy { after in
            guard let before, let after else { return false }
            return after.identity == before.identity && after.schedule != before.schedule
        }
        moveGenerations = after.contains { $0?.generations != before?.generations }
    }

    /// Old settings and new ones, which take the place of old ones of the same name.
    static func merged(_ old: [String], with new: [String]) -> [String] {
        let given = Set(new.map(name))
        return old.filter { !given.contains(name($0)) } + new
    }

    private static func name(_ setting: String) -> Substring { setting.prefix { $0 != "=" } }
}

extension ExperimentConfiguration {
    /// The options that no result depends on, but for how far it goes.
    fileprivate var schedule: [String] {
        ["\(generations)", "\(threads ?? 0)", "\(logEvery)", "\(checkpointEvery)"]
    }
}
