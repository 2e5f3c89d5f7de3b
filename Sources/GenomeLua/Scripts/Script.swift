import Environments
import LuaHost

/// How a script is loaded.
package struct ScriptConfiguration {
    package var library: ScriptLibrary = .current
    package var allowances: LuaAllowances = []
    /// What plays environments of Gymnasium.
    package var python = PythonProcesses.standard()
    /// Bytes that each state may hold.
    package var memoryLimit = 256 << 20
    /// What `math.random` draws from while the script loads.
    package var seed: UInt64 = 0
    /// How workers are processes of their own; nil: they are threads.
    package var isolation: Isolation?
    /// Receives each line that the script prints while it loads.
    package var print: (String) -> Void = { Swift.print($0) }
    /// Ends the process where nothing can stop a script, told why.
    package var endHungProcess: @Sendable (String) -> Never = { fatalError($0) }

    package init() {}
}

/// A script that has run once and described its experiment. Belongs to the thread that loaded it, as its state does.
package final class LoadedScript {
    package let description: Description
    /// Sorted by name.
    package let parameters: [Parameter]
    package let shared: SharedValues?
    /// The state, in which functions of the script live on.
    package let state: LuaState
    /// Nil where a function of the script rates variables.
    let environment: ScriptEnvironment?
    /// What another thread needs to load the same script.
    package let blueprint: ScriptBlueprint

    /// Bits that the script's encoder makes; nil where it wrote none.
    fileprivate(set) var encoderBits: Int?
    /// Outputs that the script's decoder reads; nil where it wrote none.
    fileprivate(set) var decoderOutputs: Int?

    /// Those of the script's search.
    var distributions: ScriptDistributions { module.distributions }
    /// Those that the script's search starts.
    var natives: NativeSearches { module.natives }
    /// Methods of the script's search; empty where it wrote none.
    fileprivate(set) var searchMethods: Set<LuaSearchObject.Method> = []

    private let module: ScriptModule

    fileprivate init(
        _ description: Description, _ environment: ScriptEnvironment?, _ module: ScriptModule, _ state: LuaState,
        _ blueprint: ScriptBlueprint
    ) {
        self.environment = environment
        self.description = description
        self.module = module
        self.state = state
        self.blueprint = blueprint
        parameters = module.parameters
        shared = module.shared
    }

    /// The function or class of an option of the experiment.
    func callable(_ option: String) -> LuaReference? {
        description.callable(option).map { module.callables[$0] }
    }

    /// The function that chooses parents, where the script has one.
    var selection: LuaReference? {
        guard let search = description.subDescription("search"), search.constructor == "ga" else { return nil }
        return search.callable("selection").map { module.callables[$0] }
    }

    /// The script first, then each file that it required, in order of loading.
    package var files: [LuaSourceFile] { state.loadedFiles }

    package var digest: UInt64 { blueprint.digest }
}

/// What a thread needs to load a script again: names, settings and the files as they were, whatever happens to them.
package struct ScriptBlueprint: Sendable {
    package let script: ScriptLocation
    package let settings: [Setting]
    package let description: Description
    package let digest: UInt64
    let files: [LuaSourceFile]
    let library: ScriptLibrary
    let allowances: LuaAllowances
    let python: PythonProcesses
    let memoryLimit: Int
    let seed: UInt64

    /// Runs the script in a new state, for the thread that calls. What it prints meanwhile is dropped.
    /// - Throws: `LuaError`; if the script describes another experiment than before, one that names the option.
    package func load() throws(LuaError) -> LoadedScript {
        var configuration = ScriptConfiguration()
        configuration.library = library
        configuration.allowances = allowances
        configuration.python = python
        configuration.memoryLimit = memoryLimit
        configuration.seed = seed
        let again = try Script.loadAgain(script, settings: settings, configuration, files: files)
        guard again.digest != digest else { return again }
        let difference = description.difference(from: again.description)
        let path = difference.map { $0.path.isEmpty ? "" : " \($0.path)" } ?? ""
        throw LuaError(
            "experiment:\(path) was \(difference?.first ?? "something") when the script ran first and is "
                + "\(difference?.second ?? "something else") now; a script must describe the same each time",
            at: again.description.location
        )
    }
}

/// Loads scripts.
package enum Script {
    /// Finds and runs a script.
    /// - Parameters:
    ///   - name: As the user typed it; looked up as `ScriptLibrary.find` says.
    ///   - settings: What follows each `--set`; of two with the same name the last counts.
    /// - Throws: `LuaError`: no such script, an error in it, or it returns no experiment.
    package static func load(
        path name: String, settings: [String] = [], _ configuration: ScriptConfiguration = ScriptConfiguration()
    ) throws(LuaError) -> LoadedScript {
        var parsed: [Setting] = []
        do {
            for setting in settings { parsed.append(try Setting(setting)) }
        } catch {
            throw LuaError(error.description)
        }
        return try load(try configuration.library.find(name), settings: parsed, configuration, files: [])
    }

    static func load(
        _ script: ScriptLocation, settings: [Setting], _ configuration: ScriptConfiguration, files: [LuaSourceFile]
    ) throws(LuaError) -> LoadedScript {
        let scriptState = try ScriptState(configuration, settings: settings, files: files)
        let (state, module) = (scriptState.lua, scriptState.module)
        let result = try state.run(path: script.path, name: script.name)
        if let setting = settings.first, module.parametersLocation == nil {
            throw LuaError(SettingError.noParameters(name: setting.name).description)
        }
        let description = try experiment(result, module, script)
        let environment = try environment(of: description, module, script, configuration, in: state)
        try environment?.freeze(in: state)
        let parts = ScriptParts(description, module, place: script.name, in: state)
        try parts.prepareReward()
        let encoderBits = try parts.prepareEncoder()
        let decoderOutputs = try parts.prepareDecoder()
        let searchMethods = try parts.prepareSearch()
        scriptState.endLoading(
            memoryLimit: description.integer("memory_limit")! << 20,
            callbackLimit: .seconds(description.number("callback_seconds")!)
        )
        let blueprint = ScriptBlueprint(
            script: script,
            settings: settings,
            description: description,
            digest: description.digest,
            files: state.loadedFiles,
            library: configuration.library,
            allowances: configuration.allowances,
            python: configuration.python,
            memoryLimit: configuration.memoryLimit,
            seed: configuration.seed
        )
        let loaded = LoadedScript(description, environment, module, state, blueprint)
        (loaded.encoderBits, loaded.decoderOutputs) = (encoderBits, decoderOutputs)
        loaded.searchMethods = searchMethods
        return loaded
    }

    /// Loads a script for a worker: what it prints meanwhile is dropped, as it was printed the first time.
    static func loadAgain(
        _ script: ScriptLocation, settings: [Setting], _ configuration: ScriptConfiguration, files: [LuaSourceFile]
    ) throws(LuaError) -> LoadedScript {
        var configuration = configuration
        let printer = WorkerPrinter(name: script.name)
        configuration.print = { printer.print($0) }
        let loaded = try load(script, settings: settings, configuration, files: files)
        printer.isLoading = false
        return loaded
    }

    private static func environment(
        of description: Description, _ module: ScriptModule, _ script: ScriptLocation,
        _ configuration: ScriptConfiguration, in state: LuaState
    ) throws(LuaError) -> ScriptEnvironment? {
        guard description.isGiven("environment") else { return nil }
        do {
            if let number = description.callable("environment") {
                guard !description.isGiven("environment_options") else {
                    throw EnvironmentError.noOptions(name: EnvironmentClass.inlineName)
                }
                return .written(
                    try EnvironmentClass(
                        module.callables[number],
                        name: EnvironmentClass.inlineName,
                        place: "\(script.name): environment",
                        in: state
                    )
                )
            }
            let chosen = ChosenEnvironment(
                description.text("environment")!, options: description.values("environment_options"))
            return try ScriptEnvironment.find(chosen, configuration, in: state)
        } catch let error as LuaError {
            throw error
        } catch let error as EnvironmentError {
            throw LuaError("experiment: \(error.suggestion)", at: description.location)
        } catch {
            throw LuaError("experiment: \(error)", at: description.location)
        }
    }

    private static func experiment(
        _ result: LuaValue, _ module: ScriptModule, _ script: ScriptLocation
    ) throws(LuaError) -> Description {
        if case .handle(let handle) = result, let description = module.description(of: handle),
            description.role == .experiment
        {
            return description
        }
        let got = result == .nil ? "nothing" : result.description
        throw LuaError("\(script.name): must return genome.experiment { … }, returned \(got)", kind: .result)
    }
}
