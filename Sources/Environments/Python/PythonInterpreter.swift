import FoundationEssentials

/// A Python, and the program that plays Gymnasium's environments with it.
package struct PythonInterpreter: Sendable {
    package let path: String
    /// The program, `worker.py`.
    package let worker: String
    /// As messages say which Python it is.
    package let origin: Origin

    package enum Origin: Sendable, Hashable {
        case given
        case virtualEnvironment
        case path
    }

    /// The Python to use: the one that is given, else that of the virtual environment which is active, else `python3` of
    /// `$PATH`.
    /// - Parameters:
    ///   - given: A path, or a name in `$PATH`.
    ///   - environment: Environment variables.
    ///   - worker: Nil if there is no installation that has it.
    /// - Throws: `PythonEnvironmentError.noWorker`, `.noPython`.
    package static func find(
        given: String?, environment: [String: String], worker: String?
    ) throws(PythonEnvironmentError) -> PythonInterpreter {
        guard let worker, FileManager.default.isReadableFile(atPath: worker) else { throw .noWorker(path: worker) }
        if let given {
            guard let path = executable(given, environment) else { throw .noPython(given: given) }
            return PythonInterpreter(path: path, worker: worker, origin: .given)
        }
        if let folder = environment["VIRTUAL_ENV"], let path = executable("\(folder)/bin/python", environment) {
            return PythonInterpreter(path: path, worker: worker, origin: .virtualEnvironment)
        }
        guard let path = executable("python3", environment) else { throw .noPython(given: nil) }
        return PythonInterpreter(path: path, worker: worker, origin: .path)
    }

    /// The program's file, where there is one that may be run.
    private static func executable(_ name: String, _ environment: [String: String]) -> String? {
        let folders = name.contains("/") ? [] : (environment["PATH"] ?? "").split(separator: ":").map(String.init)
        let paths = name.contains("/") ? [name] : folders.map { "\($0)/\(name)" }
        return paths.first { path in
            var isFolder = false
            return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && !isFolder
                && FileManager.default.isExecutableFile(atPath: path)
        }
    }
}
