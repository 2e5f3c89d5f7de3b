import Records

/// The folder of one run, and the right to write in it.
///
/// `outputs/<experiment>/<run>/` holds `run.json`, `checkpoint` and `checkpoint-previous`, `policy` and `policy-best`,
/// `scripts/` and event files. The name is claimed by making the folder; while a process runs there it holds a lock.
package final class RunFolder: Sendable {
    package let path: String
    /// The run's own name, the last part of the path.
    package let name: String
    private let lock: FolderLock

    /// What a run name may already stand for.
    package enum Claim: Sendable, Hashable {
        /// The name must be free.
        case new
        /// A run of that name is replaced.
        case overwrite
        /// A run of that name goes on.
        case resume
    }

    package convenience init(claiming name: String?, of experiment: String, in output: String, _ claim: Claim) throws {
        let parent = "\(output)/\(try Self.validated(experiment, "experiment"))"
        if claim != .resume { try FileSystem.createFolders(parent) }
        switch (name, claim) {
        case (nil, .resume):
            try self.init(locking: try Self.latest(in: parent), in: parent)
        case (nil, _):
            try self.init(locking: try Self.claimNext(in: parent), in: parent)
        case (let name?, .new):
            let name = try Self.validated(name, "run")
            guard try FileSystem.claimFolder("\(parent)/\(name)") || Self.isAbandoned("\(parent)/\(name)") else {
                throw RunFolderError.taken(path: "\(parent)/\(name)")
            }
            try self.init(locking: name, in: parent)
        case (let name?, .overwrite):
            let name = try Self.validated(name, "run")
            if FileSystem.exists("\(parent)/\(name)") { try Self.clear("\(parent)/\(name)") }
            _ = try FileSystem.claimFolder("\(parent)/\(name)")
            try self.init(locking: name, in: parent)
        case (let name?, .resume):
            let name = try Self.validated(name, "run")
            guard FileSystem.exists("\(parent)/\(name)/\(RunRecord.fileName)") else {
                throw RunFolderError.nothingToResume(path: "\(parent)/\(name)")
            }
            try self.init(locking: name, in: parent)
        }
    }

    private init(locking name: String, in parent: String) throws {
        path = "\(parent)/\(name)"
        self.name = name
        guard let lock = try FolderLock(path) else { throw RunFolderError.busy(path: path) }
        self.lock = lock
    }

    /// What is recorded about a run that is to be resumed.
    /// - Parameter name: Nil: the run that was started last.
    package static func record(named name: String?, of experiment: String, in output: String) throws -> RunRecord {
        let parent = "\(output)/\(try validated(experiment, "experiment"))"
        let name = try name.map { name throws in try validated(name, "run") } ?? latest(in: parent)
        let path = "\(parent)/\(name)/\(RunRecord.fileName)"
        guard FileSystem.exists(path) else { throw RunFolderError.nothingToResume(path: "\(parent)/\(name)") }
        var record = try RunRecord(readFrom: path)
        record.name = name
        return record
    }

    /// The path of one of the run's files.
    package func file(_ name: String) -> String { "\(path)/\(name)" }

    /// Whether the folder is still where it was made.
    package var isStillThere: Bool { FileSystem.exists(file(RunRecord.fileName)) }

    /// Whether a process was killed between making the folder and writing anything that counts.
    private static func isAbandoned(_ path: String) throws -> Bool {
        guard FileSystem.isFolder(path), try FileSystem.names(in: path).allSatisfy(AtomicFile.isLeftover) else {
            return false
        }
        return !FolderLock.isHeld(path)
    }

    /// Deletes all of a run but its folder.
    private static func clear(_ path: String) throws {
        guard FileSystem.exists("\(path)/\(RunRecord.fileName)") else {
            throw RunFolderError.notOurs(path: path)
        }
        guard let lock = try FolderLock(path) else { throw RunFolderError.busy(path: path) }
        // run.json last: what it does not cover can still be recognised as ours after an interruption.
        for name in try FileSystem.names(in: path) where name != RunRecord.fileName {
            let entry = "\(path)/\(name)"
            if FileSystem.isFolder(entry) { try FileSystem.removeTree(entry) } else { try FileSystem.remove(entry) }
        }
        try FileSystem.remove("\(path)/\(RunRecord.fileName)")
        _ = consume lock
    }

    /// Makes `run-N` with the first free number after all that are there.
    private static func claimNext(in parent: String) throws -> String {
        var number = try numbers(in: parent).max() ?? 0
        repeat { number += 1 } while try !FileSystem.claimFolder("\(parent)/run-\(number)")
        return "run-\(number)"
    }

    private static func numbers(in parent: String) throws -> [Int] {
        try FileSystem.names(in: parent).compactMap { $0.hasPrefix("run-") ? Int($0.dropFirst(4)) : nil }
    }

    /// The run of an experiment that was started last.
    private static func latest(in parent: String) throws -> String {
        let names = FileSystem.isFolder(parent) ? try FileSystem.names(in: parent) : []
        let started = names.compactMap { name in
            (try? RunRecord(readFrom: "\(parent)/\(name)/\(RunRecord.fileName)")).map { (name, $0.startedAt) }
        }
        guard let latest = started.max(by: { ($0.1, $0.0) < ($1.1, $1.0) }) else {
            throw RunFolderError.nothingToResume(path: parent)
        }
        return latest.0
    }

    /// A name that is one folder's, and harmless to a terminal.
    private static func validated(_ name: String, _ kind: String) throws(RunFolderError) -> String {
        let isPlain = !name.isEmpty && name != "." && name != ".." && name.utf8.count <= 200
        guard isPlain, name.unicodeScalars.allSatisfy({ $0 != "/" && $0.properties.generalCategory != .control }),
            !name.contains("tfevents")
        else {
            throw RunFolderError.badName(name, kind: kind)
        }
        return name
    }
}

package enum RunFolderError: Error, Equatable, CustomStringConvertible {
    case taken(path: String)
    case notOurs(path: String)
    case busy(path: String)
    case nothingToResume(path: String)
    case badName(String, kind: String)

    package var description: String {
        switch self {
        case .taken(let path):
            "\(path): there is a run of this name already; choose another --name, go on with --resume, or replace it with --overwrite"
        case .notOurs(let path):
            "\(path): this folder holds no run.json, so it is not deleted; choose another --name"
        case .busy(let path):
            "\(path): another process is working on this run; wait for it, or stop it first"
        case .nothingToResume(let path):
            "\(path): there is no run to resume; start one without --resume"
        case .badName(let name, let kind):
            "the \(kind) name \(name.debugDescription) cannot be a folder's; use letters, digits, '-', '_' and '.', at most 200"
        }
    }
}
