import FoundationEssentials
import LuaHost

/// A script, written out for a process that is to load it again: its files as they were, whatever happens to them.
struct ScriptAssignment: Codable {
    let script: ScriptLocation
    let settings: [Setting]
    let digest: UInt64
    /// What the environment's episodes depend on beside the script.
    let version: String?
    let files: [LuaSourceFile]
    let library: ScriptLibrary
    let allowances: [String]
    let memoryLimit: Int
    let seed: UInt64

    init(_ blueprint: ScriptBlueprint, version: String?) {
        self.version = version
        (script, settings, digest) = (blueprint.script, blueprint.settings, blueprint.digest)
        (files, library) = (blueprint.files, blueprint.library)
        allowances = blueprint.allowances.names
        (memoryLimit, seed) = (blueprint.memoryLimit, blueprint.seed)
    }

    /// Loads the script in this process. What it prints meanwhile is dropped.
    /// - Throws: `LuaError`, also where the script describes another experiment than before.
    func load() throws(LuaError) -> LoadedScript {
        var configuration = ScriptConfiguration()
        configuration.library = library
        configuration.allowances = LuaAllowances(allowances.compactMap { LuaAllowances(name: $0) })
        configuration.memoryLimit = memoryLimit
        configuration.seed = seed
        let loaded = try Script.loadAgain(script, settings: settings, configuration, files: files)
        guard loaded.digest == digest else {
            throw LuaError(
                "experiment: is another one than when the script ran first; a script must describe the same each time",
                at: loaded.description.location)
        }
        let current = loaded.environment?.specification.version
        guard current == version else {
            throw LuaError(
                "experiment: the environment has changed since the run began: it was \(version ?? "another"), and is now "
                    + (current ?? "another"), at: loaded.description.location)
        }
        return loaded
    }

    var bytes: [UInt8] {
        do { return [UInt8](try JSONEncoder().encode(self)) } catch { preconditionFailure("\(error)") }
    }

    /// - Throws: `DecodingError`
    init(_ bytes: [UInt8]) throws { self = try JSONDecoder().decode(Self.self, from: Data(bytes)) }
}
