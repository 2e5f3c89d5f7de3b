import SwiftProtobuf

/// Builds an archive: named arrays and single values in one file that says what is in it.
///
/// The file is a sequence of framed records (``RecordWriter``): a header, one for each array, one that counts the
/// arrays, so that a torn file shows. Equal content gives equal bytes. The messages are in `Messages/archive.proto`.
/// ```swift
/// var archive = ArchiveWriter(format: "genome-lua checkpoint", version: 1, attributes: ["program": "0.1.0"])
/// archive.write(generation, as: "generation")
/// archive.scoped("search") { search.save(to: &$0) }
/// try AtomicFile.write(archive.finish(), to: path, keepingPrevious: path + "-previous")
/// ```
package struct ArchiveWriter: Sendable {
    private var records = RecordWriter()
    private var names: Set<String> = []
    /// Bytes of an array from which on room is made for it alone.
    private static let large = 1 << 20
    /// What precedes every name at present: "" or "search/optimizer/".
    private var prefix = ""

    /// - Parameters:
    ///   - format: What kind of archive it is, such as "genome-lua checkpoint"; a reader refuses another kind.
    ///   - version: Of that format, from 1.
    ///   - attributes: Texts about the whole, such as the version of the program; stored sorted by key.
    package init(format: String, version: Int, attributes: [String: String] = [:]) {
        precondition(version >= 1 && version <= Int32.max, "format version \(version) is not positive")
        var header = Genome_Archive_Header()
        header.format = format
        header.version = UInt32(version)
        header.attributes = attributes.sorted { $0.key < $1.key }.map { key, value in
            var attribute = Genome_Archive_Attribute()
            attribute.key = key
            attribute.value = value
            return attribute
        }
        append { $0.header = header }
    }

    /// Writes an array.
    ///
    /// Cost: one copy of the elements.
    /// - Parameters:
    ///   - name: Unique in its scope and not empty; "/" separates scopes.
    ///   - shape: Outermost dimension first, its product is the number of values; by default one dimension.
    package mutating func write<Element: ArchiveElement>(_ values: [Element], as name: String, shape: [Int]? = nil) {
        write(values.span, as: name, shape: shape)
    }

    /// Writes an array that lies in other memory than an `Array`; else as above.
    package mutating func write<Element: ArchiveElement>(_ values: Span<Element>, as name: String, shape: [Int]? = nil)
    {
        let shape = shape ?? [values.count]
        precondition(
            shape.allSatisfy { $0 >= 0 } && shape.reduce(1, *) == values.count,
            "array '\(prefix)\(name)' has \(values.count) values, which is not what shape \(shape) holds"
        )
        appendArray(name, Element.elementType, shape: shape) { $0.append(bytesOf: values) }
    }

    /// Writes an array as another archive has it, under its name there.
    package mutating func copy(_ name: String, from archive: ArchiveReader) throws(ArchiveError) {
        let (type, shape, elements) = try archive.raw(name)
        appendArray(name, type, shape: shape) { $0 += elements }
    }

    /// Writes truth values; a byte each.
    package mutating func write(_ values: [Bool], as name: String) {
        appendArray(name, .bool, shape: [values.count]) { $0.append(contentsOf: values.lazy.map { $0 ? 1 : 0 }) }
    }

    /// Writes a single number.
    package mutating func write<Element: ArchiveElement>(_ value: Element, as name: String) {
        appendArray(name, Element.elementType, shape: []) { $0.append(bytesOf: CollectionOfOne(value).span) }
    }

    /// Writes a single truth value.
    package mutating func write(_ value: Bool, as name: String) {
        appendArray(name, .bool, shape: []) { $0.append(value ? 1 : 0) }
    }

    /// Writes a text.
    package mutating func write(_ text: String, as name: String) {
        appendArray(name, .utf8, shape: [text.utf8.count]) { $0.append(contentsOf: text.utf8) }
    }

    /// Calls `body` with this archive; each name written there gets `scope` and a "/" before it.
    package mutating func scoped<Failure: Error>(
        _ scope: String, _ body: (inout ArchiveWriter) throws(Failure) -> Void
    ) throws(Failure) {
        let outer = prefix
        prefix += scope + "/"
        defer { prefix = outer }
        try body(&self)
    }

    /// The bytes of the file, which nothing is written to any more.
    package mutating func finish() -> [UInt8] {
        let count = UInt64(names.count)
        append { $0.end.arrayCount = count }
        return records.take()
    }

    private mutating func appendArray(
        _ name: String, _ type: ElementType, shape: [Int], _ appendElements: (inout [UInt8]) -> Void
    ) {
        let fullName = prefix + name
        precondition(!name.isEmpty, "an array in scope '\(prefix)' has no name")
        precondition(names.insert(fullName).inserted, "array '\(fullName)' is written twice")
        var description = Genome_Archive_ArrayDescription()
        description.name = fullName
        description.type = type.message
        description.shape = shape.map(UInt64.init)
        let elementCount = shape.reduce(1, *)
        records.append { bytes in
            let size = elementCount * type.byteCount
            // And for what follows, so that it does not move all of a large array again.
            if size > Self.large { bytes.reserveCapacity(bytes.count + size + Self.large) }
            bytes.append(contentsOf: serialized { $0.array = description })
            // The elements, field 3 of the record, go straight to their place: they may be many.
            bytes.appendKey(ArchiveFields.elements, .lengthDelimited)
            bytes.appendVarint(UInt64(size))
            appendElements(&bytes)
        }
    }

    private mutating func append(_ fill: (inout Genome_Archive_Record) -> Void) {
        records.append(serialized(fill))
    }
}

/// The numbers of the fields of a record that are read and written without the generated message.
enum ArchiveFields {
    static let array: UInt8 = 2
    static let elements: UInt8 = 3
}

private func serialized(_ fill: (inout Genome_Archive_Record) -> Void) -> [UInt8] {
    var record = Genome_Archive_Record()
    fill(&record)
    do {
        return try record.serializedBytes()
    } catch {
        preconditionFailure("a record of the archive cannot be encoded: \(error)")
    }
}
