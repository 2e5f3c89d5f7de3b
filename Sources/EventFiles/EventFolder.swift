import Records

/// The event files of a run folder.
package enum EventFolder {
    /// The paths of the event files in `folder`, in the order in which they were written and are read.
    package static func files(in folder: String) throws(FileError) -> [String] {
        try FileSystem.names(in: folder).filter(EventFileName.isEventFile).map { "\(folder)/\($0)" }
    }

    /// Removes what a run wrote at `step` and later, so that it can be resumed there without doubled points.
    ///
    /// Each file is cut at its first event of that step or a later one; a last record that is not whole goes too. The
    /// two events that every file begins with, its version and its session start, are not of any step and stay. A file
    /// is never deleted, even if nothing is left of it: of a run whose file vanished, a running TensorBoard shows
    /// nothing new. Nor is it ever written to again: a running TensorBoard gives up a file that shrinks and grows.
    ///
    /// The rule for texts that a run writes once, such as its configuration: they belong to the step at which they were
    /// written. A run that resumes at 0, because it was killed before its first checkpoint, is a run from its
    /// beginning: `truncate(_:toStep: 0)` removes them, and the run writes them again. A run that resumes later keeps
    /// them and does not write them again.
    ///
    /// If it fails, files may have been cut already, at the right places: it can be called again.
    /// - Returns: How many bytes were removed.
    /// - Throws: ``EventFileError``; a corrupted record before the cut is an error, since what follows it is unknown.
    @discardableResult
    package static func truncate(_ folder: String, toStep step: Int) throws(EventFileError) -> Int {
        var removed = 0
        for path in try EventFileError.wrapping({ () throws(FileError) in try files(in: folder) }) {
            let (size, end) = try extent(of: path, before: step)
            removed += size - end
            if end == size { continue }
            try EventFileError.wrapping { () throws(FileError) in
                let file = try OpenFile(path, .change)
                try file.cut(to: end)
                try file.synchronize()
            }
        }
        return removed
    }

    /// The size of a file, and the end of what precedes `step` in it, in bytes.
    private static func extent(of path: String, before step: Int) throws(EventFileError) -> (size: Int, end: Int) {
        let bytes = try EventFileError.wrapping { () throws(FileError) in try AtomicFile.read(path) }
        var reader = EventReader(bytes, path: path)
        while let event = try reader.next() {
            switch event.content {
            case .fileVersion, .sessionStart: continue
            case .summaries, .other: if event.step >= step { return (bytes.count, reader.offset) }
            }
        }
        return (bytes.count, reader.endOfWholeRecords)
    }
}
