import LuaHost
import Rollouts

/// What `genome-lua check FILE` looks at: an environment, or the environment of an experiment.
package enum ScriptCheck {
    /// - Parameters:
    ///   - name: A path, or the name of an environment.
    ///   - settings: What follows each `--set`, for an experiment.
    /// - Returns: What it is, in words, and what was found.
    /// - Throws: `LuaError` or `EnvironmentError` for what keeps it from being loaded or played.
    package static func run(
        _ name: String, settings: [String], _ configuration: ScriptConfiguration = ScriptConfiguration()
    ) throws -> (title: String, check: EnvironmentCheck) {
        if let experiment = try experiment(name, settings, configuration) {
            // A script that describes something else the second time is refused by its blueprint.
            let blueprint = experiment.blueprint
            _ = try blueprint.load()
            guard let specification = experiment.environment?.specification else {
                throw LuaError("\(name): there is no environment to check: fitness rates variables")
            }
            let choice = EnvironmentChoice(specification: specification) { try blueprint.load() }
            let environment = choice.specification.name
            return ("experiment with environment '\(environment)'", try EnvironmentCheck(choice))
        }
        let choice = try LoadedEnvironment.find(
            name, configuration.library, allowances: configuration.allowances)
        return ("environment", try EnvironmentCheck(choice))
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
