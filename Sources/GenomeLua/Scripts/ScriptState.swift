import LuaHost

/// A Lua state as scripts find it: the sandbox, our functions of `math`, and the module `genome`.
struct ScriptState {
    let lua: LuaState
    let module: ScriptModule

    /// - Parameters:
    ///   - settings: Replace parameters that a script declares.
    ///   - files: Taken as they are here, whatever their paths hold by now.
    /// - Throws: `LuaError` of kind `.host` or `.memory`.
    init(
        _ configuration: ScriptConfiguration, settings: [Setting] = [], files: [LuaSourceFile] = []
    ) throws(LuaError) {
        var luaConfiguration = LuaConfiguration()
        luaConfiguration.memoryLimit = configuration.memoryLimit
        luaConfiguration.allowances = configuration.allowances
        luaConfiguration.mathFunctions = LuaMathFunction.ours
        luaConfiguration.moduleFolders = configuration.library.moduleFolders
        luaConfiguration.moduleTemplates = configuration.library.modules.templates
        luaConfiguration.nativeTemplates = configuration.library.modules.nativeTemplates
        luaConfiguration.print = configuration.print
        luaConfiguration.knownFiles = files
        luaConfiguration.streams = .engine
        lua = try LuaState(luaConfiguration)
        let seed = configuration.seed
        lua.setStream(ScriptRandom.stream(seed: seed))
        lua.reseed = { ScriptRandom.stream(seed: seed, reseededWith: $0) }
        module = try ScriptModule(lua, settings: settings)
    }

    /// Nothing of a script runs any more but its callbacks.
    /// - Parameters:
    ///   - memoryLimit: Bytes from now on; nil: as before.
    ///   - callbackLimit: How long each may take.
    func endLoading(memoryLimit: Int? = nil, callbackLimit: Duration) {
        lua.setStream(nil)
        lua.reseed = nil
        module.isLoading = false
        if let memoryLimit { lua.memoryLimit = memoryLimit }
        lua.callback = LuaCallback(name: "callback", limit: callbackLimit)
    }
}
