extension Array where Element == UInt8 {
    /// Overwrites the bytes from `offset` on by `value`, least significant byte first.
    package mutating func store<Integer: FixedWidthInteger>(_ value: Integer, at offset: Int) {
        for index in 0..<(Integer.bitWidth / 8) {
            self[offset + index] = UInt8(truncatingIfNeeded: value >> (8 * index))
        }
    }

    /// Appends `value`, least significant byte first.
    @inlinable package mutating func append<Integer: FixedWidthInteger>(littleEndian value: Integer) {
        for index in 0..<(Integer.bitWidth / 8) {
            append(UInt8(truncatingIfNeeded: value >> (8 * index)))
        }
    }

    /// The integer whose least significant byte is at `offset`.
    package func load<Integer: FixedWidthInteger>(_: Integer.Type, at offset: Int) -> Integer {
        (0..<(Integer.bitWidth / 8)).reduce(0) { $0 | Integer(truncatingIfNeeded: self[offset + $1]) << (8 * $1) }
    }
}
