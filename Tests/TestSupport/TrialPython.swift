import Foundation

/// The Python of the tests, which finds the environments of `Tests/Python/genome_trials.py`.
package enum TrialPython {
    /// The program that starts it.
    package static var path: String { repositoryFile("Tests/Python/python") }

    /// The program that plays environments.
    package static var worker: String { repositoryFile("Environments/gymnasium/worker.py") }

    private static func repositoryFile(_ path: String) -> String {
        URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../\(path)").standardizedFileURL
            .path(percentEncoded: false)
    }
}
