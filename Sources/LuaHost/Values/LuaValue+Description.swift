extension LuaValue: CustomStringConvertible {
    /// The value as a script would write it, on one line and cut to a readable length: for messages.
    package var description: String {
        switch self {
        case .nil: "nil"
        case .boolean(let value): value ? "true" : "false"
        case .integer(let value): String(value)
        case .number(let value): LuaValue.text(of: value)
        case .string(let value): "'\(PrintableText.line(value.text, limit: 60))'"
        case .table(let table): LuaValue.text(of: table)
        case .handle(let handle): "a \(handle.kind.name)"
        case .function, .hostFunction, .nativeFunction: "a function"
        case .floats(let numbers): "floats of \(numbers.count) value\(numbers.count == 1 ? "" : "s")"
        case .bits(_, let count): "\(count) bit\(count == 1 ? "" : "s")"
        case .matrix(_, let rows, let columns): "a matrix of \(rows) x \(columns) values"
        case .object: "a table of functions"
        case .other(let typeName): "a \(typeName)"
        }
    }

    /// As Lua prints numbers, but with every digit that matters: 1e-08, 0.1, 2.0, inf, nan.
    private static func text(of number: Double) -> String {
        if number.isNaN { return "nan" }
        if number.isInfinite { return number < 0 ? "-inf" : "inf" }
        return "\(number)"
    }

    private static func text(of table: LuaTable) -> String {
        if table.entries.isEmpty { return "{}" }
        let shown = 8
        var parts: [String] = []
        if let list = table.list {
            parts = list.prefix(shown).map(\.description)
        } else {
            parts = table.entries.prefix(shown).map { entry in
                switch entry.key {
                case .string(let name): "\(PrintableText.line(name.text, limit: 60)) = \(entry.value)"
                default: "[\(entry.key)] = \(entry.value)"
                }
            }
        }
        if table.entries.count > shown { parts.append("…") }
        return PrintableText.line("{ \(parts.joined(separator: ", ")) }", limit: 200)
    }
}
