import Environments
import Experiments
import LuaHost

/// Runs the experiment of a script, or goes on with a run of it.
package enum ScriptRun {
    /// - Parameters:
    ///   - path: The script as the user named it.
    ///   - settings: What follows each `--set`. A resumed run takes those it was started with, unless given again.
    /// - Throws: `LuaError` for what is wrong with the script, at its own line; else what `Run.perform` throws.
    package static func perform(
        path: String,
        settings: [String],
        overrides: ExperimentOverrides,
        request: RunRequest,
        configuration: ScriptConfiguration,
        observer: any RunObserver
    ) throws -> RunOutcome {
        var (request, overrides, settings, configuration) = (request, overrides, settings, configuration)
        configuration.seed = overrides.seed ?? 0
        var script = try Script.load(path: path, settings: settings, configuration)
        if request.claim == .resume {
            let found = try RunFolder.record(
                named: request.name,
                of: script.configuration(overrides).name,
                in: request.output
            )
            request.name = found.name
            overrides.seed = overrides.seed ?? found.requestedSeed
            overrides.generations = overrides.generations ?? found.requestedGenerations
            if !found.settings.isEmpty || found.requestedSeed != nil {
                func name(_ setting: String) -> Substring { setting.prefix { $0 != "=" } }
                let given = Set(settings.map(name))
                settings = found.settings.filter { !given.contains(name($0)) } + settings
                configuration.seed = overrides.seed ?? 0
                script = try Script.load(path: path, settings: settings, configuration)
            }
        }
        request.settings = settings
        request.requestedSeed = overrides.seed
        request.requestedGenerations = overrides.generations
        let blueprint = script.blueprint
        request.prepareWorker = { _ in _ = try blueprint.load() }
        do {
            return try Run.perform(script.configuration(overrides), request, observer: observer)
        } catch let error as EnvironmentError {
            throw LuaError("experiment: \(error.suggestion)", at: script.description.location)
        } catch let error as ExperimentError where error.isAboutScript {
            throw LuaError("experiment: \(error)", at: script.description.location)
        }
    }
}

extension EnvironmentError {
    /// What is wrong, and the nearest right name where one is near.
    fileprivate var suggestion: String {
        switch self {
        case .unknown(let name, let available):
            let hint = NearestName.hint(for: name, among: available)
            return hint.isEmpty ? description : "there is no environment '\(name)'\(hint)"
        }
    }
}
