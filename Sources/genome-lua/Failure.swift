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
        case let error as LuaError:
            Console.error("error: \(error)")
            for frame in error.traceback { Console.error("  \(PrintableText.line(frame.description))") }
            command.exit(withError: dataStatus)
        case RunFolderError.badName(_, kind: "run"):
            command.exit(withError: ValidationError("--name: \(error)"))
        case RunFolderError.badName:
            Console.error("error: \(error)")
            command.exit(withError: dataStatus)
        case is FileError, is RunFolderError:
            Console.error("error: \(error)")
            command.exit(withError: ExitCode.failure)
        case is ExitCode:
            command.exit(withError: error)
        default:
            // What the argument parser throws has a status of its own: 0 for help, 64 for wrong usage.
            guard command.exitCode(for: error) == .failure else { command.exit(withError: error) }
            Console.error("error: \(error)")
            command.exit(withError: dataStatus)
        }
    }
}
