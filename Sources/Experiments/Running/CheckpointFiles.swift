import Records

/// The last two checkpoints of a run folder.
struct CheckpointFiles {
    private let path: String
    private let previousPath: String

    init(_ folder: String) {
        path = "\(folder)/\(Checkpoint.fileName)"
        previousPath = "\(folder)/\(Checkpoint.previousFileName)"
    }

    /// Writes a checkpoint; the one before it is kept.
    func write(_ bytes: [UInt8]) throws(FileError) {
        try AtomicFile.write(bytes, to: path, keepingPrevious: previousPath)
    }

    /// Reads the newest whole checkpoint; nil if none was written yet.
    /// - Parameter warn: Told when the last one is damaged and the one before it is used.
    func load(_ identity: [IdentityEntry], warn: (String) -> Void) throws -> LoadedCheckpoint? {
        guard FileSystem.exists(path) || FileSystem.exists(previousPath) else { return nil }
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
        for path in [path, previousPath] where FileSystem.exists(path) {
            do {
                let checkpoint = try LoadedCheckpoint(readFrom: path, identity: identity)
                if try checkpoint.generation <= generation { return checkpoint }
            } catch let error as ArchiveError where error.isDamage {
                continue
            }
        }
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
