import LuaHost

/// What a constructor of the `genome` module describes: a pure value. Nothing of the engine is made by it.
///
/// Every option of the constructor is present, in the order of its declaration, with its default where the script gave
/// none. Two descriptions are equal if all values are, wherever in the script they stand.
package struct Description: Sendable {
    /// `nes`, `thermometer`, …
    package let constructor: String
    package let role: Role
    package let options: [DescribedOption]
    /// The line of the constructor's call.
    package let location: LuaLocation?

    package init(constructor: String, role: Role, options: [DescribedOption], location: LuaLocation?) {
        self.constructor = constructor
        self.role = role
        self.options = options
        self.location = location
    }
}

extension Description: Hashable {
    package static func == (first: Description, second: Description) -> Bool {
        first.constructor == second.constructor && first.options == second.options
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(constructor)
        hasher.combine(options)
    }
}

// MARK: Reading

extension Description {
    /// The option, whose value may be `.absent`.
    /// - Precondition: The constructor declares it.
    package subscript(name: String) -> DescriptionValue {
        guard let option = options.first(where: { $0.name == name }) else {
            preconditionFailure("\(constructor) has no option '\(name)'")
        }
        return option.value
    }

    /// Whether the script named the option.
    package func isGiven(_ name: String) -> Bool {
        options.first { $0.name == name }?.isGiven ?? false
    }

    /// Whether the script named an option inside a table of options.
    package func isGiven(_ table: String, _ name: String) -> Bool {
        guard case .options(let options) = self[table] else { return false }
        return options.first { $0.name == name }?.isGiven ?? false
    }

    package func integer(_ name: String) -> Int? { self[name].integer }
    package func number(_ name: String) -> Double? { self[name].number }
    package func text(_ name: String) -> String? { self[name].text }
    package func boolean(_ name: String) -> Bool? { self[name].boolean }
    package func list(_ name: String) -> [DescriptionValue]? { self[name].list }
    package func subDescription(_ name: String) -> Description? { self[name].described }

    /// The number of the function or class that an option holds; nil if it holds none.
    package func callable(_ name: String) -> Int? {
        if case .callable(let number, _) = self[name] { number } else { nil }
    }

    /// An option inside a table of options, such as `solved.episodes`; nil if the table is absent.
    package func nested(_ table: String, _ name: String) -> DescriptionValue? {
        guard case .options(let options) = self[table] else { return nil }
        return options.first { $0.name == name }?.value
    }
}

extension DescriptionValue {
    /// The value where it is of that kind, else nil.
    package var integer: Int? { if case .integer(let value) = self { Int(value) } else { nil } }
    package var number: Double? { if case .number(let value) = self { value } else { nil } }
    package var text: String? { if case .text(let value) = self { value } else { nil } }
    package var boolean: Bool? { if case .boolean(let value) = self { value } else { nil } }
    package var list: [DescriptionValue]? { if case .list(let values) = self { values } else { nil } }
    package var described: Description? { if case .description(let value) = self { value } else { nil } }
}

// MARK: Text

extension Description: CustomStringConvertible {
    /// As a script would write it, with what the script gave: `genome.nes { population_size = 128 }`.
    package var description: String {
        "genome.\(constructor) \(Description.text(of: options))"
    }

    static func text(of options: [DescribedOption]) -> String {
        let given = options.filter(\.isGiven).map { "\($0.name) = \($0.value)" }
        return given.isEmpty ? "{}" : "{ \(given.joined(separator: ", ")) }"
    }
}
