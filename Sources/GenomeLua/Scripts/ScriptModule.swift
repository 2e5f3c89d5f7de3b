import LuaHost

/// The module `genome` in one state: what the script described, declared and shared.
final class ScriptModule {
    private static let name = "genome"

    private(set) var descriptions: [Description] = []
    private(set) var parameters: [Parameter] = []
    private(set) var parametersLocation: LuaLocation?
    private(set) var shared: SharedValues?
    private var sharedLocation: LuaLocation?
    /// The functions and classes that the script gave to constructors.
    private(set) var callables: [LuaReference] = []

    /// Until the script has described its experiment.
    var isLoading = true
    let distributions = ScriptDistributions()
    let natives = NativeSearches()
    private let settings: [Setting]
    private var kinds: [String: LuaHandleKind] = [:]
    private var sharedKind: LuaHandleKind?
    private unowned let state: LuaState

    /// - Throws: `LuaError` of kind `.memory`.
    init(_ state: LuaState, settings: [Setting]) throws(LuaError) {
        self.settings = settings
        self.state = state
        for constructor in Constructor.all {
            var definition = LuaHandleDefinition(name: "genome.\(constructor.name)") { [self] in
                descriptions[$0].description
            }
            if constructor.role == .search {
                definition.methods = [("start", { [self] call throws(LuaError) in try start(call) })]
            }
            kinds[constructor.name] = try state.define(definition)
        }
        var sharedDefinition = LuaHandleDefinition(name: "genome.shared") { _ in "genome.shared" }
        sharedDefinition.read = { [self] call throws(LuaError) in try shared?.read(call) ?? [] }
        sharedDefinition.write = { [self] call throws(LuaError) in
            try shared?.write(call)
            return []
        }
        sharedKind = try state.define(sharedDefinition)
        try distributions.define(in: state)
        try natives.define(in: state)
        register(in: state)
    }

    /// What a handle describes; nil for a handle of another kind.
    func description(of handle: LuaHandle) -> Description? {
        kinds.values.contains(handle.kind) ? descriptions[handle.index] : nil
    }

    private func register(in state: LuaState) {
        var functions: [(name: String, body: LuaBody)] = Constructor.all.map { constructor in
            declaration(constructor.name) { [self] call throws(LuaError) in try describe(constructor, call) }
        }
        functions += [
            declaration("parameters") { [self] call throws(LuaError) in try declareParameters(call) },
            declaration("shared") { [self] call throws(LuaError) in try declareShared(call) },
            ("bernoulli", { [self] call throws(LuaError) in try distributions.makeBernoulli(call) }),
            ("gaussian", { [self] call throws(LuaError) in try distributions.makeGaussian(call) }),
        ]
        state.register(LuaModule(name: Self.name, functions: functions, natives: LuaNativeFunction.allCases))
    }

    /// What a script says of its experiment, which it says once: callbacks may not.
    private func declaration(_ name: String, _ body: @escaping LuaBody) -> (name: String, body: LuaBody) {
        (
            name,
            { [self] call throws(LuaError) in
                guard isLoading else {
                    throw call.error("\(name): call it while the script loads, not in a function that a run calls")
                }
                return try body(call)
            }
        )
    }

    private func describe(_ constructor: Constructor, _ call: LuaCall) throws(LuaError) -> [LuaValue] {
        let reader = OptionReader(
            describe: { [self] in description(of: $0) },
            keep: { [self] in keep($0, text: $1) },
            constructor: { [self] in self.constructor($0) }
        )
        guard let kind = kinds[constructor.name] else { preconditionFailure("no kind for \(constructor.name)") }
        descriptions.append(try constructor.describe(call, reader: reader))
        return [.handle(LuaHandle(kind: kind, index: descriptions.count - 1))]
    }
}

extension ScriptModule {
    private func start(_ call: LuaCall) throws(LuaError) -> [LuaValue] {
        guard case .handle(let handle) = call[0], let search = description(of: handle), search.role == .search else {
            throw call.error("start: call it with a colon: search:start(problem)")
        }
        return try natives.start(search, call)
    }

    /// The constructor that a function is; nil for another function.
    private func constructor(_ function: LuaReference) -> Constructor? {
        let name = state.name(of: function, in: Self.name)
        return Constructor.all.first { $0.name == name }
    }

    private func keep(_ reference: LuaReference, text: String) -> DescriptionValue {
        callables.append(reference)
        return .callable(number: callables.count - 1, text: text)
    }
}

// MARK: Parameters

extension ScriptModule {
    private func declareParameters(_ call: LuaCall) throws(LuaError) -> [LuaValue] {
        if let earlier = parametersLocation {
            throw call.error("parameters: declared already at \(earlier); put all of them into one table")
        }
        guard call.arguments.count == 1, case .table(let table) = call[0] else {
            throw call.error("parameters: takes one table of names and defaults")
        }
        var declared: [Parameter] = []
        for entry in table.entries {
            declared.append(try parameter(entry, call))
        }
        let names = declared.map(\.name)
        if let stray = settings.first(where: { !names.contains($0.name) }) {
            let error =
                names.isEmpty
                ? SettingError.noParameters(name: stray.name) : SettingError.unknown(name: stray.name, known: names)
            throw call.error(error.description)
        }
        parameters = declared
        parametersLocation = call.location ?? LuaLocation(source: "?", line: 0)
        let fields = declared.map { (name: $0.name, value: $0.value.luaValue) }
        return [.table(LuaTable(fields: fields, behavior: .module(name: "parameters")))]
    }

    private func parameter(_ entry: LuaTable.Entry, _ call: LuaCall) throws(LuaError) -> Parameter {
        guard let name = entry.key.text, ScriptModule.isName(name) else {
            throw call.error("parameters: a name must be letters, digits and '_', got \(entry.key)")
        }
        guard let defaultValue = ParameterValue(entry.value) else {
            throw call.error(
                "parameters: \(name) must be a number, string, boolean, or list of numbers or strings, got \(entry.value)"
            )
        }
        var value = defaultValue
        do {
            for setting in settings where setting.name == name {
                value = try setting.value(like: defaultValue)
            }
        } catch {
            throw call.error(error.description)
        }
        return Parameter(name: name, defaultValue: defaultValue, value: value)
    }

    private static func isName(_ name: String) -> Bool {
        guard let first = name.utf8.first, !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first) else {
            return false
        }
        return name.unicodeScalars.allSatisfy {
            $0.isASCII && ($0.properties.isAlphabetic || $0 == "_" || "0"..."9" ~= $0)
        }
    }
}

// MARK: Shared values

extension ScriptModule {
    private func declareShared(_ call: LuaCall) throws(LuaError) -> [LuaValue] {
        if let earlier = sharedLocation {
            throw call.error("shared: declared already at \(earlier); put all of them into one table")
        }
        guard call.arguments.count == 1, case .table(let table) = call[0] else {
            throw call.error("shared: takes one table of names and numbers")
        }
        var initial: [(name: String, value: Double)] = []
        for entry in table.entries {
            guard let name = entry.key.text, ScriptModule.isName(name) else {
                throw call.error("shared: a name must be letters, digits and '_', got \(entry.key)")
            }
            initial.append((name, try SharedValues.number(entry.value, name: name, call)))
        }
        guard let sharedKind else { preconditionFailure("genome.shared has no kind") }
        shared = SharedValues(initial)
        sharedLocation = call.location ?? LuaLocation(source: "?", line: 0)
        return [.handle(LuaHandle(kind: sharedKind, index: 0))]
    }
}
