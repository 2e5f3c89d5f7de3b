/// What an option accepts.
package indirect enum OptionType: Sendable {
    case boolean
    /// A whole number; `3.0` counts as 3.
    case integer(atLeast: Int64, atMost: Int64? = nil)
    /// A finite number.
    case number(NumberRange = .any)
    /// A string that is not empty.
    case text
    case choice([String])
    case list(of: OptionType, count: ClosedRange<Int>)
    /// One number for all, or a list with one for each value.
    case numberOrList(NumberRange)
    /// The name or path of an environment, or a class of the script.
    case environment
    /// A function of the script; `signature` is its type in the definitions for editors.
    case function(signature: String)
    /// What a constructor of that role gives.
    case constructed(Role)
    /// One number, or what a constructor of that role gives.
    case numberOrConstructed(NumberRange, Role)
    /// A whole number, or what a constructor of that role gives.
    case integerOrConstructed(atLeast: Int64, Role)
    /// What a constructor of that role gives, or a function of the script, or a class with a function of that name.
    case constructedOrCallable(Role, method: String)
    /// What a constructor of that role gives, or a function of the script.
    case constructedOrFunction(Role, signature: String)
    /// What a constructor of that role gives, or a class of the script with a function of that name; `luaType` is its
    /// type in the definitions for editors.
    case constructedOrClass(Role, method: String, luaType: String)
    case options([Option])
    /// Any names, each with a finite number, a truth value or a string.
    case values
}

/// Which finite numbers an option accepts.
package struct NumberRange: Hashable, Sendable {
    package enum Bound: Hashable, Sendable {
        case open(Double)
        case closed(Double)
    }

    package let lower: Bound?
    package let upper: Bound?
    /// Whether it is kept in float32, and so must be finite there.
    package let isSingle: Bool

    package init(lower: Bound? = nil, upper: Bound? = nil, isSingle: Bool = false) {
        self.lower = lower
        self.upper = upper
        self.isSingle = isSingle
    }

    package static let any = NumberRange()
    package static let single = NumberRange(isSingle: true)
    package static let positive = NumberRange(lower: .open(0))
    package static let notNegative = NumberRange(lower: .closed(0))
    package static let positiveSingle = NumberRange(lower: .open(0), isSingle: true)
    package static let notNegativeSingle = NumberRange(lower: .closed(0), isSingle: true)
    /// Probabilities and shares.
    package static let unit = NumberRange(lower: .closed(0), upper: .closed(1))

    func contains(_ number: Double) -> Bool {
        guard number.isFinite, !isSingle || Float(number).isFinite else { return false }
        let isAbove =
            switch lower {
            case .open(let bound): number > bound
            case .closed(let bound): number >= bound
            case nil: true
            }
        let isBelow =
            switch upper {
            case .open(let bound): number < bound
            case .closed(let bound): number <= bound
            case nil: true
            }
        return isAbove && isBelow
    }

    /// `> 0 and <= 1`, or empty.
    var text: String {
        func text(_ bound: Bound?, _ sign: String) -> String? {
            switch bound {
            case .open(let number): "\(sign) \(DescriptionValue.number(number))"
            case .closed(let number): "\(sign)= \(DescriptionValue.number(number))"
            case nil: nil
            }
        }
        return [text(lower, ">"), text(upper, "<")].compactMap { $0 }.joined(separator: " and ")
    }
}

extension OptionType {
    /// What messages say an option must be.
    var expectation: String {
        switch self {
        case .boolean: "true or false"
        case .integer(let least, nil): "an integer >= \(least)"
        case .integer(let least, let most?): "an integer of \(least) to \(most)"
        case .number(let range): range.expectation
        case .text: "a string that is not empty"
        case .choice(let names): "one of " + names.map { "'\($0)'" }.joined(separator: ", ")
        case .list(let element, _): "a list, each entry \(element.expectation)"
        case .numberOrList(let range): "\(range.expectation) or a list of them"
        case .environment: "the name or path of an environment, or a table with reset and step"
        case .function: "a function"
        case .constructed(let role): "made by \(Constructor.names(of: role))"
        case .numberOrConstructed(let range, let role):
            "\(range.expectation), or made by \(Constructor.names(of: role))"
        case .integerOrConstructed(let least, let role):
            "an integer >= \(least), or made by \(Constructor.names(of: role))"
        case .constructedOrCallable(let role, let method):
            "a function, or a table with the function \(method), or made by \(Constructor.names(of: role))"
        case .constructedOrFunction(let role, _): "a function, or made by \(Constructor.names(of: role))"
        case .constructedOrClass(let role, let method, _):
            "made by \(Constructor.names(of: role)), or a table with the function \(method)"
        case .options: "a table of options"
        case .values: "a table of names with numbers, booleans or strings"
        }
    }

    /// What the definitions for editors say beyond the type: `An integer >= 1`. Nil where the type says it all.
    var range: String? {
        switch self {
        case .integer, .number, .list, .numberOrList: expectation.prefix(1).uppercased() + expectation.dropFirst()
        case .boolean, .text, .choice, .environment, .function, .constructed, .numberOrConstructed,
            .integerOrConstructed, .constructedOrCallable, .constructedOrFunction, .constructedOrClass, .options,
            .values:
            nil
        }
    }

    /// Of what constructors it accepts; nil where it accepts none.
    var role: Role? {
        switch self {
        case .constructed(let role), .numberOrConstructed(_, let role), .integerOrConstructed(_, let role),
            .constructedOrCallable(let role, _), .constructedOrFunction(let role, _),
            .constructedOrClass(let role, _, _):
            role
        case .boolean, .integer, .number, .text, .choice, .list, .numberOrList, .environment, .function, .options,
            .values:
            nil
        }
    }

    /// Its type in the definitions for editors.
    var luaType: String {
        switch self {
        case .boolean: "boolean"
        case .integer: "integer"
        case .number: "number"
        case .text: "string"
        case .choice(let names): names.map { "'\($0)'" }.joined(separator: "|")
        case .list(let element, _): element.luaType + "[]"
        case .numberOrList: "number|number[]"
        case .environment: "string|genome.EnvironmentClass"
        case .function(let signature): signature
        case .constructed(let role): role.className
        case .numberOrConstructed(_, let role): "number|\(role.className)"
        case .integerOrConstructed(_, let role): "integer|\(role.className)"
        case .constructedOrCallable(let role, let method): "\(role.className)|fun(...)|{ \(method): fun(...) }"
        case .constructedOrFunction(let role, let signature): "\(role.className)|\(signature)"
        case .constructedOrClass(let role, _, let type): "\(role.className)|\(type)"
        case .options(let options):
            "{ " + options.map { "\($0.name)\($0.isOptional ? "?" : ""): \($0.type.luaType)" }.joined(separator: ", ")
                + " }"
        case .values: "table<string, number|boolean|string>"
        }
    }
}

extension NumberRange {
    fileprivate var expectation: String {
        let kind = isSingle ? "float32 number" : "number"
        return text.isEmpty ? "a finite \(kind)" : "a \(kind) \(text)"
    }
}
