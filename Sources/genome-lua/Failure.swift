import ArgumentParser
import Experiments
import Kernels
import LuaHost
import Records

/// Turns an error into its line on standard error and the exit status that is documented for it.
enum Failure {
    /// Something is wrong with a script or a file (sysexits' EX_DATAERR).
    static let dataStatus = ExitCode(65)

    static func exit(_ error: any Error, of command: any ParsableCommand.Type) -> Never {
        switch error {
        case let error as LuaError:
            Console.error("error: \(error)")
            for frame in error.traceback { Console.error("  \(frame)") }
            command.exit(withError: dataStatus)
        case is ArchiveError, is RunRecordError, is ExperimentError:
            Console.error("error: \(error)")
            command.exit(withError: dataStatus)
        case let error as KernelSetError:
            command.exit(withError: ValidationError(error.description))
        case is FileError, is RunFolderError:
            Console.error("error: \(error)")
            command.exit(withError: ExitCode.failure)
        default:
            command.exit(withError: error)
        }
    }
}
