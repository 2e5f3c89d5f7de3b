import Records
import Testing

@Suite struct `Hand-written fields` {
    @Test(arguments: [0, 1, 127, 128, 300, 16_383, 16_384, 1 << 35, .max >> 1, .max] as [UInt64])
    func `know the length of their varints`(value: UInt64) {
        var bytes: [UInt8] = []
        bytes.appendVarint(value)
        #expect([UInt8].varintByteCount(value) == bytes.count)
        #expect(bytes.dropLast().allSatisfy { $0 >= 0x80 } && bytes[bytes.count - 1] < 0x80)
        #expect(bytes.reversed().reduce(0) { $0 << 7 | UInt64($1 & 0x7f) } == value)
    }

    @Test func `have the bytes of the specification's examples`() {
        var bytes: [UInt8] = []
        bytes.append(1, 150)
        #expect(bytes == [0x08, 0x96, 0x01])
        bytes = []
        bytes.append(2, "testing")
        #expect(bytes == [0x12, 0x07] + Array("testing".utf8))
        bytes = []
        bytes.append(3) { $0.append(1, 150) }
        #expect(bytes == [0x1a, 0x03, 0x08, 0x96, 0x01])
        bytes = []
        bytes.append(1, -2)
        #expect(bytes == [0x08, 0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01])
    }

    @Test func `are found by their number, if they end before the limit`() {
        let bytes: [UInt8] = [0x1a, 0x03, 1, 2, 3, 0x22, 0x80, 0x00]
        var position = 0
        #expect(bytes.lengthDelimited(field: 2, at: &position, before: 8) == nil)
        #expect(bytes.lengthDelimited(field: 3, at: &position, before: 4) == nil)
        #expect(position == 0)
        #expect(bytes.lengthDelimited(field: 3, at: &position, before: 8) == 2..<5)
        #expect(position == 5)
        #expect(bytes.lengthDelimited(field: 4, at: &position, before: 7) == nil)
        #expect(bytes.lengthDelimited(field: 4, at: &position, before: 8) == 8..<8)
    }
}
