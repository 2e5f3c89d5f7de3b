import Kernels

/// What an individual inherits, written out: the bits and the real numbers that make its network.
///
/// Bits are packed, bit i in word i / 64 at position i % 64; those past `bitCount` are 0.
package final class Genome: Sendable {
    package let bitCount: Int
    package let floatCount: Int
    package let bits: Buffer<UInt64>
    package let floats: Buffer<Float>

    package convenience init(bitCount: Int, floatCount: Int) {
        self.init(
            bitCount: bitCount, floatCount: floatCount, bits: Buffer(repeating: 0, count: NetworkShape.words(bitCount)))
    }

    /// A genome whose bits, and floats where they are given, lie in buffers of others' making.
    package init(bitCount: Int, floatCount: Int, bits: Buffer<UInt64>, floats: Buffer<Float>? = nil) {
        precondition(bits.count == NetworkShape.words(bitCount), "\(bits.count) words of \(bitCount) bits")
        precondition(floats == nil || floats!.count == floatCount, "\(floats!.count) floats of \(floatCount)")
        self.bitCount = bitCount
        self.floatCount = floatCount
        self.bits = bits
        self.floats = floats ?? Buffer(repeating: 0, count: floatCount)
    }

    /// Clears the bits past `bitCount`, which whole-word sampling leaves random.
    package func clearPadding() {
        guard bitCount % 64 != 0 else { return }
        bits[bits.count - 1] &= (1 << UInt64(bitCount % 64)) - 1
    }

    /// Whether every number is.
    package var isFinite: Bool { floats.withSpan { floats in floats.indices.allSatisfy { floats[$0].isFinite } } }

    /// Whether another of the same size has the same bits, and numbers of the same bits.
    package func isEqual(to other: Genome) -> Bool {
        bits.array() == other.bits.array() && floats.array().map(\.bitPattern) == other.floats.array().map(\.bitPattern)
    }

    /// Takes over another genome of the same size.
    package func copy(from other: Genome) {
        bits.copy(from: other.bits, 0..<other.bits.count, at: 0)
        floats.copy(from: other.floats, 0..<other.floats.count, at: 0)
    }

    /// Copies a block of the floats, of `KernelSet.blockSize`, to the beginning of a buffer.
    package func copy(block: Int, into floats: Buffer<Float>) {
        let first = block * KernelSet.blockSize
        floats.copy(from: self.floats, first..<min(first + KernelSet.blockSize, floatCount), at: 0)
    }

    /// A copy that nobody else changes.
    package func copy() -> Genome {
        let other = Genome(bitCount: bitCount, floatCount: floatCount)
        other.copy(from: self)
        return other
    }
}
