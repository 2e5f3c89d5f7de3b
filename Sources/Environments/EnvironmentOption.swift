/// An option of an environment: with its default, or as an experiment chose it.
package struct EnvironmentOption: Hashable, Sendable, Codable {
    package let name: String
    package let value: Value

    package enum Value: Hashable, Sendable {
        case number(Double)
        case boolean(Bool)
        case text(String)

        /// What others must be in its place.
        var kind: String {
            switch self {
            case .number: "a finite number"
            case .boolean: "true or false"
            case .text: "a text"
            }
        }

        /// Whether another may stand in its place.
        func accepts(_ other: Value) -> Bool {
            switch (self, other) {
            case (.number, .number(let number)): number.isFinite
            case (.boolean, .boolean), (.text, .text): true
            default: false
            }
        }
    }

    package init(name: String, value: Value) {
        self.name = name
        self.value = value
    }
}

extension EnvironmentOption.Value: CustomStringConvertible {
    package var description: String {
        switch self {
        case .number(let number):
            number == number.rounded() && abs(number) < 1e15 ? "\(Int64(number))" : "\(number)"
        case .boolean(let truth): "\(truth)"
        case .text(let text): "'\(text)'"
        }
    }
}
