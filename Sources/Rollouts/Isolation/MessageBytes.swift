import Processes
import Records

extension [UInt8] {
    mutating func append(_ number: Int) { append(littleEndian: Int64(number)) }
    mutating func append(_ number: Double) { append(littleEndian: number.bitPattern) }
    mutating func append(_ number: Float) { append(littleEndian: number.bitPattern) }

    mutating func append(_ numbers: [Double]) {
        append(numbers.count)
        for number in numbers { append(number) }
    }

    mutating func append(_ numbers: [Float]) {
        append(numbers.count)
        for number in numbers { append(number) }
    }

    /// Bytes behind their number.
    mutating func append(counted bytes: [UInt8]) {
        append(bytes.count)
        append(contentsOf: bytes)
    }
}

/// Reads the parts of a message in their order, whatever its bytes are.
struct MessageReader {
    private let bytes: [UInt8]
    private var offset: Int

    init(_ bytes: [UInt8], from offset: Int = 0) { (self.bytes, self.offset) = (bytes, offset) }

    var isAtEnd: Bool { offset == bytes.count }

    mutating func byte() throws(ProcessError) -> UInt8 {
        try check(1)
        defer { offset += 1 }
        return bytes[offset]
    }

    mutating func integer() throws(ProcessError) -> Int { Int(bitPattern: UInt(try word(8))) }
    mutating func double() throws(ProcessError) -> Double { Double(bitPattern: try word(8)) }
    mutating func float() throws(ProcessError) -> Float { Float(bitPattern: UInt32(try word(4))) }

    /// An integer in a range.
    mutating func integer(in range: ClosedRange<Int>) throws(ProcessError) -> Int {
        let number = try integer()
        guard range.contains(number) else { throw .broken(reason: "\(number) is not within \(range)") }
        return number
    }

    /// How many parts follow, of so many bytes at least.
    mutating func count(ofBytes size: Int) throws(ProcessError) -> Int {
        let left = max(bytes.count - offset - 8, 0)
        return try integer(in: 0...left / size)
    }

    mutating func doubles() throws(ProcessError) -> [Double] {
        let count = try count(ofBytes: 8)
        var numbers: [Double] = []
        numbers.reserveCapacity(count)
        for _ in 0..<count { numbers.append(try double()) }
        return numbers
    }

    mutating func floats() throws(ProcessError) -> [Float] {
        let count = try count(ofBytes: 4)
        var numbers: [Float] = []
        numbers.reserveCapacity(count)
        for _ in 0..<count { numbers.append(try float()) }
        return numbers
    }

    mutating func countedBytes() throws(ProcessError) -> [UInt8] {
        let count = try count(ofBytes: 1)
        defer { offset += count }
        return Array(bytes[offset..<offset + count])
    }

    /// So many bytes as an integer, the least significant first.
    private mutating func word(_ size: Int) throws(ProcessError) -> UInt64 {
        try check(size)
        var word: UInt64 = 0
        for index in 0..<size { word |= UInt64(bytes[offset + index]) << UInt64(8 * index) }
        offset += size
        return word
    }

    private func check(_ count: Int) throws(ProcessError) {
        guard count <= bytes.count - offset else {
            throw .broken(reason: "a message of \(bytes.count) bytes ends early")
        }
    }
}
