import Environments
import Experiments
import LuaHost
import Rollouts

/// What `genome-lua check FILE` found of an environment, or of an experiment: its environment, and its first generation.
package struct ScriptCheck {
    /// What was checked, in words.
    package let title: String
    package private(set) var findings: [Finding] = []
    private var time: String?

    package var isGood: Bool { findings.allSatisfy(\.isGood) }

    /// A line for each finding, then the time of a step where there are such.
    package var text: String { (findings.map(\.line) + (time.map { [$0] } ?? [])).joined(separator: "\n") }

    /// - Parameters:
    ///   - name: A path, or the name of an environment.
    ///   - settings: What follows each `--set`, for an experiment.
    /// - Throws: `LuaError` or `EnvironmentError` for what keeps it from being loaded or played.
    package init(
        _ name: String, settings: [String], _ configuration: ScriptConfiguration = ScriptConfiguration()
    ) throws {
        guard let experiment = try Self.experiment(name, settings, configuration) else {
            let choice = try LoadedEnvironment.find(ChosenEnvironment(name), configuration)
            title = "environment, \(Self.spaces(choice))"
            try look(at: choice)
            return
        }
        // A script that describes something else the second time is refused by its blueprint.
        let blueprint = experiment.blueprint
        _ = try blueprint.load()
        if let specification = experiment.environment?.specification {
            let choice = EnvironmentChoice(specification: specification) { try blueprint.load() }
            title = "experiment with environment '\(specification.name)', \(Self.spaces(choice))"
            try look(at: choice)
        } else {
            title = "experiment with fitness"
        }
        if isGood { try rehearse(experiment) }
    }

    private static func spaces(_ choice: EnvironmentChoice) -> String {
        "observation \(choice.specification.observationSpace), action \(choice.specification.actionSpace)"
    }

    private mutating func look(at environment: EnvironmentChoice) throws {
        let check = try EnvironmentCheck(environment)
        findings += check.findings
        time = check.time
    }

    private mutating func rehearse(_ experiment: LoadedScript) throws {
        let configuration = experiment.configuration(ExperimentOverrides())
        do {
            let rehearsal = try ScriptRun.naming(experiment) {
                try Rehearsal(configuration, hooks: try ScriptCallbacks(experiment, seed: configuration.seed))
            }
            let individuals = CountText.of(rehearsal.checked, "individual")
            let text = "rated again, alone, \(individuals) of the first generation came out the same"
            findings.append(Finding(isGood: true, text: text))
        } catch let error as ExperimentError {
            guard case .notDeterministic = error else { throw error }
            findings.append(Finding(isGood: false, text: "\(error)"))
        }
    }

    /// Nil where the file returns no experiment, or the name is none of a file.
    private static func experiment(
        _ name: String, _ settings: [String], _ configuration: ScriptConfiguration
    ) throws -> LoadedScript? {
        guard name.hasSuffix(".lua") else { return nil }
        do {
            return try Script.load(path: name, settings: settings, configuration)
        } catch let error where error.isAboutResult {
            return nil
        }
    }
}
