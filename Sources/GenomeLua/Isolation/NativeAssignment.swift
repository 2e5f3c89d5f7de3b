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

/// What is fixed about a native environment, as a process says it that has loaded it.
struct NativeDescription: Codable {
    let specification: EnvironmentSpecification
    let hasBehavior: Bool

    init(_ plugin: NativePlugin) {
        (specification, hasBehavior) = (plugin.specification, plugin.library.behaviorCount > 0)
    }

    private static let infinities = (positive: "infinity", negative: "-infinity", nan: "nan")

    var bytes: [UInt8] {
        let encoder = JSONEncoder()
        let words = Self.infinities
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: words.positive, negativeInfinity: words.negative, nan: words.nan)
        do { return [UInt8](try encoder.encode(self)) } catch { preconditionFailure("\(error)") }
    }

    /// - Throws: `DecodingError`
    init(_ bytes: [UInt8]) throws {
        let decoder = JSONDecoder()
        let words = Self.infinities
        decoder.nonConformingFloatDecodingStrategy = .convertFromString(
            positiveInfinity: words.positive, negativeInfinity: words.negative, nan: words.nan)
        self = try decoder.decode(Self.self, from: Data(bytes))
    }
}
