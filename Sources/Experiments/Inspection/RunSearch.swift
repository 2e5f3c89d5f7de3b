import Records

/// The runs in output folders.
package struct RunSearch: Sendable {
    /// By folder, then by when they were started.
    package private(set) var runs: [RunSummary] = []
    /// A line for each folder that is no run's, where runs are kept, or whose record cannot be read.
    package private(set) var problems: [String] = []

    /// - Parameter path: An output folder, an experiment's folder in one, or a run's.
    /// - Throws: `FileError` if there is no such folder.
    package init(_ path: String) throws(FileError) {
        var path = path
        while path.utf8.count > 1 && path.hasSuffix("/") { path.removeLast() }
        try visit(path, depth: 0)
        runs.sort { ($0.folder, $0.record.startedAt, $0.path) < ($1.folder, $1.record.startedAt, $1.path) }
    }

    /// The folders between an output folder and the runs in it.
    private static let depth = 2

    private mutating func visit(_ path: String, depth: Int) throws(FileError) {
        if depth == Self.depth || FileSystem.exists("\(path)/\(RunRecord.fileName)") {
            do {
                runs.append(try RunSummary(ofRun: path))
            } catch ExperimentError.notARun where FolderLock.isHeld(path) {
                // A run that is about to begin.
            } catch {
                problems.append("\(error)")
            }
            return
        }
        for name in try FileSystem.names(in: path) where !name.hasPrefix(".") {
            let inner = path == "/" ? "/\(name)" : "\(path)/\(name)"
            guard FileSystem.isFolder(inner) else { continue }
            do throws(FileError) {
                try visit(inner, depth: depth + 1)
            } catch {
                problems.append("\(error)")
            }
        }
    }
}

extension RunSummary {
    /// The folder that the run's lies in.
    fileprivate var folder: String { FileSystem.folder(of: path) }
}
