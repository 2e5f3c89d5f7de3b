import Experiments
import LuaHost
import Records

/// Plays an individual of a run again, with the script that the run was started with.
package enum ScriptReplay {
    /// - Parameters:
    ///   - path: The folder of a run.
    /// - Throws: `LuaError` for what is wrong with the script, or what the episode failed with, with its traceback; else
    ///   what `Replay` throws.
    package static func perform(
        _ choice: Replay.Choice,
        ofRun path: String,
        configuration: ScriptConfiguration,
        warn: (String) -> Void
    ) throws -> Replay {
        let record = try RunRecord(ofRun: path)
        var configuration = configuration
        configuration.seed = record.seed
        let script = try Script.load(path: record.script, settings: record.settings, configuration)
        let overrides = ExperimentOverrides(seed: record.seed, generations: record.requestedGenerations)
        let experiment = script.configuration(overrides)
        for name in ScriptFile.changed(experiment.scripts, sinceRun: path) {
            warn("\(name) has changed since the run began; it is played as it is now")
        }
        return try ScriptRun.naming(script) {
            try Replay(choice, ofRun: path, experiment, hooks: try ScriptCallbacks(script, seed: experiment.seed))
        }
    }
}
