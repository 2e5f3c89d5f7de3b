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
        let parent = try Self.parent(of: experiment, in: output)
        let name = try name.map { name throws in try Self.validated(name, "run") }
        if claim != .resume { try FileSystem.createFolders(parent) }
        switch (name, claim) {
        case (nil, .resume):
            try self.init(locking: try Self.latest(in: parent), in: parent)
        case (nil, _):
            let number = try Self.numbers(in: parent, after: "run-").max() ?? 0
            try self.init(locking: try Self.claimNext(in: parent, "run-", after: number), in: parent)
        case (let name?, .new):
            guard try FileSystem.claimFolder("\(parent)/\(name)") || Self.isAbandoned("\(parent)/\(name)") else {
                throw RunFolderError.taken(path: "\(parent)/\(name)")
            }
            try self.init(locking: name, in: parent)
        case (let name?, .overwrite):
            let isThere = try !FileSystem.claimFolder("\(parent)/\(name)")
            try self.init(locking: name, in: parent)
            if isThere { try clear() }
        case (let name?, .resume):
            guard FileSystem.exists("\(parent)/\(name)/\(RunRecord.fileName)") else {
                throw RunFolderError.nothingToResume(path: "\(parent)/\(name)")
            }
            try self.init(locking: name, in: parent)
        }
    }

    /// Makes the folder of a run that goes on from another with other settings.
    /// - Parameter newName: Nil: that of the other with the next free number from 2, such as `run-1-2`.
    package convenience init(
        continuing name: String, as newName: String?, of experiment: String, in output: String
    ) throws {
        let parent = try Self.parent(of: experiment, in: output)
        if let newName {
            let newName = try Self.validated(newName, "new run")
            guard try FileSystem.claimFolder("\(parent)/\(newName)") else {
                throw RunFolderError.newTaken(path: "\(parent)/\(newName)")
            }
            try self.init(locking: newName, in: parent)
            return
        }
        let number = max(try Self.numbers(in: parent, after: "\(name)-").max() ?? 1, 1)
        _ = try Self.validated("\(name)-\(number + 1)", "run")
        try self.init(locking: try Self.claimNext(in: parent, "\(name)-", after: number), in: parent)
    }

    private init(locking name: String, in parent: String) throws {
        path = "\(parent)/\(name)"
        self.name = name
        guard let lock = try FolderLock(path) else { throw RunFolderError.busy(path: path) }
        self.lock = lock
    }

    /// The path of a run's folder.
    package static func path(_ name: String, of experiment: String, in output: String) throws(RunFolderError) -> String
    {
        "\(try parent(of: experiment, in: output))/\(try validated(name, "run"))"
    }

    /// What is recorded about a run that is to be resumed.
    /// - Parameter name: Nil: the run that was started last.
    package static func record(named name: String?, of experiment: String, in output: String) throws -> RunRecord {
        let parent = try parent(of: experiment, in: output)
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

    /// Deletes a run that did not come to its first generation, so that its name is free again.
    func discard() { try? FileSystem.removeTree(path) }

    /// Deletes all of a run but its folder.
    private func clear() throws {
        // A run that was killed as it began leaves an empty folder, or nothing but the beginning of a run.json.
        try AtomicFile.removeLeftovers(in: path)
        let names = try FileSystem.names(in: path)
        guard names.isEmpty || names.contains(RunRecord.fileName) else { throw RunFolderError.notOurs(path: path) }
        // run.json last: what it does not cover can still be recognised as ours after an interruption.
        for name in names where name != RunRecord.fileName { try Self.remove(file(name)) }
        if !names.isEmpty { try FileSystem.remove(file(RunRecord.fileName)) }
    }

    /// Removes a file, a link (never what it leads to), or a folder with all that is in it.
    private static func remove(_ path: String) throws(FileError) {
        do {
            try FileSystem.remove(path)
        } catch {
            guard FileSystem.isFolder(path) else { throw error }
            try FileSystem.removeTree(path)
        }
    }

    /// The folder of an experiment's runs.
    private static func parent(of experiment: String, in output: String) throws(RunFolderError) -> String {
        let experiment = try validated(experiment, "experiment")
        var output = output
        while output.utf8.count > 1 && output.hasSuffix("/") { output.removeLast() }
        return output.isEmpty ? experiment : output == "/" ? "/\(experiment)" : "\(output)/\(experiment)"
    }

    /// Makes a folder with the first free number after one.
    /// - Parameter prefix: What precedes the number in its name.
    private static func claimNext(in parent: String, _ prefix: String, after number: Int) throws -> String {
        var number = number
        repeat { number += 1 } while try !FileSystem.claimFolder("\(parent)/\(prefix)\(number)")
        return "\(prefix)\(number)"
    }

    /// The numbers of the names with a prefix.
    private static func numbers(in parent: String, after prefix: String) throws -> [Int] {
        try FileSystem.names(in: parent).compactMap { name in
            guard name.hasPrefix(prefix) else { return nil }
            let digits = name.dropFirst(prefix.count)
            // A number of so many digits was not counted up to.
            return digits.utf8.count <= 16 ? Int(digits) : nil
        }
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
        let isPrintable = name.unicodeScalars.allSatisfy {
            $0 != "/" && $0.properties.generalCategory != .control && $0.properties.generalCategory != .format
        }
        // TensorBoard reads whatever has tfevents in its name.
        guard isPlain && isPrintable && !name.contains("tfevents") else {
            throw RunFolderError.badName(name, kind: kind)
        }
        return name
    }
}

package enum RunFolderError: Error, Equatable, CustomStringConvertible {
    case taken(path: String)
    /// That of a run that is to go on from another.
    case newTaken(path: String)
    case notOurs(path: String)
    case busy(path: String)
    case nothingToResume(path: String)
    case badName(String, kind: String)

    package var description: String {
        switch self {
        case .taken(let path):
            "\(path): there is a run of this name already; choose another --name, go on with --resume, or replace it with --overwrite"
        case .newTaken(let path):
            "\(path): there is a run of this name already; choose another one for --as, or go on with it by --name and --resume"
        case .notOurs(let path):
            "\(path): this folder holds no run.json, so it is not deleted; choose another --name"
        case .busy(let path):
            "\(path): another process is working on this run; wait for it, or stop it first"
        case .nothingToResume(let path):
            "\(path): there is no run to resume: no folder with a run.json; start one without --resume"
        case .badName(let name, let kind):
            "the \(kind) name \(name.debugDescription) cannot be a folder's; use at most 200 bytes, without '/' and control characters, not only dots, and not 'tfevents'"
        }
    }
}
