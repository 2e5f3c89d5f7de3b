/// The value of an option: plain data, the same in every state that runs the script.
package indirect enum DescriptionValue: Hashable, Sendable {
    /// Not given, and there is no default.
    case absent
    case boolean(Bool)
    case integer(Int64)
    case number(Double)
    case text(String)
    case list([DescriptionValue])
    /// A table of options, such as `solved`.
    case options([DescribedOption])
    /// What another constructor described.
    case description(Description)
    /// A function or class of the script: the `number`-th, from 0, that it gave to a constructor.
    case callable(number: Int, text: String)
}

/// One option of a constructor with its value.
package struct DescribedOption: Hashable, Sendable {
    package let name: String
    package let value: DescriptionValue
    /// Whether the script named it; else the value is the default.
    package let isGiven: Bool

    package init(name: String, value: DescriptionValue, isGiven: Bool) {
        self.name = name
        self.value = value
        self.isGiven = isGiven
    }

    /// Equal if the values are: a default that is also written out changes nothing.
    package static func == (first: DescribedOption, second: DescribedOption) -> Bool {
        first.name == second.name && first.value == second.value
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(name)
        hasher.combine(value)
    }
}

extension DescriptionValue: CustomStringConvertible {
    /// As a script would write it.
    package var description: String {
        switch self {
        case .absent: "nil"
        case .boolean(let value): value ? "true" : "false"
        case .integer(let value): String(value)
        case .number(let value):
            value == value.rounded() && abs(value) < 1e15 ? String(Int64(value)) : "\(value)"
        case .text(let value): "'\(value)'"
        case .list(let values): values.isEmpty ? "{}" : "{ \(values.map(\.description).joined(separator: ", ")) }"
        case .options(let options): Description.text(of: options)
        case .description(let description): description.description
        case .callable(_, let text): text
        }
    }
}
