import Environments
import Experiments
import LuaHost
import Rollouts

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
        let observer = HangReporter(observer, script: path, end: configuration.endHungProcess)
        var script = try Script.load(path: path, settings: settings, configuration)
        if request.claim == .resume {
            let found = try RunFolder.record(
                named: request.name,
                of: script.configuration(overrides).name,
                in: request.output
            )
            request.name = found.name
            overrides.seed = overrides.seed ?? found.requestedSeed
            let given = settings
            if !found.settings.isEmpty || found.requestedSeed != nil {
                settings = ResumeChanges.merged(found.settings, with: given)
                configuration.seed = overrides.seed ?? 0
                script = try Script.load(path: path, settings: settings, configuration)
            }
            let changes = ResumeChanges(
                given, of: found, script, path: path, overrides: overrides, configuration: configuration)
            if !changes.moveGenerations {
                overrides.generations = overrides.generations ?? found.requestedGenerations
            }
            request.changes = changes.parameters
            request.continuesApart = request.newName != nil || !changes.keepResults
        }
        request.settings = settings
        request.allowed = configuration.allowances.names
        request.requestedSeed = overrides.seed
        request.requestedGenerations = overrides.generations
        if let isolation = configuration.isolation { request.program = try script.program(isolation) }
        return try naming(script) {
            let configuration = script.configuration(overrides)
            let callbacks = try ScriptCallbacks(script, seed: configuration.seed)
            return try Run.perform(configuration, request, hooks: callbacks, observer: observer)
        }
    }

    /// Carries out `body`; what is wrong with the script is thrown with its place there.
    static func naming<Result>(_ script: LoadedScript, _ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch let failure as CalibrationFailure {
            guard let error = failure.error as? LuaError else { throw failure }
            throw error.adding(CalibrationFailure.place)
        } catch let failure as EpisodeFailure {
            guard let error = failure.error as? LuaError else { throw failure }
            throw error.adding("(\(failure.place))")
        } catch let error as ExperimentError where error.isAboutScript {
            throw LuaError("experiment: \(error)", at: script.description.location)
        }
    }
}
