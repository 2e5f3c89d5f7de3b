import Environments
import FoundationEssentials

/// A native environment that was found, and what was chosen for it: what a process needs to load it.
struct NativeAssignment: Codable {
    let file: ScriptLocation
    let name: String
    let options: [EnvironmentOption]

    /// Loads it in this process.
    func load() throws(NativeEnvironmentError) -> NativePlugin {
        try NativePlugin(NativeLibrary(path: file.path, name: file.name), named: name, choosing: options)
    }

    var bytes: [UInt8] {
        do { return [UInt8](try JSONEncoder().encode(self)) } catch { preconditionFailure("\(error)") }
    }

    /// - Throws: `DecodingError`
    init(_ bytes: [UInt8]) throws { self = try JSONDecoder().decode(Self.self, from: Data(bytes)) }

    init(file: ScriptLocation, name: String, options: [EnvironmentOption]) {
        (self.file, self.name, self.options) = (file, name, options)
    }
}
