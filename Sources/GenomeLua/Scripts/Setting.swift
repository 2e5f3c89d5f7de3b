import LuaHost

/// One `--set NAME=VALUE` of the command line.
package struct Setting: Hashable, Codable, Sendable {
    package let name: String
    package let text: String

    /// - Parameter argument: What follows `--set`.
    /// - Throws: `SettingError.malformed`
    package init(_ argument: String) throws(SettingError) {
        guard let equals = argument.firstIndex(of: "="), equals != argument.startIndex else {
            throw .malformed(argument)
        }
        name = String(argument[..<equals])
        text = String(argument[argument.index(after: equals)...])
    }

    /// Reads the text as the type of a parameter's default.
    ///
    /// A number takes any number. A list takes entries parted by commas: one is a list of one, an empty text an empty
    /// list; where the default is an empty list, the entries are numbers if all can be.
    /// - Throws: `SettingError.wrongType`
    func value(like defaultValue: ParameterValue) throws(SettingError) -> ParameterValue {
        switch defaultValue {
        case .boolean:
            guard let value = ["true": true, "false": false][text] else { throw wrongType("true or false") }
            return .boolean(value)
        case .integer, .number:
            guard let value = Setting.number(text[...]) else { throw wrongType("a number") }
            return value
        case .text: return .text(text)
        case .list(let defaults):
            if text.isEmpty { return .list([]) }
            let entries = text.split(separator: ",", omittingEmptySubsequences: false)
            let numbers = entries.compactMap(Setting.number)
            if numbers.count == entries.count && defaults.allSatisfy(\.isNumber) { return .list(numbers) }
            if let first = defaults.first, first.isNumber { throw wrongType("numbers parted by commas") }
            return .list(entries.map { .text(String($0)) })
        }
    }

    private func wrongType(_ expected: String) -> SettingError {
        .wrongType(name: name, expected: expected, got: text)
    }

    private static func number(_ text: Substring) -> ParameterValue? {
        if let integer = Int64(text) { return .integer(integer) }
        guard text.allSatisfy({ "0123456789+-.eE".contains($0) }), let number = Double(text), number.isFinite else {
            return nil
        }
        return .number(number)
    }
}

/// Why a `--set` cannot be used.
package enum SettingError: Error, Equatable, CustomStringConvertible {
    case malformed(String)
    case unknown(name: String, known: [String])
    case noParameters(name: String)
    case wrongType(name: String, expected: String, got: String)

    package var description: String {
        switch self {
        case .malformed(let argument): return "--set \(argument): must be NAME=VALUE"
        case .unknown(let name, let known):
            let hint = NearestName.hint(for: name, among: known)
            if hint.isEmpty { return "--set \(name): no such parameter; there are \(known.joined(separator: ", "))" }
            return "--set \(name): no such parameter\(hint)"
        case .noParameters(let name): return "--set \(name): the script declares no genome.parameters"
        case .wrongType(let name, let expected, let got): return "--set \(name): must be \(expected), got '\(got)'"
        }
    }
}
