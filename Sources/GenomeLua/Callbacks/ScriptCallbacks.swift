import Experiments
import Kernels
import LuaHost
import Randomness
import Records
import Search

/// The callbacks of a script: `on_start`, `on_generation` and `on_finish`, and what they remember.
final class ScriptCallbacks: RunHooks {
    private let script: LoadedScript
    private let seed: UInt64
    private let started: LuaReference?
    private let ended: LuaReference?
    private let finished: LuaReference?

    private let generation: GenerationTable

    /// Nil if the script has nothing to do between generations.
    init?(_ script: LoadedScript, seed: UInt64) throws(LuaError) {
        started = script.callable("on_start")
        ended = script.callable("on_generation")
        finished = script.callable("on_finish")
        let isNeeded = started != nil || ended != nil || finished != nil || script.shared != nil
        guard isNeeded || script.selection != nil || !script.searchMethods.isEmpty else { return nil }
        self.script = script
        self.seed = seed
        generation = try GenerationTable(in: script.state)
    }

    func runWillStart() throws -> HookRequests {
        try call(started, "on_start", nil, event: 0)
    }

    func generationDidEnd(_ report: GenerationReport) throws -> HookRequests {
        try call(ended, "on_generation", report, event: 1)
    }

    func runWillEnd(_ report: GenerationReport?) throws -> HookRequests {
        try call(finished, "on_finish", report, event: 2)
    }

    private func call(
        _ callback: LuaReference?, _ name: String, _ report: GenerationReport?, event: Int
    ) throws -> HookRequests {
        guard let callback else { return HookRequests() }
        let lua = script.state
        lua.callback = LuaCallback(name: name, limit: lua.callback.limit)
        let address = RandomAddress(
            seed: seed, purpose: .callback, generation: report?.generation ?? 0, individual: 0, episode: event)
        lua.setStream(LuaStream(RandomStream(address)))
        script.shared?.acceptsAssignment = true
        defer {
            script.shared?.acceptsAssignment = false
            lua.setStream(nil)
        }
        return try generation.call(callback, name, report)
    }

    func makeSearch(_ problem: Problem, seed: UInt64, kernels: KernelSet) throws -> (any SearchAlgorithm)? {
        if let search = script.callable("search") {
            return try LuaSearch(
                search, methods: script.searchMethods, problem: problem, seed: seed, kernels: kernels, script)
        }
        guard let selection = script.selection else { return nil }
        return GA(
            problem: problem,
            options: GAOptions(describing: script.description.subDescription("search")!),
            selection: LuaSelection(function: selection, state: script.state),
            seed: seed,
            kernels: kernels
        )
    }

    var sharedValues: [Double] { script.shared?.values ?? [] }

    func save(to archive: inout ArchiveWriter) throws {
        archive.write(sharedValues, as: "shared")
        archive.write(try PlainData.bytes(try generation.state(), name: "generation.state"), as: "state")
    }

    func restore(from archive: ArchiveReader) throws {
        if let shared = script.shared {
            shared.replaceValues(try archive.doubles("shared", shape: [shared.names.count]))
        }
        guard let value = PlainData.value(try archive.values("state", of: UInt8.self)) else {
            throw archive.invalid("state", because: "is no data of a script")
        }
        try generation.setState(value)
    }
}
