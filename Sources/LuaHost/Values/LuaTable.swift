/// A table as its entries in one order: numbers ascending, then strings by their bytes, then `false` and `true`.
package struct LuaTable: Equatable {
    package struct Entry: Equatable {
        package let key: LuaValue
        package let value: LuaValue

        package init(key: LuaValue, value: LuaValue) {
            self.key = key
            self.value = value
        }
    }

    /// How a table that the host makes behaves in Lua.
    package enum Behavior: Equatable {
        case plain
        /// Read-only; reading or setting an unknown name is an error that begins with the table's name.
        case module(name: String)
        /// As a module, but what it has may be assigned, and `rawget` and `#` see it as the plain table it is.
        case record(name: String)
    }

    package let entries: [Entry]
    package let behavior: Behavior

    /// - Parameter entries: In any order; no key twice; keys are strings, numbers or booleans.
    package init(entries: [Entry], behavior: Behavior = .plain) {
        self.entries = entries.sorted { LuaTable.precedes($0.key, $1.key) }
        self.behavior = behavior
    }

    package init(list: [LuaValue]) {
        entries = list.enumerated().map { Entry(key: .integer(Int64($0.offset + 1)), value: $0.element) }
        behavior = .plain
    }

    package init(fields: [(name: String, value: LuaValue)], behavior: Behavior = .plain) {
        self.init(
            entries: fields.map { Entry(key: .string(LuaString($0.name)), value: $0.value) },
            behavior: behavior
        )
    }

    /// The values where the keys are exactly 1 to n; an empty table is an empty list.
    package var list: [LuaValue]? {
        for (offset, entry) in entries.enumerated() where entry.key != .integer(Int64(offset + 1)) {
            return nil
        }
        return entries.map(\.value)
    }

    package subscript(name: String) -> LuaValue {
        entries.first { $0.key == .string(LuaString(name)) }?.value ?? .nil
    }

    static func precedes(_ first: LuaValue, _ second: LuaValue) -> Bool {
        switch (first, second) {
        case (.integer(let first), .integer(let second)): first < second
        case (.string(let first), .string(let second)): first.bytes.lexicographicallyPrecedes(second.bytes)
        case (.boolean(let first), .boolean(let second)): !first && second
        case (.number(let first), .number(let second)): first < second
        // Exact: a float key is never equal to an integer one, for Lua turns such floats into integers.
        case (.integer(let first), .number(let second)): isLess(first, than: second)
        case (.number(let first), .integer(let second)): !isLess(second, than: first)
        default: rank(first) < rank(second)
        }
    }

    private static func isLess(_ integer: Int64, than number: Double) -> Bool {
        guard let floor = Int64(exactly: number.rounded(.down)) else { return number > 0 }
        return integer <= floor
    }

    private static func rank(_ key: LuaValue) -> Int {
        switch key {
        case .integer, .number: 0
        case .string: 1
        default: 2
        }
    }
}
