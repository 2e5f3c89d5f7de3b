/// A value of Lua as a tree of plain Swift values: a copy, taken with raw access (no metamethod runs).
///
/// Only functions and classes still belong to their state: `LuaReference` keeps one alive there.
package enum LuaValue: Equatable {
    case `nil`
    case boolean(Bool)
    case integer(Int64)
    case number(Double)
    case string(LuaString)
    case table(LuaTable)
    /// Numbers that `floats` made.
    case floats([Double])
    /// Bits that `bits` made: bit i is bit i % 64 of word i / 64. There are as many words as `count` bits need, and what
    /// is left of the last one is 0.
    case bits(words: [UInt64], count: Int)
    /// Numbers that `matrix` made, row after row: shape `[rows, columns]`.
    case matrix([Double], rows: Int, columns: Int)
    /// A value of the host, made by one of its functions.
    case handle(LuaHandle)
    case function(LuaReference)
    /// A table with functions among its values, or with a metatable: it is not copied.
    case object(LuaReference)
    /// What cannot be copied: a coroutine, or user data of another library.
    case other(typeName: String)
    /// Towards Lua only: a function that the state was given.
    case hostFunction(LuaHostFunction)
    /// Towards Lua only: a function written in C.
    case nativeFunction(LuaNativeFunction)

    /// The name that Lua gives the type; a handle is named by its kind.
    package var typeName: String {
        switch self {
        case .nil: "nil"
        case .boolean: "boolean"
        case .integer, .number: "number"
        case .string: "string"
        case .table, .object: "table"
        case .handle(let handle): handle.kind.name
        case .function, .hostFunction, .nativeFunction: "function"
        case .floats: "floats"
        case .bits: "bits"
        case .matrix: "matrix"
        case .other(let typeName): typeName
        }
    }

    /// The value where it is a string.
    package var text: String? {
        if case .string(let string) = self { string.text } else { nil }
    }

    /// The value where it is a number, of either kind.
    package var number: Double? {
        switch self {
        case .integer(let integer): Double(integer)
        case .number(let number): number
        default: nil
        }
    }
}

/// A value of the host as Lua holds it: the `index`-th of its kind, counted by whoever made it.
package struct LuaHandle: Hashable, Sendable {
    package let kind: LuaHandleKind
    package let index: Int

    package init(kind: LuaHandleKind, index: Int) {
        self.kind = kind
        self.index = index
    }
}

/// What the handles of a state are told apart by; see `LuaState.define`.
package struct LuaHandleKind: Hashable, Sendable {
    let number: Int64
    /// As `tostring` and messages show it, such as `genome.nes`.
    package let name: String
}

/// A function of the host that a state has been given; see `LuaState.makeFunction`.
package struct LuaHostFunction: Hashable, Sendable {
    let number: Int64
}
