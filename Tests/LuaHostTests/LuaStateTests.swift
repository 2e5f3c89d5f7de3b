import LuaHost
import Testing

@Suite struct `Lua state` {
    @Test func `returns the first result of a script`() throws {
        let state = try LuaState()
        #expect(try state.run("return 1 + 1, 5", name: "test.lua") == .integer(2))
        #expect(
            try state.run("return { 1, 2.5, x = 'y', [true] = {} }", name: "t.lua").description
                == "{ [1] = 1, [2] = 2.5, x = 'y', [true] = {} }")
    }

    @Test func `calls Swift with the line of the call`() throws {
        let state = try LuaState()
        state.register(
            LuaModule(
                name: "host",
                functions: [
                    ("where", { call throws(LuaError) in [.string(LuaString(call.location?.description ?? ""))] })
                ]
            )
        )
        let text = """
            local host = require "host"

            return host.where {
              1,
              2,
            }
            """
        #expect(try state.run(text, name: "a/b.lua").text == "a/b.lua:3")
    }
}
