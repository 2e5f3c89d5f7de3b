import Records

/// The last two checkpoints of a run folder; where the run went on from another, also the one that it began with.
struct CheckpointFiles {
    private let path: String
    private let previousPath: String
    private let startPath: String
    private var paths: [String] { [path, previousPath, startPath].filter { FileSystem.exists($0) } }

    init(_ folder: String) {
        path = "\(folder)/\(Checkpoint.fileName)"
        previousPath = "\(folder)/\(Checkpoint.previousFileName)"
        startPath = "\(folder)/\(Checkpoint.startFileName)"
    }

    /// Writes a checkpoint; the one before it is kept.
    func write(_ bytes: [UInt8]) throws(FileError) {
        try AtomicFile.write(bytes, to: path, keepingPrevious: previousPath)
    }

    /// Writes the checkpoint that a run begins with, which is kept.
    func writeStart(_ bytes: [UInt8]) throws(FileError) { try AtomicFile.write(bytes, to: startPath) }

    /// Reads the newest whole checkpoint; nil if none was written yet.
    /// - Parameter warn: Told when the last one is damaged and the one before it is used.
    func load(_ identity: [IdentityEntry], warn: (String) -> Void) throws -> LoadedCheckpoint? {
        guard FileSystem.exists(path) || FileSystem.exists(previousPath) else {
            return try FileSystem.exists(startPath) ? LoadedCheckpoint(readFrom: startPath, identity: identity) : nil
        }
        // A process that was killed between two renames leaves only the one before.
        guard FileSystem.exists(path) else { return try LoadedCheckpoint(readFrom: previousPath, identity: identity) }
        do {
            return try LoadedCheckpoint(readFrom: path, identity: identity)
        } catch let error as ArchiveError where error.isDamage {
            guard FileSystem.exists(previousPath) else { throw error }
            let checkpoint = try previous(identity)
            // Kept, it would take the place of the whole one at the next checkpoint.
            try FileSystem.remove(path)
            warn("\(path) is damaged; going on from \(previousPath), generation \(try checkpoint.generation)")
            return checkpoint
        }
    }

    /// The newest whole checkpoint from which a generation can be reached; nil: only from the start.
    func newest(before generation: Int, _ identity: [IdentityEntry]) throws -> LoadedCheckpoint? {
        for path in paths {
            do {
                let checkpoint = try LoadedCheckpoint(readFrom: path, identity: identity)
                if try checkpoint.generation <= generation { return checkpoint }
            } catch let error as ArchiveError where error.isDamage {
                continue
            }
        }
        return nil
    }

    /// Reads the newest whole checkpoint for another run to go on from, and changes nothing; nil if none was written yet.
    /// - Parameters:
    ///   - changeable: Options that may be others than before.
    ///   - warn: Told when the last one is damaged and one before it is used.
    func newest(
        _ identity: [IdentityEntry], changeable: Set<String>, warn: (String) -> Void = { _ in }
    ) throws -> LoadedCheckpoint? {
        let paths = paths
        for path in paths {
            do {
                let checkpoint = try LoadedCheckpoint(readFrom: path, identity: identity, changeable: changeable)
                if path != paths[0] {
                    warn("\(paths[0]) is damaged; going on from \(path), generation \(try checkpoint.generation)")
                }
                return checkpoint
            } catch let error as ArchiveError where error.isDamage {
                continue
            }
        }
        if !paths.isEmpty { throw ExperimentError.noWholeCheckpoint(path: path, previousPath: previousPath) }
        return nil
    }

    /// Reads the newest whole checkpoint of any experiment, to look at it; nil if none was written yet.
    func newest() throws -> ArchiveReader? {
        let paths = paths
        for path in paths {
            do throws(ArchiveError) {
                return try Checkpoint.read(path)
            } catch {
                if !error.isDamage { throw error }
            }
        }
        if !paths.isEmpty { throw ExperimentError.noWholeCheckpoint(path: path, previousPath: previousPath) }
        return nil
    }

    private func previous(_ identity: [IdentityEntry]) throws -> LoadedCheckpoint {
        do {
            return try LoadedCheckpoint(readFrom: previousPath, identity: identity)
        } catch let error as ArchiveError where error.isDamage {
            throw ExperimentError.noWholeCheckpoint(path: path, previousPath: previousPath)
        }
    }
}
