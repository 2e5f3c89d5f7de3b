import Environments
import Experiments
import LuaHost
import Networks
import Records
import Rollouts

/// What plays a saved policy: its environment, and what a script had to do with it.
package enum ScriptPolicy {
    /// - Parameters:
    ///   - file: What is saved at `path`, which lies in the folder of its run unless it was moved.
    ///   - configuration: How its script is loaded, if it needs one.
    ///   - warn: Told where the script is not what the policy was made with.
    /// - Throws: `LuaError`, `EnvironmentError`; what keeps the run's copies from being read.
    package static func environment(
        of file: PolicyFile, at path: String, _ configuration: ScriptConfiguration, warn: (String) -> Void
    ) throws -> EnvironmentChoice {
        let parts = file.policy.shape.scriptParts
        let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
        let record = try? RunRecord(ofRun: folder)
        if parts.isEmpty && file.environment.name != EnvironmentClass.inlineName {
            do {
                return try LoadedEnvironment.find(file.environment, configuration)
            } catch let error as EnvironmentError {
                // Its file may be elsewhere: the run has a copy.
                let isCopied = record?.scripts?.contains { $0.origin.of == file.environment.name } ?? false
                guard isCopied else { throw error }
            }
        }
        guard let record, record.scripts != nil else {
            let what = parts.first?.path ?? "environment"
            throw LuaError(
                "\(path): the \(what) of this policy is its run's script; leave the policy in the run's folder to play it"
            )
        }
        let copies = try ScriptFile.copies(ofRun: folder, record)
        if let part = parts.first, part.digest != ScriptFile.digest(copies) {
            warn("\(folder): the run went on with another script than this policy was made with")
        }
        for name in ScriptFile.outdated(copies) {
            warn("\(name) has changed since the run; the run's own copy is played")
        }
        return try choice(record, copies, configuration)
    }

    private static func choice(
        _ record: RunRecord, _ copies: [ScriptFile], _ configuration: ScriptConfiguration
    ) throws -> EnvironmentChoice {
        guard let script = copies.first(where: { $0.origin.use == .script }) else {
            throw LuaError("\(record.name): the run's script is not among its copies")
        }
        var configuration = configuration
        configuration.seed = record.seed
        configuration.print = { _ in }
        let loaded = try Script.load(
            ScriptLocation(name: script.origin.name, path: script.origin.path),
            settings: try record.settings.map { setting throws(SettingError) in try Setting(setting) },
            configuration,
            files: copies.map(LuaSourceFile.init)
        )
        guard let environment = loaded.environment else {
            throw LuaError("\(script.origin.name): the run's script has no environment")
        }
        let blueprint = loaded.blueprint
        return EnvironmentChoice(
            specification: environment.specification, groupsPerThread: environment.groupsPerThread
        ) { try blueprint.load() }
    }
}

extension PolicyShape {
    /// What a script wrote of it.
    var scriptParts: [ScriptPart] {
        var parts: [ScriptPart] = []
        if case .script(let part, _, _) = encoder { parts.append(part) }
        if case .script(let part, _, _) = decoder { parts.append(part) }
        return parts
    }
}
