/// A sandboxed Lua state with the host's modules. One for each thread that runs scripts; it never leaves that thread.
///
/// No Lua error crosses a Swift frame: C runs every Lua call in protected mode, values cross as bytes, and what a
/// `LuaBody` throws is raised by C after the Swift frame has returned.
package final class LuaState {
    package let configuration: LuaConfiguration
    /// What `math.randomseed` makes of its number while the script loads; without it, that is an error.
    package var reseed: ((UInt64) -> LuaStream)?
    /// What runs at the next call.
    package var callback: LuaCallback { didSet { limitCallback() } }
    /// Bytes that the state may hold from now on.
    package var memoryLimit: Int { didSet { withBridge { $0.limitMemory(memoryLimit) } } }
    /// Every Lua file loaded, in order of loading.
    package private(set) var loadedFiles: [LuaSourceFile] = []

    /// References of functions that nobody holds any more; given back at the next call.
    var released: [Int64] = []

    private var bridge: LuaBridge?
    private var bodies: [LuaBody] = []
    private var kinds: [(kind: LuaHandleKind, text: (Int) -> String)] = []
    private var modules: [String: LuaTable] = [:]
    private var finder: LuaModuleFinder
    private var libraryNames: [String]?

    /// - Throws: `LuaError` of kind `.host` if the memory limit is too small for Lua's own libraries.
    package init(_ configuration: LuaConfiguration = LuaConfiguration()) throws(LuaError) {
        self.configuration = configuration
        callback = configuration.loading
        memoryLimit = configuration.memoryLimit
        finder = LuaModuleFinder(
            folders: configuration.moduleFolders,
            templates: configuration.moduleTemplates,
            nativeTemplates: configuration.nativeTemplates,
            knownFiles: configuration.knownFiles
        )
        guard let bridge = LuaBridge(configuration, owner: self) else {
            throw LuaError("a memory limit of \(configuration.memoryLimit) bytes is too small for Lua", kind: .host)
        }
        self.bridge = bridge
        for function in configuration.mathFunctions {
            try finish(bridge.replace(function))
        }
        try finish(bridge.setPackagePath(finder.packagePath))
        limitCallback()
    }

    /// Gives `math.random` a stream, or none: drawing is an error then.
    /// - Precondition: The stream is of the configuration's kind.
    package func setStream(_ stream: LuaStream?) {
        precondition(stream == nil || stream?.words.count == configuration.streams?.size, "a stream of another kind")
        withBridge { $0.setStream(stream) }
    }

    private func limitCallback() {
        withBridge { $0.limit(callback.name, milliseconds: callback.milliseconds) }
    }

    /// Bytes that Lua holds.
    package var memoryUsed: Int { bridge?.memoryUsed ?? 0 }

    /// Lets `require "name"` give `module`.
    package func register(_ module: LuaModule) {
        let functions = module.functions.map { (name: $0.name, value: LuaValue.hostFunction(makeFunction($0.body))) }
        let fields = functions + module.natives.map { (name: $0.name, value: LuaValue.nativeFunction($0)) }
        modules[module.name] = LuaTable(fields: fields, behavior: .module(name: module.name))
    }

    /// The name under which a module has a function that came from Lua; nil where it has not.
    package func name(of function: LuaReference, in module: String) -> String? {
        precondition(function.belongs(to: self), "a Lua function looked up in a state that it does not belong to")
        guard let number = withBridge({ $0.hostFunction(function.number) }) else { return nil }
        let field = modules[module]?.entries.first { $0.value == .hostFunction(LuaHostFunction(number: number)) }
        return field?.key.text
    }

    /// A function to put into values that go to Lua. It lives as long as the state.
    package func makeFunction(_ body: @escaping LuaBody) -> LuaHostFunction {
        bodies.append(body)
        return LuaHostFunction(number: Int64(bodies.count - 1))
    }

    /// Defines a kind of handle.
    /// - Throws: `LuaError` of kind `.memory`.
    package func define(_ definition: LuaHandleDefinition) throws(LuaError) -> LuaHandleKind {
        let kind = LuaHandleKind(number: Int64(kinds.count), name: definition.name)
        kinds.append((kind, definition.text))
        var values: [LuaValue] = [.string(LuaString(definition.name))]
        for method in definition.methods {
            values += [.string(LuaString(method.name)), .integer(makeFunction(method.body).number)]
        }
        let read = definition.read.map { makeFunction($0).number }
        let write = definition.write.map { makeFunction($0).number }
        let status = withBridge { $0.define(kind: kind.number, encode(values), read: read, write: write) }
        try finish(status)
        return kind
    }

    /// Runs a file.
    /// - Parameters:
    ///   - path: The file.
    ///   - name: What messages call it: as its user typed it. Modules are looked for in its folder first.
    ///   - use: What it is run for.
    /// - Returns: What the script returns first.
    /// - Throws: `LuaError`, `.missingFile` if the file cannot be read.
    package func run(
        path: String, name: String? = nil, as use: LuaFileUse = .script
    ) throws(LuaError) -> LuaValue {
        let name = name ?? path
        let file = try finder.read(path, name: name, for: use)
        loadedFiles.append(file)
        let folder = LuaModuleFolder(Self.folder(of: path) ?? ".", shownAs: Self.folder(of: name) ?? "")
        // A plugin's own folder comes before that of the script that loaded it.
        finder.folders = [folder] + finder.folders.filter { $0 != folder }
        try finish(withBridge { [packagePath = finder.packagePath] in $0.setPackagePath(packagePath) })
        return try run(text: file.text, name: name)
    }

    /// The file that the state was given for a use; nil: it is to be looked for.
    package func knownFile(for use: LuaFileUse) -> LuaSourceFile? { finder.knownFiles.first { $0.use == use } }

    /// Runs text under the name that messages give it.
    package func run(_ text: String, name: String) throws(LuaError) -> LuaValue {
        try run(text: Array(text.utf8)[...], name: name)
    }

    private func run(text: ArraySlice<UInt8>, name: String) throws(LuaError) -> LuaValue {
        releaseFunctions()
        try finish(withBridge { $0.run(Array(text), name: name) }, sources: [name])
        return outgoing().first ?? .nil
    }

    /// Calls a function of a script.
    /// - Precondition: It came from this state.
    package func call(_ function: LuaReference, _ arguments: [LuaValue] = []) throws(LuaError) -> [LuaValue] {
        precondition(function.belongs(to: self), "a Lua function called in a state that it does not belong to")
        releaseFunctions()
        let bytes = encode(arguments)
        try finish(withBridge { $0.call(function.number, bytes) })
        return outgoing()
    }

    /// The field of a class, which may be inherited; nil where it has none.
    /// - Throws: What an `__index` of the script raised.
    package func field(_ name: String, of object: LuaReference) throws(LuaError) -> LuaValue {
        precondition(object.belongs(to: self), "a class read in a state that it does not belong to")
        releaseFunctions()
        try finish(withBridge { $0.readField(object.number, name) })
        return outgoing().first ?? .nil
    }

    /// Makes a class, and what it inherits from, read-only; a function stays as it is.
    /// - Parameter name: What errors call it.
    package func freeze(_ object: LuaReference, name: String) throws(LuaError) {
        precondition(object.belongs(to: self), "a class frozen in a state that it does not belong to")
        try finish(withBridge { $0.freeze(object.number, name: name) })
    }

    /// Calls `selection(population, random)`.
    /// - Parameters:
    ///   - fitness: Of each individual of the population: `population[i].fitness`.
    ///   - behaviors: Of each: `population[i].behavior`, nil where it is empty; the others are equally long.
    ///   - objectives: The same of `population[i].objectives`.
    ///   - count: Length of the list that it must return.
    /// - Returns: Individuals, counted from 0.
    package func select(
        _ selection: LuaReference, fitness: [Double], behaviors: [[Double]] = [], objectives: [[Double]] = [],
        count: Int, stream: LuaStream
    ) throws(LuaError) -> [Int] {
        precondition(selection.belongs(to: self), "a selection called in a state that it does not belong to")
        releaseFunctions()
        var parents = [Int32](repeating: 0, count: count)
        try finish(
            withBridge {
                $0.select(
                    selection.number, fitness: fitness, behaviors: behaviors, objectives: objectives,
                    stream: stream.words, into: &parents)
            })
        return parents.map(Int.init)
    }

    /// Calls that run for each of a number of lanes, without Swift in between.
    /// - Parameters:
    ///   - callable: A class with functions of the names in `methods`, or one function in place of the first.
    ///   - capacity: Lanes, at least 1.
    /// - Throws: `LuaError` of kind `.memory`.
    package func openLanes(
        _ callable: LuaReference, methods: [String], capacity: Int
    ) throws(LuaError) -> LuaLanes {
        precondition(callable.belongs(to: self), "a class opened in a state that it does not belong to")
        let lanes = withBridge {
            $0.openLanes(callable.number, methods: methods, capacity: capacity, owner: self)
        }
        guard let lanes else {
            try finish(.outOfMemory)
            preconditionFailure("no lanes without an error")
        }
        return lanes
    }

    /// What a call for lanes threw.
    func error(_ status: LuaBridge.Status, in callback: LuaCallback) -> LuaError {
        do {
            try finish(status, callback: callback)
            preconditionFailure("an error of a call that did not fail")
        } catch {
            return error
        }
    }

    func kind(number: Int64) -> LuaHandleKind {
        kinds[Int(number)].kind
    }

    private static func folder(of path: String) -> String? {
        guard let slash = path.lastIndex(of: "/") else { return nil }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    private func withBridge<Result>(_ body: (LuaBridge) -> Result) -> Result {
        guard let bridge else { preconditionFailure("a Lua state used while it is being made") }
        return body(bridge)
    }

    /// Hands bytes to Lua; false if there is no memory.
    func leave(_ bytes: [UInt8]) -> Bool {
        withBridge { $0.setIncoming(bytes) }
    }

    func encode(_ values: [LuaValue]) -> [UInt8] {
        var writer = LuaValueWriter()
        writer.write(values)
        return writer.bytes
    }

    /// What the last call left.
    var results: [LuaValue] { outgoing() }

    private func outgoing() -> [LuaValue] {
        var reader = LuaValueReader(withBridge { $0.outgoing }, state: self)
        return reader.readAll()
    }

    private func releaseFunctions() {
        let references = released
        released = []
        for reference in references { withBridge { $0.release(reference) } }
    }
}

// MARK: Errors

extension LuaState {
    /// Throws what a call of Lua reported.
    private func finish(
        _ status: LuaBridge.Status, sources: [String] = [], callback: LuaCallback? = nil
    ) throws(LuaError) {
        let callback = callback ?? self.callback
        let kind: LuaError.Kind
        switch status {
        case .finished: return
        case .failed: kind = .runtime
        case .syntaxError: kind = .syntax
        case .outOfMemory:
            throw LuaError("not enough memory: a script's state may hold \(memoryLimit >> 20) MB", kind: .memory)
        case .stopped:
            let report = LuaErrorReport(outgoing())
            let error = report.error(kind: .deadline, sources: sources + loadedFiles.map(\.name)) { [] }
            throw LuaError(
                "\(callback.name) took longer than \(callback.limitText) and was stopped",
                kind: .deadline,
                at: error.location,
                traceback: error.traceback
            )
        case .reportFailed:
            throw LuaError("the script failed, and so did the attempt to say how: too many nested calls")
        }
        let report = LuaErrorReport(outgoing())
        throw report.error(kind: kind, sources: sources + loadedFiles.map(\.name), libraryNames: findLibraryNames)
    }

    /// `math.floor` and so on, asked of Lua itself, once.
    private func findLibraryNames() -> [String] {
        if let libraryNames { return libraryNames }
        let text = """
            local names = {}
            for _, library in ipairs { "string", "table", "math", "coroutine", "utf8" } do
              for name in pairs(_G[library]) do names[#names + 1] = library .. "." .. name end
            end
            return names
            """
        guard case .finished = withBridge({ $0.run(Array(text.utf8), name: "=names") }),
            case .table(let table)? = outgoing().first
        else { return [] }
        let names = table.list?.compactMap(\.text) ?? []
        libraryNames = names
        return names
    }
}

// MARK: Calls from Lua

extension LuaState {
    /// What a Swift function left for Lua.
    enum Outcome {
        case returned([UInt8])
        case refused([UInt8], isLocated: Bool)
    }

    /// Answers a call that C made. The arguments stand in the outgoing buffer.
    func answer(_ function: Int64) -> Outcome {
        var values = outgoing()
        let source = values.removeFirst().text ?? ""
        guard case .integer(let line) = values.removeFirst() else { preconditionFailure("a call without a line") }
        let call = LuaCall(
            arguments: values,
            location: line > 0 ? LuaLocation(source: source, line: Int(line)) : nil
        )
        do {
            return .returned(encode(try result(of: function, call)))
        } catch {
            return .refused(encode([.string(LuaString(error.description))]), isLocated: error.location != nil)
        }
    }

    private func result(of function: Int64, _ call: LuaCall) throws(LuaError) -> [LuaValue] {
        switch LuaBridge.Request(rawValue: function) {
        case .print:
            configuration.print(PrintableText.lines(call[0].text ?? ""))
            return []
        case .require: return try require(call[0].text ?? "")
        case .missing: throw LuaHostReplies.missing(call)
        case .assign: throw LuaHostReplies.assignment(call)
        case .refuse: throw LuaHostReplies.refusal(call)
        case .describe:
            guard case .handle(let handle) = call[0] else { return [.string("handle")] }
            return [.string(LuaString(kinds[Int(handle.kind.number)].text(handle.index)))]
        case nil: return try bodies[Int(function)](call)
        }
    }

    private func require(_ name: String) throws(LuaError) -> [LuaValue] {
        if let module = modules[name] { return [.string("value"), .table(module)] }
        let file = try finder.find(name)
        if !loadedFiles.contains(file) { loadedFiles.append(file) }
        return [.string("file"), .string(LuaString(file.name)), .string(LuaString(Array(file.text)))]
    }
}
