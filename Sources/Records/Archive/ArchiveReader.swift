/// An archive that was read: everything in it is verified before the first value is handed out.
///
/// A copy, and a reader of a scope, share the bytes of the file. Arrays are copied out when asked for.
/// ```swift
/// let archive = try ArchiveReader(
///     contentsOf: path, format: "genome-lua checkpoint", supportedVersions: 1...1)
/// let generation = try archive.value("generation", of: Int.self)
/// try search.restore(from: archive.scoped("search"))
/// ```
package struct ArchiveReader: Sendable {
    private let contents: ArchiveContents
    private let prefix: String

    /// Reads the file at `path`; else as the other initializer.
    package init(
        contentsOf path: String, format: String, supportedVersions: ClosedRange<Int>
    ) throws(ArchiveError) {
        let bytes: [UInt8]
        do {
            bytes = try AtomicFile.read(path)
        } catch {
            throw ArchiveError(path: path, problem: .unreadable(error))
        }
        try self.init(bytes, path: path, format: format, supportedVersions: supportedVersions)
    }

    /// Verifies `bytes`, the whole content of a file: checksums, header, names, shapes, lengths, the count at the end.
    ///
    /// Cost: one pass over the bytes; they are not copied.
    /// - Parameters:
    ///   - path: For messages only.
    ///   - format: What the archive must be.
    ///   - supportedVersions: Versions of the format that the caller reads; see ``version``.
    package init(
        _ bytes: [UInt8], path: String, format: String, supportedVersions: ClosedRange<Int>
    ) throws(ArchiveError) {
        contents = try ArchiveContents(bytes, path: path, format: format, supportedVersions: supportedVersions)
        prefix = ""
    }

    /// The file, for messages.
    package var path: String { contents.path }
    /// The version of the format.
    package var version: Int { contents.version }
    /// The texts about the whole.
    package var attributes: [String: String] { contents.attributes }

    /// The names in this scope, inner scopes' included, without the scope's own; in the order of writing.
    package var names: [String] {
        contents.names.filter { $0.hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count)) }
    }

    /// A reader of the names that were written in `scope`; whether there are any is not asked here.
    package func scoped(_ scope: String) -> ArchiveReader {
        ArchiveReader(contents, prefix: prefix + scope + "/")
    }

    /// Whether there is an array or value of this name.
    package func contains(_ name: String) -> Bool {
        contents.arrays[prefix + name] != nil
    }

    /// What the elements of an array are.
    package func type(of name: String) throws(ArchiveError) -> ElementType {
        try array(name).type
    }

    /// The shape of an array, outermost dimension first; empty for a single value.
    package func shape(of name: String) throws(ArchiveError) -> [Int] {
        try array(name).shape
    }

    /// An array.
    ///
    /// Cost: one copy of the elements.
    /// - Parameter shape: If given, what its shape must be.
    /// - Throws: ``ArchiveError`` if it is missing, or of another type or shape.
    package func values<Element: ArchiveElement>(
        _ name: String, of type: Element.Type = Element.self, shape: [Int]? = nil
    ) throws(ArchiveError) -> [Element] {
        try contents.bytes.elements(type, in: bytes(name, Element.elementType, shape: shape))
    }

    /// An array of truth values.
    package func values(_ name: String, of _: Bool.Type, count: Int? = nil) throws(ArchiveError) -> [Bool] {
        try contents.bytes[bytes(name, .bool, shape: count.map { [$0] })].map { $0 != 0 }
    }

    /// A single number.
    package func value<Element: ArchiveElement>(
        _ name: String, of type: Element.Type = Element.self
    ) throws(ArchiveError) -> Element {
        try values(name, of: type, shape: [])[0]
    }

    /// A single truth value.
    package func value(_ name: String, of _: Bool.Type = Bool.self) throws(ArchiveError) -> Bool {
        try contents.bytes[bytes(name, .bool, shape: []).lowerBound] != 0
    }

    /// A text.
    package func value(_ name: String, of _: String.Type = String.self) throws(ArchiveError) -> String {
        try String(decoding: contents.bytes[bytes(name, .utf8, shape: nil)], as: UTF8.self)
    }

    package func doubles(_ name: String, shape: [Int]? = nil) throws(ArchiveError) -> [Double] {
        try values(name, shape: shape)
    }

    package func floats(_ name: String, shape: [Int]? = nil) throws(ArchiveError) -> [Float] {
        try values(name, shape: shape)
    }

    /// The error to throw for a value that is there, but no valid state.
    /// - Parameter reason: Goes on after the name: "is -1; a count must not be negative".
    package func invalid(_ name: String, because reason: String) -> ArchiveError {
        ArchiveError(path: path, problem: .invalid(name: prefix + name, reason: reason))
    }

    private init(_ contents: ArchiveContents, prefix: String) {
        self.contents = contents
        self.prefix = prefix
    }

    private func array(_ name: String) throws(ArchiveError) -> ArchiveContents.StoredArray {
        guard let array = contents.arrays[prefix + name] else {
            throw ArchiveError(path: path, problem: .missing(name: prefix + name))
        }
        return array
    }

    /// An array as it was written.
    func raw(_ name: String) throws(ArchiveError) -> (type: ElementType, shape: [Int], bytes: ArraySlice<UInt8>) {
        let array = try array(name)
        return (array.type, array.shape, contents.bytes[array.bytes])
    }

    private func bytes(_ name: String, _ type: ElementType, shape: [Int]?) throws(ArchiveError) -> Range<Int> {
        let array = try array(name)
        if array.type != type {
            throw ArchiveError(path: path, problem: .wrongType(name: prefix + name, array.type, expected: type))
        }
        if let shape, array.shape != shape {
            throw ArchiveError(path: path, problem: .wrongShape(name: prefix + name, array.shape, expected: shape))
        }
        return array.bytes
    }
}
