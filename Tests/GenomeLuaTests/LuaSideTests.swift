import FoundationEssentials
import GenomeLua
import LuaHost
import Testing

/// Each function of the module as scripts use it: one Lua file each in `Lua/`, which asserts and returns an experiment.
@Suite struct `Used from Lua` {
    private static let folder = checkout + "/Tests/GenomeLuaTests/Lua"

    @Test(
        arguments: Constructor.all.map(\.name) + [
            "parameters", "shared", "floats", "bits", "matrix", "identity",
        ])
    func `the function does what scripts expect`(name: String) throws {
        var configuration = ScriptConfiguration()
        configuration.library = ScriptLibrary(folders: [], currentFolder: `Used from Lua`.folder)
        let settings = name == "parameters" ? ["rate=0.25", "hidden=8,4"] : []
        let script = try Script.load(path: "\(name).lua", settings: settings, configuration)
        #expect(script.description.constructor == "experiment")
    }
}
