import Records

/// Reads the events of one file, or of all event files of a run folder, in the order of their writing.
///
/// A file whose last record is not whole ends before that record: its writer was killed, or is at work.
/// ```swift
/// var reader = try EventReader(folder: "outputs/cartpole/run-1")
/// while let event = try reader.next() { print(event.step) }
/// ```
/// Each file is read into memory whole, one at a time.
package struct EventReader: Sendable {
    /// The file that the last event came from.
    package private(set) var path: String
    /// Where the last event begins in that file, in bytes.
    package private(set) var offset = 0

    private var remainingPaths: ArraySlice<String>
    private var records: RecordReader

    /// - Parameter path: An event file.
    /// - Throws: ``EventFileError/file(_:)``
    package init(file path: String) throws(EventFileError) {
        self.path = path
        remainingPaths = []
        records = try Self.records(path)
    }

    /// - Parameter folder: A run folder. If it has no event files, there are no events.
    /// - Throws: ``EventFileError/file(_:)``
    package init(folder: String) throws(EventFileError) {
        path = folder
        remainingPaths = try EventFileError.wrapping { () throws(FileError) in try EventFolder.files(in: folder) }[...]
        records = RecordReader([])
    }

    /// The events in `bytes`, the content of a file.
    /// - Parameter path: For messages only.
    package init(_ bytes: [UInt8], path: String) {
        self.path = path
        remainingPaths = []
        records = RecordReader(bytes)
    }

    /// The next event, or nil after the last one.
    /// - Throws: ``EventFileError``; after it, further calls throw the same error.
    package mutating func next() throws(EventFileError) -> Event? {
        while true {
            if let event = try nextOfFile() { return event }
            guard let path = remainingPaths.popFirst() else { return nil }
            self.path = path
            records = try Self.records(path)
        }
    }

    /// Where the whole events end in the current file, in bytes.
    var endOfWholeRecords: Int { records.offset }

    private mutating func nextOfFile() throws(EventFileError) -> Event? {
        let before = records
        let record: RecordReader.Record?
        do {
            record = try records.next()
        } catch .tornTail {
            return nil
        } catch {
            throw .corrupted(path: path, error)
        }
        guard let record else { return nil }
        guard let event = Event(Array(records.bytes[record.payload])) else {
            records = before
            throw .notAnEvent(path: path, offset: record.offset)
        }
        offset = record.offset
        return event
    }

    private static func records(_ path: String) throws(EventFileError) -> RecordReader {
        try EventFileError.wrapping { () throws(FileError) in RecordReader(try AtomicFile.read(path)) }
    }
}
