import Records

/// What a run's folder tells about it, without its script.
package struct RunSummary: Sendable, Equatable {
    package enum Status: String, Codable, Sendable {
        /// A process works on it.
        case running
        /// Its process was killed; it can be resumed.
        case dead
        case interrupted, finished, solved, failed
    }

    /// Of the run's folder.
    package let path: String
    package let status: Status
    /// As of the run's last checkpoint, where it is running or dead.
    package let record: RunRecord

    /// - Throws: `ExperimentError.notARun`, or why the record cannot be read.
    package init(ofRun path: String) throws {
        self.path = path
        record = try RunRecord(ofRun: path)
        status =
            switch record.status {
            case .running: FolderLock.isHeld(path) ? .running : .dead
            case .interrupted: .interrupted
            case .finished: .finished
            case .solved: .solved
            case .failed: .failed
            }
    }
}
