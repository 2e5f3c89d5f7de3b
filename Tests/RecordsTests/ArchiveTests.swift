import Records
import TestSupport
import Testing

/// Optimizer state as searches have it.
private struct Momentum: Checkpointable, Equatable {
    var count = 0
    var values: [Double] = []

    func save(to archive: inout ArchiveWriter) {
        archive.write(count, as: "count")
        archive.write(values, as: "values")
    }

    mutating func restore(from archive: ArchiveReader) throws(ArchiveError) {
        count = try archive.value("count")
        if count < 0 { throw archive.invalid("count", because: "is \(count); a count must not be negative") }
        values = try archive.doubles("values", shape: [values.count])
    }
}

@Suite struct Archives {
    static func read(
        _ bytes: [UInt8], format: String = "test", versions: ClosedRange<Int> = 1...1
    ) throws(ArchiveError) -> ArchiveReader {
        try ArchiveReader(bytes, path: "run/checkpoint", format: format, supportedVersions: versions)
    }

    @Test func `give back arrays of every element type, bit for bit`() throws {
        let doubles = [0.0, -0.0, .nan, -.infinity, .pi, .leastNonzeroMagnitude, Double(nan: 5, signaling: false)]
        var writer = ArchiveWriter(format: "test", version: 1)
        writer.write(doubles, as: "double")
        writer.write([Float.pi, -.greatestFiniteMagnitude], as: "float")
        writer.write([Int64.min, 0, .max], as: "int64")
        writer.write([Int.min, 0, .max], as: "int")
        writer.write([UInt64.max, 0], as: "uint64")
        writer.write([Int32.min, -2], as: "int32")
        writer.write([UInt32.max, 2], as: "uint32")
        writer.write([Int16.min, -3], as: "int16")
        writer.write([UInt16.max, 3], as: "uint16")
        writer.write([Int8.min, -4], as: "int8")
        writer.write([UInt8.max, 4], as: "uint8")
        writer.write([true, false, true], as: "bool")
        let archive = try Self.read(writer.finish())
        #expect(try archive.doubles("double").map(\.bitPattern) == doubles.map(\.bitPattern))
        #expect(try archive.floats("float") == [Float.pi, -.greatestFiniteMagnitude])
        #expect(try archive.values("int64") == [Int64.min, 0, .max])
        #expect(try archive.values("int") == [Int.min, 0, .max])
        #expect(try archive.values("uint64") == [UInt64.max, 0])
        #expect(try archive.values("int32") == [Int32.min, -2])
        #expect(try archive.values("uint32") == [UInt32.max, 2])
        #expect(try archive.values("int16") == [Int16.min, -3])
        #expect(try archive.values("uint16") == [UInt16.max, 3])
        #expect(try archive.values("int8") == [Int8.min, -4])
        #expect(try archive.values("uint8") == [UInt8.max, 4])
        #expect(try archive.values("bool", of: Bool.self, count: 3) == [true, false, true])
    }

    @Test func `give back single values`() throws {
        var writer = ArchiveWriter(format: "test", version: 1)
        writer.write(0.1, as: "double")
        writer.write(Float(0.1), as: "float")
        writer.write(7, as: "int")
        writer.write(Int64(-7), as: "int64")
        writer.write(UInt64.max, as: "uint64")
        writer.write(true, as: "true")
        writer.write(false, as: "false")
        writer.write("héllo\0", as: "text")
        writer.write("", as: "empty")
        let archive = try Self.read(writer.finish())
        #expect(try archive.value("double") == 0.1)
        #expect(try archive.value("float") == Float(0.1))
        #expect(try archive.value("int") == 7)
        #expect(try archive.value("int64") == Int64(-7))
        #expect(try archive.value("uint64") == UInt64.max)
        #expect(try archive.value("true") == true)
        #expect(try archive.value("false") == false)
        #expect(try archive.value("text") == "héllo\0")
        #expect(try archive.value("empty") == "")
    }

    @Test func `keep shapes, names in order, version and attributes`() throws {
        var writer = ArchiveWriter(format: "test", version: 3, attributes: ["program": "0.1.0", "script": "ab12"])
        writer.write([1.0, 2, 3, 4, 5, 6], as: "matrix", shape: [2, 3])
        writer.write([] as [Float], as: "none", shape: [0, 4])
        let archive = try Self.read(writer.finish(), versions: 1...4)
        #expect(archive.version == 3)
        #expect(archive.attributes == ["program": "0.1.0", "script": "ab12"])
        #expect(archive.names == ["matrix", "none"])
        #expect(try archive.shape(of: "matrix") == [2, 3])
        #expect(try archive.doubles("matrix", shape: [2, 3]) == [1, 2, 3, 4, 5, 6])
        #expect(try archive.shape(of: "none") == [0, 4])
        #expect(try archive.floats("none") == [])
    }

    @Test func `have the same bytes for the same content`() {
        func bytes() -> [UInt8] {
            let attributes = Dictionary(uniqueKeysWithValues: (0..<40).map { ("key \($0)", "value \($0)") })
            var writer = ArchiveWriter(format: "test", version: 1, attributes: attributes)
            writer.write([1.0, 2], as: "values")
            return writer.finish()
        }
        #expect(Set((0..<20).map { _ in bytes() }).count == 1)
    }

    @Test func `nest names by scopes`() throws {
        var writer = ArchiveWriter(format: "test", version: 1)
        writer.scoped("search") { search in
            search.write(1, as: "generation")
            search.scoped("optimizer") { Momentum(count: 2, values: [3]).save(to: &$0) }
            search.write(4, as: "after")
        }
        writer.write(5, as: "generation")
        let archive = try Self.read(writer.finish())
        let names = ["generation", "optimizer/count", "optimizer/values", "after"]
        #expect(archive.names == names.map { "search/" + $0 } + ["generation"])
        #expect(archive.scoped("search").names == names)
        #expect(archive.scoped("search").contains("optimizer/count"))
        #expect(!archive.scoped("search").contains("count"))
        #expect(try archive.value("generation") == 5)
        #expect(try archive.scoped("search").scoped("optimizer").value("count") == 2)
        #expect(archive.scoped("sea").names.isEmpty)
    }

    @Test func `restore what is checkpointable`() throws {
        let saved = Momentum(count: 2, values: [0.5, 0.25])
        var writer = ArchiveWriter(format: "test", version: 1)
        writer.scoped("moment") { saved.save(to: &$0) }
        let archive = try Self.read(writer.finish())
        var restored = Momentum(values: [0, 0])
        try restored.restore(from: archive.scoped("moment"))
        #expect(restored == saved)
        var shorter = Momentum(values: [0])
        let error = #expect(throws: ArchiveError.self) { try shorter.restore(from: archive.scoped("moment")) }
        #expect(
            error?.description
                == "run/checkpoint: 'moment/values' has shape [2], expected [1]; it was written by another version of the "
                + "program, or for another script")
    }

    @Test func `of many megabytes come back whole`() throws {
        let values = (0..<3_000_000).map { Double($0).squareRoot() }
        var writer = ArchiveWriter(format: "test", version: 1)
        writer.write(values, as: "logits")
        let folder = TemporaryFolder()
        let path = folder.path + "/checkpoint"
        try AtomicFile.write(writer.finish(), to: path)
        let archive = try ArchiveReader(contentsOf: path, format: "test", supportedVersions: 1...1)
        #expect(try archive.doubles("logits") == values)
    }

    @Test func `refuse names that are empty or written twice, and shapes that do not fit`() async {
        await #expect(processExitsWith: .failure) {
            var writer = ArchiveWriter(format: "test", version: 1)
            writer.write(1, as: "")
        }
        await #expect(processExitsWith: .failure) {
            var writer = ArchiveWriter(format: "test", version: 1)
            writer.write(1, as: "a")
            writer.write(2.0, as: "a")
        }
        await #expect(processExitsWith: .failure) {
            var writer = ArchiveWriter(format: "test", version: 1)
            writer.write([1, 2, 3], as: "a", shape: [2, 2])
        }
    }
}
