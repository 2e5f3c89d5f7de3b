/// Why the records of a file cannot be read any further; `offset` is where the broken record begins, in bytes.
package enum FramingError: Error, Equatable, CustomStringConvertible {
    /// The file ends within the record, or with zeros: its writer was stopped, or is still writing.
    case tornTail(offset: Int)
    /// The length of the record is not what was written.
    case badLengthChecksum(offset: Int)
    /// The payload of the record is not what was written.
    case badDataChecksum(offset: Int)

    package var offset: Int {
        switch self {
        case .tornTail(let offset), .badLengthChecksum(let offset), .badDataChecksum(let offset): offset
        }
    }

    package var description: String {
        switch self {
        case .tornTail(let offset): "the last record, at byte \(offset), is not whole"
        case .badLengthChecksum(let offset): "the record at byte \(offset) is corrupted (checksum of its length)"
        case .badDataChecksum(let offset): "the record at byte \(offset) is corrupted (checksum of its data)"
        }
    }
}
