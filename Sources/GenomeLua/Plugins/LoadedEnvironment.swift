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
        environment = try ScriptEnvironment.find(chosen, configuration.library, configuration.allowances, in: state.lua)
        specification = environment.specification
        try environment.freeze(in: state.lua)
        state.endLoading(callbackLimit: .seconds(10))
    }

    /// The environment of a name or path, with the options that are chosen.
    /// - Parameter allowances: What its file may do beyond the sandbox.
    /// - Throws: `EnvironmentError`, and `NativeEnvironmentError` or `LuaError` for what is wrong with its file.
    package static func find(
        _ chosen: ChosenEnvironment, _ library: ScriptLibrary = .current, allowances: LuaAllowances = []
    ) throws -> EnvironmentChoice {
        // What is built in needs no Lua.
        if chosen.options.isEmpty, library.environments(named: chosen.name).isEmpty,
            let builtIn = try? EnvironmentChoice.builtIn(chosen.name)
        {
            return builtIn
        }
        @Sendable func load(_ files: [LuaSourceFile]) throws -> LoadedEnvironment {
            var configuration = ScriptConfiguration()
            configuration.library = library
            configuration.allowances = allowances
            configuration.print = { _ in }
            return try LoadedEnvironment(chosen, configuration, files: files)
        }
        let first = try load([])
        let files = first.state.lua.loadedFiles
        return EnvironmentChoice(specification: first.specification) { try load(files) }
    }

    /// What is fixed about every environment that has a name, sorted by it; files that are none are left out.
    package static func all(
        _ library: ScriptLibrary = .current, allowances: LuaAllowances = []
    ) -> [EnvironmentSpecification] {
        library.environmentNames.compactMap {
            try? find(ChosenEnvironment($0), library, allowances: allowances).specification
        }
    }

    package func makeEnvironment(capacity: Int, kernels: KernelSet) throws -> any Environment {
        try environment.make(in: state.lua, capacity: capacity, kernels: kernels)
    }

    package func share(_ values: [Double]) {
        if let shared = state.module.shared, shared.names.count == values.count { shared.replaceValues(values) }
    }
}
