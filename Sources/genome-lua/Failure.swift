import ArgumentParser
import Experiments
import Glibc
import LuaHost
import Records

/// Turns an error into its line on standard error and the exit status that is documented for it.
enum Failure {
    /// Something is wrong with a script or a file (sysexits' EX_DATAERR).
    static let dataStatus = ExitCode(65)

    /// Ends the process from any thread, whatever the others do.
    static func exitAtOnce(_ message: String) -> Never {
        Console.error("error: \(message)")
        _exit(dataStatus.rawValue)
    }

    static func exit(_ error: any Error, of command: any ParsableCommand.Type) -> Never {
        switch error {
        case RunFolderError.badName(_, kind: "run"):
            command.exit(withError: ValidationError("--name: \(error)"))
        case RunFolderError.badName(_, kind: "new run"):
            command.exit(withError: ValidationError("--as: \(error)"))
        case is ExitCode:
            command.exit(withError: error)
        case is LuaError, is FileError, is RunFolderError:
            command.exit(withError: report(error))
        default:
            // What the argument parser throws has a status of its own: 0 for help, 64 for wrong usage.
            guard command.exitCode(for: error) == .failure else { command.exit(withError: error) }
            command.exit(withError: report(error))
        }
    }

    /// Prints an error, and goes on.
    /// - Parameter path: What was worked on, where its error alone does not say it.
    /// - Returns: The exit status for it.
    static func report(_ error: any Error, of path: String? = nil) -> ExitCode {
        let text = "\(error)"
        let place = path.map { text.hasPrefix($0) ? "" : "\($0): " } ?? ""
        Console.error("error: \(place)\(text)")
        switch error {
        case let error as LuaError:
            for frame in error.traceback { Console.error("  \(PrintableText.line(frame.description))") }
            return dataStatus
        case RunFolderError.badName: return dataStatus
        case is FileError, is RunFolderError, ExperimentError.folderGone: return ExitCode.failure
        default: return dataStatus
        }
    }
}
