import SwiftProtobuf

/// The bytes of an archive and where each array is in them; made once, shared by all its readers.
final class ArchiveContents: Sendable {
    struct StoredArray: Sendable {
        let type: ElementType
        let shape: [Int]
        /// As many bytes as elements of that type in that shape take.
        let bytes: Range<Int>
    }

    let bytes: [UInt8]
    let path: String
    let version: Int
    let attributes: [String: String]
    /// In the order of writing.
    let names: [String]
    let arrays: [String: StoredArray]

    init(_ bytes: [UInt8], path: String, format: String, supportedVersions: ClosedRange<Int>) throws(ArchiveError) {
        func failure(_ problem: ArchiveError.Problem) -> ArchiveError { ArchiveError(path: path, problem: problem) }

        var reader = RecordReader(bytes)
        guard let first = try? reader.next(), case .header(let header)? = Self.record(bytes, first.payload)?.kind else {
            throw failure(.notAnArchive)
        }
        let version = Int(header.version)
        guard header.format == format else { throw failure(.otherFormat(header.format, expected: format)) }
        guard version <= supportedVersions.upperBound else {
            throw failure(.newerVersion(version, supported: supportedVersions))
        }
        guard version >= supportedVersions.lowerBound else {
            throw failure(.olderVersion(version, supported: supportedVersions))
        }
        var names: [String] = []
        var arrays: [String: StoredArray] = [:]
        var isComplete = false
        while true {
            let record: RecordReader.Record?
            do {
                record = try reader.next()
            } catch .tornTail {
                throw failure(.torn(byte: bytes.count))
            } catch {
                throw failure(.corrupted(byte: error.offset))
            }
            guard let record else { break }
            // Nothing may follow the end.
            if isComplete { throw failure(.corrupted(byte: record.offset)) }
            if let (name, array) = Self.array(bytes, record.payload) {
                guard arrays.updateValue(array, forKey: name) == nil else {
                    throw failure(.corrupted(byte: record.offset))
                }
                names.append(name)
            } else if case .end(let end)? = Self.record(bytes, record.payload)?.kind,
                end.arrayCount == UInt64(names.count)
            {
                isComplete = true
            } else {
                throw failure(.corrupted(byte: record.offset))
            }
        }
        guard isComplete else { throw failure(.torn(byte: bytes.count)) }
        self.bytes = bytes
        self.path = path
        self.version = version
        self.attributes = Dictionary(header.attributes.map { ($0.key, $0.value) }) { first, _ in first }
        self.names = names
        self.arrays = arrays
    }

    private static func record(_ bytes: [UInt8], _ payload: Range<Int>) -> Genome_Archive_Record? {
        try? Genome_Archive_Record(serializedBytes: Array(bytes[payload]))
    }

    /// The array in a record, nil if there is none or if it contradicts itself. The elements are found, not copied.
    private static func array(_ bytes: [UInt8], _ payload: Range<Int>) -> (name: String, StoredArray)? {
        var position = payload.lowerBound
        guard
            let description = bytes.lengthDelimited(
                field: ArchiveFields.array, at: &position, before: payload.upperBound),
            let elements = bytes.lengthDelimited(
                field: ArchiveFields.elements, at: &position, before: payload.upperBound),
            position == payload.upperBound,
            let message = try? Genome_Archive_ArrayDescription(serializedBytes: Array(bytes[description])),
            let type = ElementType(message.type), !message.name.isEmpty
        else { return nil }
        var byteCount = type.byteCount
        var shape: [Int] = []
        for dimension in message.shape {
            guard let size = Int(exactly: dimension) else { return nil }
            let (product, overflow) = byteCount.multipliedReportingOverflow(by: size)
            if overflow { return nil }
            byteCount = product
            shape.append(size)
        }
        guard byteCount == elements.count else { return nil }
        if type == .bool && bytes[elements].contains(where: { $0 > 1 }) { return nil }
        return (message.name, StoredArray(type: type, shape: shape, bytes: elements))
    }
}
