import CKernels

/// A CRC-32C checksum (Castagnoli polynomial) of bytes that may come in pieces.
///
/// Cost: about 1 ns a byte, on any processor.
/// - SeeAlso: RFC 3720, appendix B.4, for the polynomial and test vectors.
package struct CRC32C: Equatable, Sendable {
    /// The checksum of all bytes so far; 0 when there were none.
    package private(set) var value: UInt32 = 0

    /// The checksum of no bytes.
    package init() {}

    /// Continues the checksum with `bytes`, any number of them.
    package mutating func update(_ bytes: Span<UInt8>) {
        value = unsafe bytes.withUnsafeBufferPointer { buffer in
            guard let start = buffer.baseAddress else { return value }
            return unsafe ck_crc32c(value, start, buffer.count)
        }
    }

    /// The checksum of `bytes`.
    package static func checksum(_ bytes: Span<UInt8>) -> UInt32 {
        var checksum = CRC32C()
        checksum.update(bytes)
        return checksum.value
    }

    /// `checksum` rotated and offset, as TFRecord files store it: the checksum of bytes that hold a checksum
    /// themselves would otherwise be weak.
    /// - SeeAlso: `masked_crc32c` in <https://www.tensorflow.org/tutorials/load_data/tfrecord>.
    package static func masked(_ checksum: UInt32) -> UInt32 {
        ((checksum >> 15) | (checksum << 17)) &+ 0xa282_ead8
    }
}
