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
        do {
            return try LoadedCheckpoint(readFrom: path, identity: identity)
        } catch let error as ArchiveError where error.isDamage {
            guard FileSystem.exists(previousPath) else { throw error }
            let checkpoint = try LoadedCheckpoint(readFrom: previousPath, identity: identity)
            warn("\(error); going on from \(previousPath)")
            return checkpoint
        }
    }
}
