import LuaHost

/// Data of a script that a checkpoint holds: numbers, strings, booleans, vectors and tables of them, as bytes.
///
/// A value is a tag and what follows it, words little-endian: 0 nil, 1 false, 2 true, 3 integer, 4 number (8 bytes
/// each), 5 string (length, bytes), 6 table (number of entries, then key and value of each, in the order of `LuaTable`),
/// 7 floats (count, values), 8 bits (count, words of 64), 9 matrix (rows, columns, values row after row), 10 a native
/// search by its number. Equal data gives equal bytes.
enum PlainData {
    /// - Parameters:
    ///   - name: Of the value, for errors: `generation.state`.
    ///   - native: The number of the native search that a handle stands for, where there are such.
    /// - Throws: `PlainDataError` for what is no plain data.
    static func bytes(
        _ value: LuaValue, name: String, native: (LuaHandle) -> Int? = { _ in nil }
    ) throws(PlainDataError) -> [UInt8] {
        var bytes: [UInt8] = []
        try append(value, name, native, to: &bytes)
        return bytes
    }

    private static func append(
        _ value: LuaValue, _ name: String, _ native: (LuaHandle) -> Int?, to bytes: inout [UInt8]
    ) throws(PlainDataError) {
        switch value {
        case .nil: bytes.append(0)
        case .boolean(let boolean): bytes.append(boolean ? 2 : 1)
        case .integer(let integer):
            bytes.append(3)
            bytes.append(word: UInt64(bitPattern: integer))
        case .number(let number):
            bytes.append(4)
            bytes.append(word: number.bitPattern)
        case .string(let string):
            bytes.append(5)
            bytes.append(word: UInt64(string.bytes.count))
            bytes += string.bytes
        case .table(let table):
            bytes.append(6)
            bytes.append(word: UInt64(table.entries.count))
            for entry in table.entries {
                let inner =
                    switch entry.key {
                    case .string(let key): "\(name).\(PrintableText.line(key.text, limit: 60))"
                    default: "\(name)[\(entry.key)]"
                    }
                try append(entry.key, inner, native, to: &bytes)
                try append(entry.value, inner, native, to: &bytes)
            }
        case .floats(let numbers):
            bytes.append(7)
            bytes.append(word: UInt64(numbers.count))
            for number in numbers { bytes.append(word: number.bitPattern) }
        case .bits(let words, let count):
            bytes.append(8)
            bytes.append(word: UInt64(count))
            for word in words { bytes.append(word: word) }
        case .matrix(let numbers, let rows, let columns):
            bytes.append(9)
            bytes.append(word: UInt64(rows))
            bytes.append(word: UInt64(columns))
            for number in numbers { bytes.append(word: number.bitPattern) }
        case .handle(let handle):
            guard let number = native(handle) else {
                throw PlainDataError.passing(name: name, got: value.description)
            }
            bytes.append(10)
            bytes.append(word: UInt64(number))
        default: throw PlainDataError.notPlain(name: name, got: value.description)
        }
    }

    /// Nil if the bytes are not what `bytes` gives.
    /// - Parameter native: The handle of the native search with a number, if there is one.
    static func value(_ bytes: [UInt8], native: (Int) -> LuaHandle? = { _ in nil }) -> LuaValue? {
        withoutActuallyEscaping(native) { native in
            var reader = Reader(bytes: bytes, native: native)
            guard let value = reader.value(depth: 0), reader.position == bytes.count else { return nil }
            return value
        }
    }

    private struct Reader {
        let bytes: [UInt8]
        let native: (Int) -> LuaHandle?
        var position = 0

        mutating func word() -> UInt64? {
            guard bytes.count - position >= 8 else { return nil }
            defer { position += 8 }
            return (0..<8).reduce(0) { $0 | UInt64(bytes[position + $1]) << UInt64(8 * $1) }
        }

        mutating func value(depth: Int) -> LuaValue? {
            guard position < bytes.count, depth <= 32 else { return nil }
            position += 1
            switch bytes[position - 1] {
            case 0: return .nil
            case 1: return .boolean(false)
            case 2: return .boolean(true)
            case 3: return word().map { .integer(Int64(bitPattern: $0)) }
            case 4: return word().map { .number(Double(bitPattern: $0)) }
            case 5:
                guard let count = word(), count <= UInt64(bytes.count - position) else { return nil }
                defer { position += Int(count) }
                return .string(LuaString(Array(bytes[position..<position + Int(count)])))
            case 6: return table(depth: depth)
            case 7: return count().flatMap { numbers($0) }.map { .floats($0) }
            case 8: return bits()
            case 9: return matrix()
            case 10: return count().flatMap(native).map { .handle($0) }
            default: return nil
            }
        }

        /// Of values or bits; a vector has no more than fit 31 bits.
        private mutating func count() -> Int? {
            guard let count = word(), count <= UInt64(Int32.max) else { return nil }
            return Int(count)
        }

        private mutating func words(_ count: Int) -> [UInt64]? {
            guard count <= (bytes.count - position) / 8 else { return nil }
            return (0..<count).compactMap { _ in word() }
        }

        private mutating func numbers(_ count: Int) -> [Double]? {
            words(count)?.map(Double.init(bitPattern:))
        }

        private mutating func bits() -> LuaValue? {
            guard let count = count(), let words = words((count + 63) / 64),
                count % 64 == 0 || words[count / 64] >> UInt64(count % 64) == 0
            else { return nil }
            return .bits(words: words, count: count)
        }

        private mutating func matrix() -> LuaValue? {
            guard let rows = count(), let columns = count(), rows * columns <= Int(Int32.max),
                let values = numbers(rows * columns)
            else { return nil }
            return .matrix(values, rows: rows, columns: columns)
        }

        private mutating func table(depth: Int) -> LuaValue? {
            guard let count = word(), count <= UInt64(bytes.count - position) else { return nil }
            var entries: [LuaTable.Entry] = []
            for _ in 0..<count {
                guard let key = value(depth: depth + 1), let value = value(depth: depth + 1) else { return nil }
                switch key {
                case .integer, .number, .string, .boolean: entries.append(LuaTable.Entry(key: key, value: value))
                default: return nil
                }
            }
            return .table(LuaTable(entries: entries))
        }
    }
}

enum PlainDataError: Error, Equatable, CustomStringConvertible {
    case notPlain(name: String, got: String)
    /// A value of the host that does not last.
    case passing(name: String, got: String)

    var description: String {
        switch self {
        case .notPlain(let name, let got):
            "\(name) is \(got); a checkpoint holds numbers, strings, booleans, vectors and tables of them"
        case .passing(let name, let got):
            "\(name) is \(got), which a checkpoint cannot hold; set it to nil before the generation ends"
        }
    }
}
