import Environments
import LuaHost

/// A script's class of environments, in one state: what is fixed about it, checked, and the class itself.
final class EnvironmentClass {
    let specification: EnvironmentSpecification
    let reference: LuaReference
    /// Whether it has the method `behavior`.
    let hasBehavior: Bool

    /// The name of one that stands in the script of an experiment.
    static let inlineName = "inline"

    /// Reads and checks a class.
    /// - Parameters:
    ///   - name: Of the environment.
    ///   - place: In front of messages: where it was written, such as `corridor.lua`.
    /// - Throws: `LuaError` that names the field.
    init(_ reference: LuaReference, name: String, place: String, in state: LuaState) throws(LuaError) {
        let reader = ClassReader(reference, place: place, state: state)
        for method in ["reset", "step"] { try reader.checkMethod(method, isRequired: true) }
        try reader.checkMethod("render", isRequired: false)
        hasBehavior = try reader.checkMethod("behavior", isRequired: false)
        let observations = try reader.space("observation_space")
        let actions = try reader.space("action_space")
        let maxSteps = try reader.value("max_steps", .integer(atLeast: 1, atMost: Int64(Int32.max)))?.integer
        let summary = try reader.value("summary", .text)?.text
        specification = EnvironmentSpecification(
            name: name,
            summary: summary ?? "",
            observationSpace: observations,
            actionSpace: actions,
            maxSteps: maxSteps
        )
        self.reference = reference
    }
}

/// Reads the fields of a class as options.
struct ClassReader {
    private let reference: LuaReference
    private let place: String
    private let state: LuaState

    init(_ reference: LuaReference, place: String, state: LuaState) {
        self.reference = reference
        self.place = place
        self.state = state
    }

    func error(_ message: String) -> LuaError {
        LuaError("\(place): \(message)")
    }

    /// - Returns: Whether there is such a method.
    @discardableResult
    func checkMethod(_ name: String, isRequired: Bool) throws(LuaError) -> Bool {
        switch try state.field(name, of: reference) {
        case .function: return true
        case .nil where !isRequired: return false
        case .nil: throw error("\(name) is missing; it must be a function")
        case let other: throw error("\(name) must be a function, got \(other)")
        }
    }

    /// Nil where the class has no such field.
    func value(_ name: String, _ type: OptionType) throws(LuaError) -> DescriptionValue? {
        let value = try state.field(name, of: reference)
        guard value != .nil else { return nil }
        do {
            return try OptionReader { _ in nil }.read(value, as: type, name: name)
        } catch {
            throw self.error("\(error)")
        }
    }

    func space(_ name: String) throws(LuaError) -> Space {
        let value = try state.field(name, of: reference)
        do {
            return try SpaceReader(name: name, takesImages: name == "observation_space").read(value)
        } catch {
            throw self.error("\(error)")
        }
    }
}
