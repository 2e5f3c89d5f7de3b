import Networks
import Records

/// A file that a script loaded.
package struct ScriptFile: Sendable, Hashable {
    /// Its name in the run's `scripts/`, unique in the run.
    package let name: String
    package let bytes: [UInt8]

    package init(name: String, bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
    }
}

extension ScriptFile {
    /// The folder of a run's copies, in the run's folder.
    package static let folderName = "scripts"

    /// The names of those that are not as the run copied them when it began.
    package static func changed(_ files: [ScriptFile], sinceRun path: String) -> [String] {
        files.filter { file in
            (try? AtomicFile.read("\(path)/\(folderName)/\(file.name)")).map { $0 != file.bytes } ?? true
        }.map(\.name)
    }
}

extension ExperimentConfiguration {
    /// A part of the policy that the script wrote: the option `path`.
    func scriptPart(_ path: String) -> ScriptPart {
        ScriptPart(file: scripts.first?.name ?? "", path: path, digest: ScriptFile.digest(scripts))
    }
}

extension ScriptFile {
    /// SHA-256 of a run's files, each with its name and size in front.
    package static func digest(_ files: [ScriptFile]) -> String {
        SHA256.hexadecimal(files.flatMap { Array("\($0.name) \($0.bytes.count)\n".utf8) + $0.bytes })
    }
}
