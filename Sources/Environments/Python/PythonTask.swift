/// An environment of Gymnasium, with the keyword arguments of `gymnasium.make`.
package struct PythonTask: Hashable, Sendable {
    /// As Gymnasium knows it, such as `CartPole-v1`.
    package let identifier: String
    package let options: [EnvironmentOption]

    /// What names of such environments begin with.
    package static let prefix = "gymnasium:"

    /// As experiments name it.
    package var name: String { Self.prefix + identifier }

    /// Nil if it is no environment of Gymnasium's.
    package init?(_ chosen: ChosenEnvironment) {
        guard chosen.name.hasPrefix(Self.prefix) else { return nil }
        identifier = String(chosen.name.dropFirst(Self.prefix.count))
        options = chosen.options
    }
}

extension PythonTask: Encodable {
    private enum Key: String, CodingKey { case name, options }

    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: Key.self)
        try fields.encode(identifier, forKey: .name)
        let values = options.map { ($0.name, $0.value) }
        try fields.encode(Dictionary(values) { $1 }, forKey: .options)
    }
}

extension EnvironmentOption.Value: Codable {
    package init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        if let truth = try? value.decode(Bool.self) {
            self = .boolean(truth)
        } else if let text = try? value.decode(String.self) {
            // First, as some texts may stand for numbers that JSON has not.
            self = .text(text)
        } else {
            self = .number(try value.decode(Double.self))
        }
    }

    /// As Python's programmers write it: a number without a fraction is an integer.
    package func encode(to encoder: any Encoder) throws {
        var value = encoder.singleValueContainer()
        switch self {
        case .number(let number) where number == number.rounded() && abs(number) < 1e15: try value.encode(Int(number))
        case .number(let number): try value.encode(number)
        case .boolean(let truth): try value.encode(truth)
        case .text(let text): try value.encode(text)
        }
    }
}
