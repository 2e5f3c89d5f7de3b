import Kernels

/// Walks over the framed records of a file's bytes; see ``RecordWriter`` for the framing.
///
/// After an error, further calls of ``next()`` throw the same error: nothing behind a broken record can be trusted.
package struct RecordReader: Sendable {
    /// One whole record whose checksums are right.
    package struct Record: Equatable, Sendable {
        /// Where the record begins in the file, in bytes: cutting the file there removes it and what follows.
        package let offset: Int
        /// Where its payload is in the reader's bytes.
        package let payload: Range<Int>
    }

    /// The bytes that are read.
    package let bytes: [UInt8]
    /// Where the next record begins; after an error, where the broken one begins.
    package private(set) var offset = 0

    package init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// The next record, or nil at a clean end: after the last byte of the last record.
    /// - Throws: ``FramingError`` naming what is wrong at ``offset``.
    /// - Complexity: O(*n*) in the length of the record.
    package mutating func next() throws(FramingError) -> Record? {
        let available = bytes.count - offset
        if available == 0 { return nil }
        let payloadStart = offset + RecordWriter.headerByteCount
        guard available >= RecordWriter.headerByteCount else { throw .tornTail(offset: offset) }
        guard checksum(of: offset..<offset + 8, isStoredAt: offset + 8) else {
            // After a power failure a file may have its new length, but zeros where the data never reached the disk.
            let isZeros = !bytes[offset...].contains { $0 != 0 }
            throw isZeros ? .tornTail(offset: offset) : .badLengthChecksum(offset: offset)
        }
        let length = bytes.load(UInt64.self, at: offset)
        let room = available - RecordWriter.headerByteCount - RecordWriter.footerByteCount
        guard room >= 0, length <= UInt64(room) else { throw .tornTail(offset: offset) }
        let payload = payloadStart..<payloadStart + Int(length)
        guard checksum(of: payload, isStoredAt: payload.upperBound) else { throw .badDataChecksum(offset: offset) }
        defer { offset = payload.upperBound + RecordWriter.footerByteCount }
        return Record(offset: offset, payload: payload)
    }

    private func checksum(of range: Range<Int>, isStoredAt position: Int) -> Bool {
        CRC32C.masked(CRC32C.checksum(bytes.span.extracting(range))) == bytes.load(UInt32.self, at: position)
    }
}
