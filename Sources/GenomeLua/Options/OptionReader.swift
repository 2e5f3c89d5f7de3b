import LuaHost

/// Reads a table from a script as options, each checked against its declaration.
struct OptionReader {
    /// Finds the description that a handle stands for; nil for handles that are no descriptions.
    let describe: (LuaHandle) -> Description?
    /// Keeps a function or class of the script and gives it a number.
    var keep: (LuaReference, _ text: String) -> DescriptionValue = { _, _ in .absent }
    /// Finds the constructor that a function is; nil for those of the script.
    var constructor: (LuaReference) -> Constructor? = { _ in nil }

    /// - Parameters:
    ///   - defaults: What takes the place of declared defaults.
    ///   - prefix: In front of each name in messages: `solved.`.
    func read(
        _ table: LuaTable,
        as options: [Option],
        defaults: [String: Option.Default] = [:],
        prefix: String = ""
    ) throws(OptionError) -> [DescribedOption] {
        try checkNames(in: table, options, prefix: prefix)
        var described: [DescribedOption] = []
        for option in options {
            let given = table[option.name]
            let value: DescriptionValue
            if given == .nil {
                value = try defaultValue(of: option, defaults: defaults, described: described, prefix: prefix)
            } else {
                value = try read(given, as: option.type, name: prefix + option.name)
            }
            described.append(DescribedOption(name: option.name, value: value, isGiven: given != .nil))
        }
        return described
    }

    private func checkNames(in table: LuaTable, _ options: [Option], prefix: String) throws(OptionError) {
        let known = options.map(\.name)
        for entry in table.entries {
            guard let name = entry.key.text else { throw .unnamed(key: entry.key.description) }
            guard known.contains(name) else {
                throw .unknown(name: prefix + PrintableText.line(name, limit: 60), known: known.map { prefix + $0 })
            }
        }
    }

    private func defaultValue(
        of option: Option, defaults: [String: Option.Default], described: [DescribedOption], prefix: String
    ) throws(OptionError) -> DescriptionValue {
        switch defaults[option.name] ?? option.defaultValue {
        case .required: throw .missing(name: prefix + option.name, expected: option.type.expectation)
        case .none: return .absent
        case .value(let value): return value
        case .same(let name):
            guard let other = described.first(where: { $0.name == name }) else {
                preconditionFailure(
                    "'\(option.name)' takes its default from '\(name)', which must be declared before it")
            }
            return other.value
        case .constructed(let name): return .description(Constructor.named(name).describeDefault())
        }
    }

    func read(_ value: LuaValue, as type: OptionType, name: String) throws(OptionError) -> DescriptionValue {
        if case .function(let function) = value, let constructor = constructor(function) {
            throw .uncalled(name: name, expected: type.expectation, constructor: constructor, role: type.role)
        }
        let wrong = OptionError.wrongValue(name: name, expected: type.expectation, got: value.description)
        switch (type, value) {
        case (.boolean, .boolean(let boolean)): return .boolean(boolean)
        case (.integer(let least, let most), .integer(let integer)):
            guard integer >= least && integer <= most ?? .max else { throw wrong }
            return .integer(integer)
        case (.integerOrConstructed(let least, _), .integer(let integer)):
            guard integer >= least else { throw wrong }
            return .integer(integer)
        case (.integer, .number(let number)), (.integerOrConstructed, .number(let number)):
            guard let integer = Int64(exactly: number) else { throw wrong }
            return try read(.integer(integer), as: type, name: name)
        case (.number(let range), .number(let number)), (.numberOrList(let range), .number(let number)),
            (.numberOrConstructed(let range, _), .number(let number)):
            guard range.contains(number) else { throw wrong }
            return .number(number == 0 ? 0 : number)
        case (.number(let range), .integer(let integer)), (.numberOrList(let range), .integer(let integer)),
            (.numberOrConstructed(let range, _), .integer(let integer)):
            guard range.contains(Double(integer)) else { throw wrong }
            return .number(Double(integer))
        case (.text, .string(let string)):
            guard !string.bytes.isEmpty, string.text == PrintableText.line(string.text, limit: .max),
                Array(string.text.utf8) == string.bytes
            else { throw wrong }
            return .text(string.text)
        case (.environment, .string): return try read(value, as: .text, name: name)
        case (.environment, .object(let reference)): return keep(reference, "a table of functions")
        case (.constructedOrCallable, .object(let reference)), (.constructedOrClass, .object(let reference)):
            return keep(reference, "a table of functions")
        case (.constructedOrCallable, .function(let reference)), (.function, .function(let reference)):
            return keep(reference, "a function")
        case (.choice(let names), .string(let string)):
            guard names.contains(string.text) else { throw wrong }
            return .text(string.text)
        case (.list(let element, let count), .table(let table)):
            guard let list = table.list else { throw wrong }
            guard count.contains(list.count) else { throw .wrongCount(name: name, accepted: count, got: list.count) }
            return .list(try read(list, as: element, name: name))
        case (.numberOrList(let range), .table(let table)):
            guard let list = table.list, !list.isEmpty else { throw wrong }
            return .list(try read(list, as: .number(range), name: name))
        case (.constructedOrFunction, .function(let reference)): return keep(reference, "a function")
        case (.constructed(let role), .handle(let handle)), (.constructedOrFunction(let role, _), .handle(let handle)),
            (.numberOrConstructed(_, let role), .handle(let handle)),
            (.integerOrConstructed(_, let role), .handle(let handle)),
            (.constructedOrCallable(let role, _), .handle(let handle)),
            (.constructedOrClass(let role, _, _), .handle(let handle)):
            guard let description = describe(handle), description.role == role else { throw wrong }
            return .description(description)
        case (.options(let options), .table(let table)):
            return .options(try read(table, as: options, prefix: name + "."))
        case (.values, .table(let table)): return .options(try values(table, name))
        default: throw wrong
        }
    }

    /// By name.
    private func values(_ table: LuaTable, _ name: String) throws(OptionError) -> [DescribedOption] {
        var values: [DescribedOption] = []
        for entry in table.entries {
            guard let key = entry.key.text else { throw .unnamed(key: entry.key.description) }
            let place = "\(name).\(PrintableText.line(key, limit: 60))"
            let type: OptionType? =
                switch entry.value {
                case .boolean: .boolean
                case .integer, .number: .number()
                case .string: .text
                default: nil
                }
            guard let type else {
                throw .wrongValue(
                    name: place, expected: "a number, a boolean or a string", got: entry.value.description)
            }
            values.append(
                DescribedOption(name: key, value: try read(entry.value, as: type, name: place), isGiven: true))
        }
        return values.sorted { $0.name < $1.name }
    }

    private func read(_ list: [LuaValue], as type: OptionType, name: String) throws(OptionError) -> [DescriptionValue] {
        var values: [DescriptionValue] = []
        for (offset, value) in list.enumerated() {
            values.append(try read(value, as: type, name: "\(name)[\(offset + 1)]"))
        }
        return values
    }
}
