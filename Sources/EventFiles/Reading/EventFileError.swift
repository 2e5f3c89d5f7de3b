import Records

/// Why event files cannot be read, or not be cut for a resume.
package enum EventFileError: Error, Equatable, Sendable, CustomStringConvertible {
    case file(FileError)
    /// What was written at this byte of the file is not there any more.
    case corrupted(path: String, FramingError)
    /// The record at this byte is whole, but no event.
    case notAnEvent(path: String, offset: Int)

    package var description: String {
        switch self {
        case .file(let error): "\(error)"
        case .corrupted(let path, let error): "\(path): \(error); \(Self.advice(path, error.offset))"
        case .notAnEvent(let path, let offset):
            "\(path): the record at byte \(offset) is not an event; \(Self.advice(path, offset))"
        }
    }

    /// Calls `body`, and wraps the error it throws.
    static func wrapping<Result>(_ body: () throws(FileError) -> Result) throws(EventFileError) -> Result {
        do { return try body() } catch { throw .file(error) }
    }

    private static func advice(_ path: String, _ offset: Int) -> String {
        "move the file away, or keep what precedes by 'truncate -s \(offset) \(path)'"
    }
}
