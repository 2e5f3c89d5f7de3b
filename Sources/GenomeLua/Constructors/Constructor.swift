import LuaHost

/// A function of the `genome` module that takes one table of options and describes something.
package struct Constructor: Sendable {
    /// As scripts call it.
    package let name: String
    /// In front of `Options`, as the class of its options in the definitions for editors.
    let className: String
    package let role: Role
    /// What it describes: a sentence without its final period.
    package let sentence: String
    package let options: [Option]
    /// Other defaults, which the option `compat` chooses.
    var presets = Presets.none
    /// What must hold between options; each has passed its own check.
    var check: @Sendable (Description) throws(OptionError) -> Void = { _ throws(OptionError) in }

    /// Reads and checks the options of one call.
    /// - Throws: `LuaError` at the line of the call: where, constructor, option, offending value, what is accepted.
    func describe(_ call: LuaCall, reader: OptionReader) throws(LuaError) -> Description {
        do {
            guard call.arguments.count == 1, case .table(let table) = call[0] else {
                throw OptionError.notOneTable(got: Constructor.text(of: call.arguments))
            }
            let described = Description(
                constructor: name,
                role: role,
                options: try reader.read(table, as: options, defaults: presets.defaults(of: table["compat"].text)),
                location: call.location
            )
            try check(described)
            return described
        } catch {
            throw call.error("\(name): \(error)")
        }
    }

    /// What it describes when given `{}`.
    /// - Precondition: It has no required options.
    func describeDefault() -> Description {
        let call = LuaCall(arguments: [.table(LuaTable(list: []))], location: nil)
        do {
            return try describe(call, reader: OptionReader(describe: { _ in nil }))
        } catch {
            preconditionFailure("the defaults of \(name) are refused: \(error)")
        }
    }

    private static func text(of arguments: [LuaValue]) -> String {
        switch arguments.count {
        case 0: "nothing"
        case 1: arguments[0].description
        default: "\(arguments.count) values"
        }
    }
}

extension Constructor {
    /// All of them, in the order of the documentation.
    package static let all: [Constructor] =
        [experiment, signReward, adaptiveLimit]
        + [nes, es, noveltyES, sgd, momentum, adam, deepGA, randomSearch, novelty, linear, exponential, ga, nsga2]
        + selections + [binaryNetwork, denseNetwork]
        + [image, thermometer, buckets, sign, rawBits, normalized, rawValues]
        + [signDecoder, argmax, levels, continuous]

    private static let selections: [Constructor] = [truncation, tournament, roulette, stochasticUniversal, rank]

    static func named(_ name: String) -> Constructor {
        guard let constructor = all.first(where: { $0.name == name }) else {
            preconditionFailure("there is no constructor '\(name)'")
        }
        return constructor
    }

    /// `genome.sgd, genome.momentum or genome.adam`
    static func names(of role: Role) -> String {
        let names = all.filter { $0.role == role }.map { "genome.\($0.name)" }
        guard names.count > 1 else { return names.joined() }
        return names.dropLast().joined(separator: ", ") + " or " + names[names.count - 1]
    }
}
