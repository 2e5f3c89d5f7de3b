import FoundationEssentials
import Records
import Synchronization

/// A folder of its own for what a benchmark writes, below the system's temporary folder.
enum ScratchFolder {
    private static let count = Atomic(0)

    /// Makes the folder, lends its path, and removes it with all that is in it.
    static func use<Result>(_ body: (_ path: String) throws -> Result) throws -> Result {
        let number = count.wrappingAdd(1, ordering: .relaxed).newValue
        let name = "genome-lua-bench-\(FileSystem.processIdentifier)-\(number)"
        let path = "\(FileManager.default.temporaryDirectory.path)/\(name)"
        try FileSystem.createFolders(path)
        defer { try? FileSystem.removeTree(path) }
        return try body(path)
    }
}
