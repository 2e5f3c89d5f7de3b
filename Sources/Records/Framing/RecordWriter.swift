import Kernels

/// Builds the bytes of a file of framed records, the framing of TensorFlow's TFRecord files.
///
/// A record is: the length of its payload (8 bytes, little-endian), the masked CRC-32C of these 8 bytes (4 bytes), the
/// payload, the masked CRC-32C of the payload (4 bytes).
/// - SeeAlso: <https://www.tensorflow.org/tutorials/load_data/tfrecord>, "TFRecords format details".
package struct RecordWriter: Sendable {
    /// All records so far, one after the other.
    package private(set) var bytes: [UInt8] = []

    /// What a record takes besides its payload, in bytes: before it and after it.
    package static let headerByteCount = 12
    package static let footerByteCount = 4

    package init() {}

    /// Appends a record that holds `payload`.
    package mutating func append(_ payload: [UInt8]) {
        append { $0.append(contentsOf: payload) }
    }

    /// Appends a record whose payload is what `appendPayload` appends to the array it is given; it changes nothing
    /// else there. A large payload is thus copied once only.
    package mutating func append(_ appendPayload: (inout [UInt8]) -> Void) {
        let start = bytes.count
        bytes.append(contentsOf: repeatElement(0, count: Self.headerByteCount))
        appendPayload(&bytes)
        let payload = start + Self.headerByteCount..<bytes.count
        bytes.store(UInt64(payload.count), at: start)
        bytes.store(maskedChecksum(start..<start + 8), at: start + 8)
        let checksum = maskedChecksum(payload)
        bytes.append(contentsOf: repeatElement(0, count: Self.footerByteCount))
        bytes.store(checksum, at: payload.upperBound)
    }

    /// Gives all records away, without a copy.
    mutating func take() -> [UInt8] {
        defer { bytes = [] }
        return bytes
    }

    /// Forgets all records but keeps the room they took.
    package mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
    }

    private func maskedChecksum(_ range: Range<Int>) -> UInt32 {
        CRC32C.masked(CRC32C.checksum(bytes.span.extracting(range)))
    }
}
