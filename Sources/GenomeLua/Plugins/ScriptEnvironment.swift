import Environments
import Kernels
import LuaHost
import Rollouts

/// The environment of an experiment in one state: a built-in one, a class that a script wrote, or a native library.
enum ScriptEnvironment {
    case builtIn(EnvironmentRegistry.Entry)
    case written(EnvironmentClass)
    case native(NativePlugin)

    var specification: EnvironmentSpecification {
        switch self {
        case .builtIn(let entry): entry.specification
        case .written(let environment): environment.specification
        case .native(let plugin): plugin.specification
        }
    }

    /// The environment of a name or path: what is built in, the file `name.lua`, which is run in the state, or the native
    /// library `name.so`.
    /// - Throws: `EnvironmentError`, `NativeEnvironmentError`, or `LuaError` for what is wrong with a file of Lua.
    static func find(
        _ chosen: ChosenEnvironment, _ library: ScriptLibrary, _ allowances: LuaAllowances, in state: LuaState
    ) throws -> ScriptEnvironment {
        let found = try findAny(chosen, library, allowances, in: state)
        if case .native = found { return found }
        guard chosen.options.isEmpty else { throw EnvironmentError.noOptions(name: chosen.name) }
        return found
    }

    /// The same, where options of one that has none are left out.
    private static func findAny(
        _ chosen: ChosenEnvironment, _ library: ScriptLibrary, _ allowances: LuaAllowances, in state: LuaState
    ) throws -> ScriptEnvironment {
        let name = chosen.name
        if let known = state.knownFile(for: .environment(name)) {
            return try load(name, path: known.path, shownAs: known.name, in: state)
        }
        let entry = EnvironmentRegistry.entries.first { $0.specification.name == name }
        let files = library.environments(named: name)
        let finds = (entry == nil ? [] : ["the built-in one"]) + files.map(\.name)
        guard finds.count <= 1 else { throw EnvironmentError.ambiguous(name: name, finds: finds) }
        if let entry { return .builtIn(entry) }
        guard let file = files.first else {
            throw EnvironmentError.unknown(name: name, available: library.environmentNames)
        }
        if !file.isNative { return try load(name, path: file.path, shownAs: file.name, in: state) }
        guard allowances.contains(.native) || library.isInstalled(file) else {
            throw EnvironmentError.notAllowed(path: file.name)
        }
        let plugin = try NativePlugin(
            NativeLibrary(path: file.path, name: file.name), named: name, choosing: chosen.options)
        return .native(plugin)
    }

    private static func load(
        _ name: String, path: String, shownAs file: String, in state: LuaState
    ) throws(LuaError) -> ScriptEnvironment {
        let result = try state.run(path: path, name: file, as: .environment(name))
        guard case .object(let reference) = result else {
            throw LuaError("\(file): must return a table with the functions reset and step, returned \(result)")
        }
        return .written(try EnvironmentClass(reference, name: name, place: file, in: state))
    }

    /// Whether it says what an episode did.
    var hasBehavior: Bool {
        switch self {
        case .builtIn: false
        case .written(let environment): environment.hasBehavior
        case .native(let plugin): plugin.library.behaviorCount > 0
        }
    }

    /// Makes a written class read-only.
    func freeze(in state: LuaState) throws(LuaError) {
        if case .written(let environment) = self {
            try state.freeze(environment.reference, name: "the environment's class")
        }
    }

    /// A group with room for `capacity` lanes.
    func make(in state: LuaState, capacity: Int, kernels: KernelSet) throws -> any Environment {
        switch self {
        case .builtIn(let entry): entry.make(capacity, kernels)
        case .written(let environment): try LuaEnvironment(environment, in: state, capacity: capacity)
        case .native(let plugin): try plugin.make(capacity: capacity)
        }
    }
}

extension LoadedScript: WorkerKit {
    package func makeEnvironment(capacity: Int, kernels: KernelSet) throws -> any Environment {
        guard let environment else { preconditionFailure("an environment of a script without one") }
        return try environment.make(in: state, capacity: capacity, kernels: kernels)
    }

    package func makeEncoder(_ context: EncoderContext) throws -> (any EpisodePart)? {
        try callable("encoder").map { try LuaEncoder($0, in: state, context: context) }
    }

    package func makeDecoder(_ context: DecoderContext) throws -> (any EpisodePart)? {
        try callable("decoder").map { decoder in
            try LuaDecoder(decoder, in: state, action: actionSpace, context: context)
        }
    }

    private var actionSpace: Space {
        guard let environment else { preconditionFailure("an action space of a script without an environment") }
        return environment.specification.actionSpace
    }

    package func makeBehavior(_ environment: any Environment) throws -> (any BehaviorFunction)? {
        if let function = callable("behavior") { return try LuaBehavior(function, in: state, of: environment) }
        return environment as? any BehaviorFunction
    }

    package func makeReward(_ context: RewardContext) throws -> (any EpisodePart)? {
        try callable("reward").map { reward in
            try LuaReward(reward, in: state, action: actionSpace, context: context)
        }
    }

    package func isForgivable(_ error: any Error) -> Bool {
        (error as? LuaError)?.isScriptsOwn ?? (error is NativeEnvironmentError)
    }

    package func share(_ values: [Double]) {
        if !values.isEmpty { shared?.replaceValues(values) }
    }
}
