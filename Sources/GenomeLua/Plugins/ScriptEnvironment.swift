import Environments
import Experiments
import Kernels
import LuaHost
import Rollouts

/// The environment of an experiment in one state: a built-in one, a class that a script wrote, a native library,
/// or one of Gymnasium's.
enum ScriptEnvironment {
    case builtIn(EnvironmentRegistry.Entry)
    case written(EnvironmentClass)
    case native(NativePlugin)
    /// A native library that processes of workers load, and this one does not.
    case isolated(NativeDescription)
    case python(PythonPlugin)

    var specification: EnvironmentSpecification {
        switch self {
        case .builtIn(let entry): entry.specification
        case .written(let environment): environment.specification
        case .native(let plugin): plugin.specification
        case .isolated(let native): native.specification
        case .python(let plugin): plugin.specification
        }
    }

    /// Groups of it that play at the same time for each thread.
    var groupsPerThread: Int {
        if case .python = self { PythonPlugin.groupsPerThread } else { 1 }
    }

    /// The environment of a name or path: what is built in, the file `name.lua`, which is run in the state, the native
    /// library `name.so`, or with `gymnasium:` before it, one of Gymnasium's.
    /// - Throws: `EnvironmentError`, `NativeEnvironmentError`, `PythonEnvironmentError`, or `LuaError` for what is wrong
    ///   with a file of Lua.
    static func find(
        _ chosen: ChosenEnvironment, _ configuration: ScriptConfiguration, in state: LuaState
    ) throws -> ScriptEnvironment {
        if let task = PythonTask(chosen) { return .python(try configuration.python.plugin(task)) }
        let found = try findAny(chosen, configuration, in: state)
        switch found {
        case .native, .isolated: return found
        default:
            guard chosen.options.isEmpty else { throw EnvironmentError.noOptions(name: chosen.name) }
            return found
        }
    }

    /// The same, where options of one that has none are left out.
    private static func findAny(
        _ chosen: ChosenEnvironment, _ configuration: ScriptConfiguration, in state: LuaState
    ) throws -> ScriptEnvironment {
        let (name, library) = (chosen.name, configuration.library)
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
        guard configuration.allowances.contains(.native) || library.isInstalled(file) else {
            throw EnvironmentError.notAllowed(path: file.name)
        }
        let native = NativeAssignment(file: file, name: name, options: chosen.options)
        if let isolation = configuration.isolation { return .isolated(try isolation.describe(native)) }
        return .native(try native.load())
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
        case .isolated(let native): native.hasBehavior
        case .python: false
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
        case .isolated: preconditionFailure("an environment that others play")
        case .python(let plugin):
            try plugin.make(capacity: capacity, callLimit: state.callback.limit ?? .seconds(1_000_000))
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
        switch error {
        case let error as LuaError: error.isScriptsOwn
        case let error as PythonEnvironmentError: error.isOfEpisode
        default: error is NativeEnvironmentError
        }
    }

    package func note(_ loss: any Error) {
        Console.error("warning: \(loss); what it played is played again")
    }

    package func share(_ values: [Double]) {
        if !values.isEmpty { shared?.replaceValues(values) }
    }
}
