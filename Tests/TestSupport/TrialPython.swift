import Foundation

/// The Python of the tests, which finds the environments of `Tests/Python/genome_trials.py`.
package enum TrialPython {
    /// Writes a program that starts it.
    /// - Returns: Its path.
    package static func make(in folder: TemporaryFolder) throws -> String {
        let path = "\(folder.path)/python"
        let modules = URL(filePath: Python.script("genome_trials.py")).deletingLastPathComponent()
            .path(percentEncoded: false)
        let text = """
            #!/bin/sh
            PYTHONPATH='\(modules)' PYTHONDONTWRITEBYTECODE=1 exec '\(Python.interpreter)' "$@"
            """
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
        return path
    }

    /// The program that plays environments.
    package static var worker: String {
        URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Environments/gymnasium/worker.py")
            .standardizedFileURL.path(percentEncoded: false)
    }
}
