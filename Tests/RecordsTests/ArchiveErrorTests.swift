import Foundation
import Records
import TestSupport
import Testing

@Suite struct `Archive errors` {
    private static let bytes: [UInt8] = {
        var writer = ArchiveWriter(format: "genome-lua checkpoint", version: 2, attributes: ["program": "0.1.0"])
        writer.write([1.0, 2, 3], as: "logits")
        writer.scoped("random") { $0.write([UInt64(1), 2], as: "state") }
        writer.write([true, false], as: "flags")
        writer.write("text", as: "text")
        return writer.finish()
    }()

    /// Where the records begin, and the end of the file.
    private static let offsets: [Int] = {
        var reader = RecordReader(bytes)
        var offsets: [Int] = []
        while let record = try? reader.next() { offsets.append(record.offset) }
        return offsets + [bytes.count]
    }()

    private static func read(
        _ bytes: [UInt8], format: String = "genome-lua checkpoint", versions: ClosedRange<Int> = 1...2
    ) throws(ArchiveError) -> ArchiveReader {
        try ArchiveReader(bytes, path: "run/checkpoint", format: format, supportedVersions: versions)
    }

    private static func message(_ body: () throws(ArchiveError) -> Void) -> String? {
        do throws(ArchiveError) {
            try body()
            return nil
        } catch {
            return error.description
        }
    }

    @Test func `tell torn files from others, wherever they end`() throws {
        for end in Self.offsets[1]..<Self.bytes.count {
            #expect(
                Self.message { () throws(ArchiveError) in _ = try Self.read(Array(Self.bytes[..<end])) }
                    == "run/checkpoint: the file breaks off at byte \(end), or something follows its end; use the previous file or "
                    + "another copy")
        }
        for end in 0..<Self.offsets[1] {
            #expect(
                Self.message { () throws(ArchiveError) in _ = try Self.read(Array(Self.bytes[..<end])) }
                    == "run/checkpoint: this is not a file that genome-lua wrote, or its beginning is damaged")
        }
    }

    @Test func `name the record in which any bit is flipped`() throws {
        for bit in 0..<(8 * Self.bytes.count) {
            var bytes = Self.bytes
            bytes[bit / 8] ^= 1 << UInt8(bit % 8)
            let record = try #require(Self.offsets.last { $0 <= bit / 8 })
            let expected =
                record == 0
                ? "run/checkpoint: this is not a file that genome-lua wrote, or its beginning is damaged"
                : "run/checkpoint: the file is corrupted at byte \(record); use the previous file or another copy"
            #expect(Self.message { () throws(ArchiveError) in _ = try Self.read(bytes) } == expected, "bit \(bit)")
        }
    }

    @Test func `refuse records that are missing, doubled, or behind the end`() throws {
        func records(_ order: [Int]) -> [UInt8] {
            order.flatMap { Self.bytes[Self.offsets[$0]..<Self.offsets[$0 + 1]] }
        }
        func problem(_ order: [Int]) -> ArchiveError.Problem? {
            do throws(ArchiveError) {
                _ = try Self.read(records(order))
                return nil
            } catch {
                return error.problem
            }
        }
        let end = Self.offsets.count - 2
        #expect(end == 5)
        #expect(problem([0, 1, 2, 3, 4, 5]) == nil)
        #expect(problem([0, 1, 3, 4, 5]) == .corrupted(byte: records([0, 1, 3, 4]).count))
        #expect(problem([0, 1, 2, 2, 3, 4, 5]) == .corrupted(byte: records([0, 1, 2]).count))
        #expect(problem([0, 1, 2, 3, 4, 5, 5]) == .corrupted(byte: Self.bytes.count))
        #expect(problem([0, 1, 2, 3, 4]) == .torn(byte: records([0, 1, 2, 3, 4]).count))
        #expect(problem([0, 0, 1, 2, 3, 4, 5]) == .corrupted(byte: Self.offsets[1]))
        #expect(problem([1, 0]) == .notAnArchive)
        #expect(problem([]) == .notAnArchive)
    }

    @Test func `refuse arrays that contradict themselves`() throws {
        func problem(type: Int, shape: [Int], elements: [UInt8], name: String = "a") -> ArchiveError.Problem? {
            var writer = RecordWriter()
            writer.append(Array(Self.bytes[12..<(Self.offsets[1] - 4)]))
            writer.append { record in
                record.append(2) { array in
                    array.append(1, name)
                    array.append(2, type)
                    array.append(3) { packed in for size in shape { packed.appendVarint(UInt64(size)) } }
                }
                record.append(3) { $0 = elements }
            }
            writer.append { $0.append(4) { $0.append(1, 1) } }
            do throws(ArchiveError) {
                _ = try Self.read(writer.bytes)
                return nil
            } catch {
                return error.problem
            }
        }
        let corrupted = ArchiveError.Problem.corrupted(byte: Self.offsets[1])
        #expect(problem(type: 1, shape: [1], elements: [UInt8](repeating: 0, count: 8)) == nil)
        #expect(problem(type: 1, shape: [2], elements: [UInt8](repeating: 0, count: 8)) == corrupted)
        #expect(problem(type: 1, shape: [1], elements: [UInt8](repeating: 0, count: 7)) == corrupted)
        #expect(problem(type: 10, shape: [.max, .max], elements: [1]) == corrupted)
        #expect(problem(type: 99, shape: [1], elements: [1]) == corrupted)
        #expect(problem(type: 0, shape: [1], elements: [1]) == corrupted)
        #expect(problem(type: 11, shape: [2], elements: [0, 1]) == nil)
        #expect(problem(type: 11, shape: [2], elements: [0, 2]) == corrupted)
        #expect(problem(type: 10, shape: [1], elements: [1], name: "") == corrupted)
    }

    @Test(arguments: 0..<3000 as Range<UInt64>) func `are all that random damage leads to`(seed: UInt64) throws {
        var fuzzer = ByteFuzzer(seed: seed)
        // Damage within payloads, framed anew, passes the checksums: the readers behind them must stand it too.
        var writer = RecordWriter()
        var reader = RecordReader(Self.bytes)
        while let record = try reader.next() {
            let payload = Array(reader.bytes[record.payload])
            writer.append(fuzzer.below(3) == 0 ? fuzzer.damaged(payload) : payload)
        }
        for bytes in [writer.bytes, fuzzer.damaged(Self.bytes)] {
            guard let archive = try? Self.read(bytes) else { continue }
            for name in archive.names {
                let count = try archive.shape(of: name).reduce(1, *)
                if let values = try? archive.doubles(name) { #expect(values.count == count, "seed \(seed)") }
                if let values = try? archive.values(name, of: UInt64.self) { #expect(values.count == count) }
                if let values = try? archive.values(name, of: Bool.self) { #expect(values.count == count) }
                _ = try? archive.value(name, of: String.self)
                _ = try? archive.value(name, of: Bool.self)
            }
        }
    }

    @Test func `say which format and version was found`() {
        #expect(
            Self.message { () throws(ArchiveError) in _ = try Self.read(Self.bytes, format: "genome-lua policy") }
                == "run/checkpoint: this is a genome-lua checkpoint, not a genome-lua policy")
        #expect(
            Self.message { () throws(ArchiveError) in _ = try Self.read(Self.bytes, versions: 1...1) }
                == "run/checkpoint: format version 2 is newer than this program's 1; update genome-lua")
        #expect(
            Self.message { () throws(ArchiveError) in _ = try Self.read(Self.bytes, versions: 3...4) }
                == "run/checkpoint: format version 2 is older than 3, the oldest that this program reads; use the "
                + "genome-lua that wrote it")
    }

    @Test func `say what was asked for and what is there`() throws {
        let archive = try Self.read(Self.bytes)
        let other = "; it was written by another version of the program, or for another script"
        #expect(
            Self.message { () throws(ArchiveError) in _ = try archive.scoped("random").doubles("stat") }
                == "run/checkpoint: there is no 'random/stat'" + other)
        #expect(
            Self.message { () throws(ArchiveError) in _ = try archive.floats("logits") }
                == "run/checkpoint: 'logits' holds float64, expected float32" + other)
        #expect(
            Self.message { () throws(ArchiveError) in _ = try archive.doubles("logits", shape: [4]) }
                == "run/checkpoint: 'logits' has shape [3], expected [4]" + other)
        #expect(
            Self.message { () throws(ArchiveError) in _ = try archive.value("logits", of: Double.self) }
                == "run/checkpoint: 'logits' has shape [3], expected []" + other)
        #expect(
            Self.message { () throws(ArchiveError) in _ = try archive.value("text", of: Bool.self) }
                == "run/checkpoint: 'text' holds utf8, expected bool" + other)
        #expect(
            "\(archive.scoped("random").invalid("state", because: "is all zeros"))"
                == "run/checkpoint: 'random/state' is all zeros")
    }

    @Test func `of a missing file are those of the file`() {
        #expect(
            Self.message { () throws(ArchiveError) in
                _ = try ArchiveReader(contentsOf: "/nowhere/checkpoint", format: "test", supportedVersions: 1...1)
            }
                == "/nowhere/checkpoint: cannot open: No such file or directory; check the path, and whether "
                + "something was moved or deleted")
    }
}
