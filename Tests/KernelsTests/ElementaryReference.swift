import Foundation

/// The exact values of Tests/Python/elementary_reference.bin; elementary_reference.py there describes the format.
struct ElementaryReference {
    struct Record {
        /// The bits of a `Double`; for normal deviates, two random words.
        let inputs: [UInt64]
        /// The exact value, rounded to nearest.
        let value: Double
        /// Exact value minus `value`, in units of the last place of `value`.
        let remainder: Double

        /// How far `computed` is from the exact value, in units of the last place; infinite if it is of another kind.
        func error(of computed: Double) -> Double {
            if computed == value, value.isInfinite { return 0 }
            guard computed.isFinite, value.isFinite else { return .infinity }
            return abs((computed - value) / value.ulp - remainder)
        }
    }

    let sections: [String: [Record]]

    static let shared = ElementaryReference()

    private init() {
        let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let file = tests.appending(path: "Python/elementary_reference.bin")
        guard let data = try? Data(contentsOf: file) else { preconditionFailure("\(file.path()) is missing") }
        var reader = LittleEndianReader(bytes: [UInt8](data))
        precondition(reader.take(8) == Array("ELEMREF1".utf8), "\(file.path()) is not a reference file")
        var sections: [String: [Record]] = [:]
        for _ in 0..<reader.integer(UInt32.self) {
            let name = String(decoding: reader.take(16).prefix { $0 != 0 }, as: UTF8.self)
            let inputCount = Int(reader.integer(UInt32.self))
            let recordCount = Int(reader.integer(UInt32.self))
            sections[name] = (0..<recordCount).map { _ in
                let inputs = (0..<inputCount).map { _ in reader.integer(UInt64.self) }
                let value = Double(bitPattern: reader.integer(UInt64.self))
                let remainder = Float(bitPattern: reader.integer(UInt32.self))
                return Record(inputs: inputs, value: value, remainder: Double(remainder))
            }
        }
        precondition(reader.isAtEnd, "\(file.path()) is longer than its sections")
        self.sections = sections
    }
}

private struct LittleEndianReader {
    let bytes: [UInt8]
    var position = 0

    var isAtEnd: Bool { position == bytes.count }

    mutating func take(_ count: Int) -> [UInt8] {
        defer { position += count }
        return Array(bytes[position..<position + count])
    }

    mutating func integer<Integer: FixedWidthInteger & UnsignedInteger>(_: Integer.Type) -> Integer {
        take(Integer.bitWidth / 8).reversed().reduce(0) { $0 << 8 | Integer($1) }
    }
}
