/// How a field's value follows its key in the Protocol Buffers encoding.
/// - SeeAlso: <https://protobuf.dev/programming-guides/encoding/>.
package enum WireType: UInt8, Sendable {
    case varint = 0
    case fixed64 = 1
    case lengthDelimited = 2
    case fixed32 = 5
}

/// Fields written by hand, where a generated message would cost too much (large arrays, millions of scalars) or would
/// write its fields in another order than TensorBoard.
extension Array where Element == UInt8 {
    /// Appends what precedes a field's value. Field numbers up to 15 take one byte.
    package mutating func appendKey(_ field: UInt8, _ type: WireType) {
        precondition((1...15).contains(field), "field number \(field) is not one of 1 to 15")
        append(field << 3 | type.rawValue)
    }

    /// Appends `value` in groups of seven bits, the lowest first.
    package mutating func appendVarint(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        append(UInt8(rest))
    }

    /// Appends a field of type double.
    package mutating func append(_ field: UInt8, _ value: Double) {
        appendKey(field, .fixed64)
        append(littleEndian: value.bitPattern)
    }

    /// Appends a field of type float.
    package mutating func append(_ field: UInt8, _ value: Float) {
        appendKey(field, .fixed32)
        append(littleEndian: value.bitPattern)
    }

    /// Appends a field of type int64 or an enumeration; zero, the default, is left out.
    package mutating func append(_ field: UInt8, _ value: Int) {
        if value == 0 { return }
        appendKey(field, .varint)
        appendVarint(UInt64(bitPattern: Int64(value)))
    }

    /// Appends a field of type string.
    package mutating func append(_ field: UInt8, _ text: String) {
        appendKey(field, .lengthDelimited)
        appendVarint(UInt64(text.utf8.count))
        append(contentsOf: text.utf8)
    }

    /// Appends a field that holds what `appendContent` appends: a message, or packed numbers.
    package mutating func append(_ field: UInt8, _ appendContent: (inout [UInt8]) -> Void) {
        var content: [UInt8] = []
        appendContent(&content)
        appendKey(field, .lengthDelimited)
        appendVarint(UInt64(content.count))
        append(contentsOf: content)
    }

    /// How many bytes ``appendVarint(_:)`` appends for `value`.
    package static func varintByteCount(_ value: UInt64) -> Int {
        Swift.max(1, (70 - value.leadingZeroBitCount) / 7)
    }
}

extension Array where Element == UInt8 {
    /// Where the value of a length-delimited field is, if such a field with this number begins at `position`, which
    /// then moves behind it; nil, `position` unchanged, if there is none or if it does not end by `limit`.
    package func lengthDelimited(field: UInt8, at position: inout Int, before limit: Int) -> Range<Int>? {
        var start = position
        guard start < limit, self[start] == field << 3 | WireType.lengthDelimited.rawValue else { return nil }
        start += 1
        guard let length = varint(at: &start, before: limit), length <= UInt64(limit - start) else { return nil }
        position = start + Int(length)
        return start..<position
    }

    private func varint(at position: inout Int, before limit: Int) -> UInt64? {
        var value: UInt64 = 0
        for shift in stride(from: 0, to: 64, by: 7) where position < limit {
            let byte = self[position]
            position += 1
            value |= UInt64(byte & 0x7f) << UInt64(shift)
            if byte < 0x80 { return value }
        }
        return nil
    }
}
