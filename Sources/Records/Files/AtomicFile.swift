import Synchronization

/// Files that are there whole or not at all, whatever stops the program or the machine.
package enum AtomicFile {
    /// Writes `bytes` to `path`: to a temporary file in the same folder, which is saved to disk and then renamed.
    ///
    /// Cost: two waits for the disk.
    /// - Parameter previous: If given, what `path` held is kept under this name. At every instant one of the two names
    ///   holds a whole file, and `path` itself does wherever a file may have two names.
    /// - Throws: ``FileError``; `path` then holds what it held, or what it held is in `previous`.
    package static func write(
        _ bytes: [UInt8], to path: String, keepingPrevious previous: String? = nil
    ) throws(FileError) {
        let folder = FileSystem.folder(of: path)
        let number = counter.wrappingAdd(1, ordering: .relaxed).newValue
        let temporary = "\(folder)/\(temporaryPrefix)\(FileSystem.processIdentifier)-\(number)"
        do throws(FileError) {
            let file = try OpenFile(temporary, .create)
            try file.write(bytes.span)
            try file.synchronize()
            try file.close()
            if let previous { try keep(path, as: previous) }
            try FileSystem.rename(temporary, to: path)
        } catch {
            try? FileSystem.remove(temporary)
            // Users know the file they asked for, not the temporary one.
            throw FileError(path: path, operation: error.operation, code: error.code)
        }
        try FileSystem.synchronizeFolder(folder)
    }

    /// Gives what `path` holds, if anything, the name `previous` as well; where a file cannot have two names, instead.
    private static func keep(_ path: String, as previous: String) throws(FileError) {
        guard FileSystem.exists(path) else { return }
        if FileSystem.exists(previous) { try FileSystem.remove(previous) }
        do {
            try FileSystem.link(path, as: previous)
        } catch {
            try FileSystem.rename(path, to: previous)
        }
    }

    /// All bytes of the file at `path`.
    package static func read(_ path: String) throws(FileError) -> [UInt8] {
        try OpenFile(path, .read).readAll()
    }

    /// Whether `name` is that of a temporary file.
    package static func isLeftover(_ name: String) -> Bool { name.hasPrefix(temporaryPrefix) }

    /// Removes temporary files that killed processes left in `folder`; nobody may be writing there.
    package static func removeLeftovers(in folder: String) throws(FileError) {
        for name in try FileSystem.names(in: folder) where isLeftover(name) {
            try FileSystem.remove("\(folder)/\(name)")
        }
    }

    /// TensorBoard reads every file with "tfevents" in its name: the temporary name has nothing of the final one.
    private static let temporaryPrefix = ".writing-"
    private static let counter = Atomic(0)
}
