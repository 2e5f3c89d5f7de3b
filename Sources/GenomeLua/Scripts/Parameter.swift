import LuaHost

/// A value that `genome.parameters` declares and `--set` replaces.
package enum ParameterValue: Hashable, Sendable {
    case boolean(Bool)
    case integer(Int64)
    case number(Double)
    case text(String)
    /// All numbers or all strings.
    case list([ParameterValue])
}

/// One entry of `genome.parameters`.
package struct Parameter: Hashable, Sendable {
    package let name: String
    package let defaultValue: ParameterValue
    package let value: ParameterValue

    package init(name: String, defaultValue: ParameterValue, value: ParameterValue) {
        self.name = name
        self.defaultValue = defaultValue
        self.value = value
    }
}

extension ParameterValue: CustomStringConvertible {
    /// As `--set` takes it: `0.5`, `true`, `64,32`.
    package var description: String {
        switch self {
        case .boolean(let value): value ? "true" : "false"
        case .integer(let value): String(value)
        case .number(let value): "\(value)"
        case .text(let value): value
        case .list(let values): values.map(\.description).joined(separator: ",")
        }
    }

    var isNumber: Bool {
        switch self {
        case .integer, .number: true
        default: false
        }
    }

    var luaValue: LuaValue {
        switch self {
        case .boolean(let value): .boolean(value)
        case .integer(let value): .integer(value)
        case .number(let value): .number(value)
        case .text(let value): .string(LuaString(value))
        case .list(let values): .table(LuaTable(list: values.map(\.luaValue)))
        }
    }

    /// Nil where a value cannot be a parameter.
    init?(_ value: LuaValue) {
        switch value {
        case .boolean(let value): self = .boolean(value)
        case .integer(let value): self = .integer(value)
        case .number(let value) where value.isFinite: self = .number(value)
        case .string(let value): self = .text(value.text)
        case .table(let table):
            guard let list = table.list else { return nil }
            var values: [ParameterValue] = []
            for entry in list {
                guard let value = ParameterValue(entry) else { return nil }
                values.append(value)
            }
            let areTexts = values.allSatisfy { if case .text = $0 { true } else { false } }
            guard areTexts || values.allSatisfy(\.isNumber) else { return nil }
            self = .list(values)
        default: return nil
        }
    }
}
