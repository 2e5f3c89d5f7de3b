/// Values to bytes, for Lua to push; the format stands in `CLuaSupport/value.h`.
struct LuaValueWriter {
    private(set) var bytes: [UInt8] = []

    mutating func write(_ values: [LuaValue]) {
        for value in values { write(value) }
    }

    mutating func write(_ value: LuaValue) {
        switch value {
        case .nil, .other: bytes.append(LuaTag.nil.rawValue)
        case .boolean(let boolean): bytes.append((boolean ? LuaTag.true : .false).rawValue)
        case .integer(let integer): write(.integer, word: UInt64(bitPattern: integer))
        case .number(let number): write(.number, word: number.bitPattern)
        case .string(let string): write(string)
        case .table(let table): write(table)
        case .handle(let handle):
            write(.handle, word: UInt64(bitPattern: handle.kind.number))
            append(UInt64(bitPattern: Int64(handle.index)))
        case .function(let reference), .object(let reference):
            write(.function, word: UInt64(bitPattern: reference.number))
        case .hostFunction(let function): write(.hostFunction, word: UInt64(bitPattern: function.number))
        case .nativeFunction(let function): write(.nativeFunction, word: UInt64(bitPattern: function.rawValue))
        case .floats(let numbers):
            write(.floats, word: UInt64(numbers.count))
            append(numbers)
        case .bits(let words, let count):
            precondition(words.count == (count + 63) / 64, "\(words.count) words are not \(count) bits")
            write(.bits, word: UInt64(count))
            for word in words { append(word) }
        case .matrix(let numbers, let rows, let columns):
            precondition(numbers.count == rows * columns, "\(numbers.count) values for \(rows) rows of \(columns)")
            write(.matrix, word: UInt64(rows))
            append(UInt64(columns))
            append(numbers)
        }
    }

    private mutating func write(_ string: LuaString) {
        write(.string, word: UInt64(string.bytes.count))
        bytes.append(contentsOf: string.bytes)
    }

    private mutating func write(_ table: LuaTable) {
        switch table.behavior {
        case .plain: bytes.append(LuaTag.table.rawValue)
        case .module(let name):
            bytes.append(LuaTag.module.rawValue)
            write(LuaString(name))
        case .record(let name):
            bytes.append(LuaTag.record.rawValue)
            write(LuaString(name))
        }
        for entry in table.entries {
            write(entry.key)
            write(entry.value)
        }
        bytes.append(LuaTag.end.rawValue)
    }

    private mutating func write(_ tag: LuaTag, word: UInt64) {
        bytes.append(tag.rawValue)
        append(word)
    }

    private mutating func append(_ numbers: [Double]) {
        bytes.reserveCapacity(bytes.count + 8 * numbers.count)
        for number in numbers { append(number.bitPattern) }
    }

    private mutating func append(_ word: UInt64) {
        for shift in stride(from: UInt64(0), to: 64, by: 8) {
            bytes.append(UInt8(truncatingIfNeeded: word >> shift))
        }
    }
}

/// First byte of a value, as in `CLuaSupport/value.h`.
enum LuaTag: UInt8 {
    case `nil`, `false`, `true`, integer, number, string, table, end, handle, function, other, hostFunction
    case module, record, object, floats, bits, matrix, nativeFunction
}
