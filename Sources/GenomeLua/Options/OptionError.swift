import LuaHost

/// Why the options of a constructor are refused; the constructor's name and line are put in front.
package enum OptionError: Error, Equatable, CustomStringConvertible {
    case notOneTable(got: String)
    case unnamed(key: String)
    case unknown(name: String, known: [String])
    case missing(name: String, expected: String)
    case wrongValue(name: String, expected: String, got: String)
    /// A constructor itself, where what it gives is expected.
    case notCalled(name: String, call: String)
    case wrongCount(name: String, accepted: ClosedRange<Int>, got: Int)
    /// Two options that do not go together.
    case conflict(String)

    package var description: String {
        switch self {
        case .notOneTable(let got): return "takes one table of options, got \(got)"
        case .unnamed(let key): return "options have names, got an entry at \(key)"
        case .unknown(let name, let known):
            let hint = NearestName.hint(for: name, among: known)
            if !hint.isEmpty { return "unknown option '\(name)'\(hint)" }
            if known.isEmpty { return "unknown option '\(name)'; there are no options" }
            return "unknown option '\(name)'; the options are \(known.joined(separator: ", "))"
        case .missing(let name, let expected): return "\(name) is required; it must be \(expected)"
        case .wrongValue(let name, let expected, let got): return "\(name) must be \(expected), got \(got)"
        case .notCalled(let name, let call): return "\(name) is a constructor that was not called; call it: \(call)"
        case .wrongCount(let name, let accepted, let got):
            if accepted.upperBound == .max {
                return "\(name) must have at least \(accepted.lowerBound) entries, got \(got)"
            }
            if accepted.lowerBound == accepted.upperBound {
                return "\(name) must have \(accepted.lowerBound) entries, got \(got)"
            }
            return "\(name) must have \(accepted.lowerBound) to \(accepted.upperBound) entries, got \(got)"
        case .conflict(let message): return message
        }
    }
}

extension OptionError {
    /// Of a constructor that stands where a value is expected.
    /// - Parameter role: Of what the option takes; nil: nothing that is constructed.
    static func uncalled(name: String, expected: String, constructor: Constructor, role: Role?) -> OptionError {
        let function = "genome.\(constructor.name)"
        guard constructor.role == role else { return .wrongValue(name: name, expected: expected, got: function) }
        return .notCalled(
            name: name, call: "\(function) \(constructor.options.allSatisfy(\.isOptional) ? "{}" : "{ … }")")
    }
}
