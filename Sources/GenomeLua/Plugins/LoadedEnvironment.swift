import Environments
import Kernels
import LuaHost
import Rollouts

/// An environment without the script of an experiment: what `evaluate` plays and `environments` lists. Belongs to the
/// thread that loaded it.
package final class LoadedEnvironment: WorkerKit {
    package let specification: EnvironmentSpecification
    private let state: ScriptState
    private let environment: ScriptEnvironment

    private init(_ chosen: ChosenEnvironment, _ configuration: ScriptConfiguration, files: [LuaSourceFile]) throws {
        state = try ScriptState(configuration, files: files)
        environment = try ScriptEnvironment.find(chosen, configuration, in: state.lua)
        specification = environment.specification
        try environment.freeze(in: state.lua)
        state.endLoading(callbackLimit: .seconds(10))
    }

    /// The environment of a name or path, with the options that are chosen.
    /// - Parameter configuration: How its file is loaded, if it has one.
    /// - Throws: `EnvironmentError`, and `NativeEnvironmentError`, `PythonEnvironmentError` or `LuaError` for what is wrong
    ///   with it.
    package static func find(
        _ chosen: ChosenEnvironment, _ configuration: ScriptConfiguration = ScriptConfiguration()
    ) throws -> EnvironmentChoice {
        // What is built in needs no Lua.
        if chosen.options.isEmpty, configuration.library.environments(named: chosen.name).isEmpty,
            let builtIn = try? EnvironmentChoice.builtIn(chosen.name)
        {
            return builtIn
        }
        let (library, allowances, python) = (configuration.library, configuration.allowances, configuration.python)
        @Sendable func load(_ files: [LuaSourceFile]) throws -> LoadedEnvironment {
            var configuration = ScriptConfiguration()
            (configuration.library, configuration.allowances, configuration.python) = (library, allowances, python)
            configuration.print = { _ in }
            return try LoadedEnvironment(chosen, configuration, files: files)
        }
        let first = try load([])
        let files = first.state.lua.loadedFiles
        return EnvironmentChoice(
            specification: first.specification, groupsPerThread: first.environment.groupsPerThread
        ) { try load(files) }
    }

    /// What is fixed about every environment that has a name, sorted by it; files that are none are left out.
    package static func all(_ configuration: ScriptConfiguration = ScriptConfiguration()) -> [EnvironmentSpecification]
    {
        configuration.library.environmentNames.compactMap {
            try? find(ChosenEnvironment($0), configuration).specification
        }
    }

    package func makeEnvironment(capacity: Int, kernels: KernelSet) throws -> any Environment {
        try environment.make(in: state.lua, capacity: capacity, kernels: kernels)
    }

    package func share(_ values: [Double]) {
        if let shared = state.module.shared, shared.names.count == values.count { shared.replaceValues(values) }
    }
}
