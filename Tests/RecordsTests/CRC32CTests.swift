import Kernels
import Testing

@Suite struct `CRC-32C` {
    @Test(
        arguments: [
            (Array("123456789".utf8), 0xe306_9283),
            ([UInt8](repeating: 0, count: 32), 0x8a91_36aa),
            ([UInt8](repeating: 0xff, count: 32), 0x62a8_ab43),
            (Array(0..<32), 0x46dd_794e),
            (Array((0..<32).reversed()), 0x113f_db5c),
            ([], 0),
        ] as [([UInt8], UInt32)])
    func `has the values of RFC 3720`(bytes: [UInt8], checksum: UInt32) {
        #expect(CRC32C.checksum(bytes.span) == checksum)
    }

    @Test func `is masked as TensorFlow does`() {
        #expect(CRC32C.masked(0xe306_9283) == 0xc78a_b0e5)
        #expect(CRC32C.masked(CRC32C.checksum(([0x18, 0, 0, 0, 0, 0, 0, 0] as [UInt8]).span)) == 0x224b_7fa3)
    }

    @Test func `is the one of a bit by bit division, for every length and alignment`() {
        let bytes = (0..<100).map { UInt8(truncatingIfNeeded: $0 * $0 * 181 + $0 / 3) }
        for start in 0..<8 {
            for end in start...bytes.count {
                let part = bytes[start..<end]
                var register = ~UInt32(0)
                for byte in part {
                    register ^= UInt32(byte)
                    for _ in 0..<8 { register = (register >> 1) ^ (register & 1 == 1 ? 0x82f6_3b78 : 0) }
                }
                #expect(CRC32C.checksum(bytes.span.extracting(start..<end)) == ~register, "bytes \(part)")
            }
        }
    }

    @Test func `of pieces is the one of the whole`() {
        let bytes = Array(UInt8(0)...255)
        for cut in 0...bytes.count {
            var checksum = CRC32C()
            checksum.update(bytes.span.extracting(..<cut))
            checksum.update(bytes.span.extracting(cut...))
            #expect(checksum.value == CRC32C.checksum(bytes.span))
        }
    }
}
