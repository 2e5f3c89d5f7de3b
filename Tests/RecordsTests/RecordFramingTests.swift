import Kernels
import Records
import TestSupport
import Testing

@Suite struct `Framed records` {
    private static let payloads: [[UInt8]] = [[], [1], Array("genome".utf8), [UInt8](repeating: 7, count: 1000)]

    private static var file: [UInt8] {
        var writer = RecordWriter()
        for payload in payloads { writer.append(payload) }
        return writer.bytes
    }

    @Test func `have the bytes that TensorFlow writes`() {
        var writer = RecordWriter()
        writer.append([0x09, 0, 0, 0, 0x40, 0xfc, 0x54, 0xd9, 0x41, 0x3a, 0x02, 0x08, 0x01])
        let expected: [UInt8] = [
            0x0d, 0, 0, 0, 0, 0, 0, 0, 0x3c, 0x37, 0xb8, 0x34, 0x09, 0, 0, 0, 0x40, 0xfc, 0x54, 0xd9, 0x41, 0x3a, 0x02,
            0x08, 0x01, 0xb7, 0xa3, 0x6b, 0x29,
        ]
        #expect(writer.bytes == expected)
    }

    @Test func `are read back with their offsets`() throws {
        var reader = RecordReader(Self.file)
        var offset = 0
        for payload in Self.payloads {
            let record = try #require(try reader.next())
            #expect(record.offset == offset)
            #expect(Array(reader.bytes[record.payload]) == payload)
            offset += payload.count + 16
        }
        #expect(try reader.next() == nil)
        #expect(reader.offset == Self.file.count)
    }

    @Test func `end cleanly between records and torn anywhere else`() throws {
        let file = Self.file
        var starts = [0]
        for payload in Self.payloads { starts.append(starts[starts.count - 1] + payload.count + 16) }
        for end in 0...file.count {
            let lastStart = try #require(starts.last { $0 <= end })
            #expect(Self.outcome(Array(file[..<end])) == (lastStart == end ? nil : .tornTail(offset: lastStart)))
        }
    }

    @Test func `with a flipped bit are corrupted, in the length or in the data`() {
        var writer = RecordWriter()
        writer.append([1, 2, 3])
        writer.append([4, 5, 6])
        for bit in 0..<(8 * 19) {
            var bytes = writer.bytes
            bytes[19 + bit / 8] ^= 1 << UInt8(bit % 8)
            let expected: FramingError =
                bit / 8 < 12 ? .badLengthChecksum(offset: 19) : .badDataChecksum(offset: 19)
            #expect(Self.outcome(bytes) == expected, "bit \(bit)")
        }
    }

    @Test func `followed by zeros are torn, as after a power failure`() {
        #expect(Self.outcome(Self.file + [UInt8](repeating: 0, count: 4096)) == .tornTail(offset: Self.file.count))
    }

    @Test func `that claim to be longer than any file are torn`() {
        var bytes: [UInt8] = []
        bytes.append(littleEndian: UInt64.max)
        bytes.append(littleEndian: CRC32C.masked(CRC32C.checksum(bytes.span)))
        bytes.append(contentsOf: [1, 2, 3, 4])
        #expect(Self.outcome(bytes) == .tornTail(offset: 0))
    }

    @Test(arguments: 0..<2000 as Range<UInt64>) func `survive random damage`(seed: UInt64) {
        var fuzzer = ByteFuzzer(seed: seed)
        var reader = RecordReader(fuzzer.damaged(Self.file))
        var count = 0
        while let record = try? reader.next() {
            count += 1
            #expect(record.payload.upperBound <= reader.bytes.count && count <= 10, "seed \(seed)")
        }
    }

    @Test func `say what is wrong with them`() {
        #expect("\(FramingError.tornTail(offset: 5))" == "the last record, at byte 5, is not whole")
        #expect(
            "\(FramingError.badLengthChecksum(offset: 5))"
                == "the record at byte 5 is corrupted (checksum of its length)")
        #expect(
            "\(FramingError.badDataChecksum(offset: 5))" == "the record at byte 5 is corrupted (checksum of its data)")
    }

    /// The error that ends the reading of `bytes`; nil if the end is clean.
    private static func outcome(_ bytes: [UInt8]) -> FramingError? {
        var reader = RecordReader(bytes)
        do throws(FramingError) {
            while try reader.next() != nil {}
            return nil
        } catch {
            return error
        }
    }
}
