/// Bytes that Lua wrote to values; the format stands in `CLuaSupport/value.h`.
///
/// The bytes come from our own C code: a malformed one is an invariant broken, so it traps.
struct LuaValueReader {
    private let bytes: [UInt8]
    private var position = 0
    private let state: LuaState

    init(_ bytes: [UInt8], state: LuaState) {
        self.bytes = bytes
        self.state = state
    }

    var isAtEnd: Bool { position == bytes.count }

    /// Every value that is left.
    mutating func readAll() -> [LuaValue] {
        var values: [LuaValue] = []
        while !isAtEnd { values.append(read()) }
        return values
    }

    mutating func read() -> LuaValue {
        let byte = bytes[position]
        position += 1
        switch LuaTag(rawValue: byte) {
        case .nil: return .nil
        case .false: return .boolean(false)
        case .true: return .boolean(true)
        case .integer: return .integer(readWord())
        case .number: return .number(Double(bitPattern: UInt64(bitPattern: readWord())))
        case .string: return .string(readString())
        case .table: return .table(readTable())
        case .handle:
            let kind = state.kind(number: readWord())
            return .handle(LuaHandle(kind: kind, index: Int(readWord())))
        case .function: return .function(LuaReference(number: readWord(), isFunction: true, state: state))
        case .object: return .object(LuaReference(number: readWord(), isFunction: false, state: state))
        case .other: return .other(typeName: read().text ?? "userdata")
        case .floats: return .floats(readNumbers(Int(readWord())))
        case .bits:
            let count = Int(readWord())
            return .bits(words: (0..<(count + 63) / 64).map { _ in UInt64(bitPattern: readWord()) }, count: count)
        case .matrix:
            let rows = Int(readWord())
            let columns = Int(readWord())
            return .matrix(readNumbers(rows * columns), rows: rows, columns: columns)
        case .end, .hostFunction, .module, .record, .nativeFunction, nil:
            preconditionFailure("malformed value from Lua: tag \(byte) at \(position - 1)")
        }
    }

    private mutating func readNumbers(_ count: Int) -> [Double] {
        (0..<count).map { _ in Double(bitPattern: UInt64(bitPattern: readWord())) }
    }

    private mutating func readTable() -> LuaTable {
        var entries: [LuaTable.Entry] = []
        while bytes[position] != LuaTag.end.rawValue {
            let key = read()
            entries.append(LuaTable.Entry(key: key, value: read()))
        }
        position += 1
        return LuaTable(entries: entries)
    }

    private mutating func readString() -> LuaString {
        let count = Int(readWord())
        defer { position += count }
        return LuaString(Array(bytes[position..<position + count]))
    }

    private mutating func readWord() -> Int64 {
        var word: UInt64 = 0
        for offset in 0..<8 {
            word |= UInt64(bytes[position + offset]) << UInt64(8 * offset)
        }
        position += 8
        return Int64(bitPattern: word)
    }
}
