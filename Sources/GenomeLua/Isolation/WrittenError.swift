import FoundationEssentials
import LuaHost

/// An error of a worker in a process of its own, as it tells it to this one.
enum WrittenError: Codable {
    /// With the lines of the script.
    case lua(LuaError)
    case other(String)

    init(_ error: any Error) {
        self = if let error = error as? LuaError { .lua(error) } else { .other("\(error)") }
    }

    var error: any Error {
        switch self {
        // Made anew, so that its message is one line, whatever was written.
        case .lua(let error):
            LuaError(error.message, kind: error.kind, at: error.location, traceback: error.traceback)
        case .other(let text): WorkerError(description: PrintableText.line(text))
        }
    }

    var bytes: [UInt8] {
        do { return [UInt8](try JSONEncoder().encode(self)) } catch { preconditionFailure("\(error)") }
    }

    /// What some bytes say, whatever they are.
    static func read(_ bytes: [UInt8]) -> any Error {
        do {
            return try JSONDecoder().decode(Self.self, from: Data(bytes)).error
        } catch {
            return WorkerError(description: "a worker failed, and does not say why")
        }
    }
}

/// What another process says is wrong.
struct WorkerError: Error, CustomStringConvertible {
    let description: String
}
