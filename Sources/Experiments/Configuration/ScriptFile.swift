import Networks
import Records

/// A file that a script loaded.
package struct ScriptFile: Sendable, Hashable {
    /// Its name in the run's `scripts/`, unique in the run.
    package let name: String
    package let bytes: [UInt8]
    package let origin: Origin

    /// Where it came from, and what for: with this a run's copies can be loaded again as they were.
    package struct Origin: Codable, Sendable, Hashable {
        /// As messages show it.
        package let name: String
        package let path: String
        package let use: Use
        /// Of the environment, or what `require` was given.
        package let of: String?

        package enum Use: String, Codable, Sendable {
            case script
            case environment
            case module
        }

        package init(name: String, path: String, use: Use, of: String? = nil) {
            self.name = name
            self.path = path
            self.use = use
            self.of = of
        }
    }

    package init(name: String, bytes: [UInt8], origin: Origin) {
        self.name = name
        self.bytes = bytes
        self.origin = origin
    }
}

extension ScriptFile {
    /// The folder of a run's copies, in the run's folder.
    package static let folderName = "scripts"

    /// The names of those that are not as the run copied them when it began.
    /// - Parameter ifMissing: Whether one that it did not copy is among them.
    package static func changed(_ files: [ScriptFile], sinceRun path: String, ifMissing: Bool = true) -> [String] {
        files.filter { $0.differs(from: "\(path)/\(folderName)/\($0.name)", ifMissing: ifMissing) }.map(\.name)
    }

    /// The names of a run's copies whose files are still there, but not as they were.
    package static func outdated(_ copies: [ScriptFile]) -> [String] {
        copies.filter { $0.differs(from: $0.origin.path, ifMissing: false) }.map(\.origin.name)
    }

    private func differs(from path: String, ifMissing: Bool) -> Bool {
        (try? AtomicFile.read(path)).map { $0 != bytes } ?? ifMissing
    }

    /// SHA-256 of a run's files, each with its name and size in front.
    package static func digest(_ files: [ScriptFile]) -> String {
        SHA256.hexadecimal(files.flatMap { Array("\($0.name) \($0.bytes.count)\n".utf8) + $0.bytes })
    }
}

extension ExperimentConfiguration {
    /// A part of the policy that the script wrote: the option `path`.
    func scriptPart(_ path: String) -> ScriptPart {
        ScriptPart(file: scripts.first?.name ?? "", path: path, digest: ScriptFile.digest(scripts))
    }
}

// MARK: A run's copies

extension ScriptFile {
    /// A copy as `run.json` lists it.
    package struct Listed: Codable, Sendable, Equatable {
        /// Its name in `scripts/`.
        package let file: String
        package let origin: Origin
    }

    /// All files that the script of a run loaded, as the run copied them, in order of loading.
    /// - Throws: `FileError` if one is missing.
    package static func copies(ofRun path: String, _ record: RunRecord) throws -> [ScriptFile] {
        try (record.scripts ?? []).map { listed in
            let bytes = try AtomicFile.read("\(path)/\(folderName)/\(listed.file)")
            return ScriptFile(name: listed.file, bytes: bytes, origin: listed.origin)
        }
    }
}
