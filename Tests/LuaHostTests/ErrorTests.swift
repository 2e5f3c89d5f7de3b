import LuaHost
import Testing

@Suite struct `An error of a script` {
    @Test(arguments: [
        ("local x = ", "test.lua:1: unexpected symbol near <eof>"),
        ("local t = {}\nt.x.y = 1", "test.lua:2: attempt to index a nil value (field 'x')"),
        ("math.flor(1)", "test.lua:1: call of field 'flor', which is nil; did you mean 'math.floor'?"),
        ("local t = {} t.zzzzzz()", "test.lua:1: call of field 'zzzzzz', which is nil"),
        ("local s = 'x' s:uper()", "test.lua:1: call of method 'uper', which is nil; did you mean 'upper'?"),
        ("local f f()", "test.lua:1: call of local 'f', which is nil"),
        ("error('plain', 0)", "test.lua:1: plain"),
        ("error { code = 3 }", "test.lua:1: the script raised { code = 3 }"),
        ("error()", "test.lua:1: the script raised nil"),
        ("error(setmetatable({}, { __tostring = function() return 'object' end }))", "test.lua:1: object"),
        ("error('a\\27b\\nc')", "test.lua:1: a?b c"),
        (
            "require 'nowhere'",
            "test.lua:1: module 'nowhere' not found; nowhere to look for nowhere.lua and nowhere/init.lua"
        ),
        ("require '../x'", "test.lua:1: require: '../x' is not the name of a module, such as 'a.b' for a/b.lua"),
        (
            "require '/etc/passwd'",
            "test.lua:1: require: '/etc/passwd' is not the name of a module, such as 'a.b' for a/b.lua"
        ),
    ])
    func `is one line that says where and what`(text: String, expected: String) throws {
        #expect(try message(text) == expected)
    }

    @Test func `has a traceback of the script's own lines`() throws {
        let text = """
            local function inner() error("deep") end
            local function outer()
              inner()
            end
            pcall(print)
            outer()
            """
        do {
            _ = try run(text)
            Issue.record("no error")
        } catch let error as LuaError {
            #expect(error.kind == .runtime)
            #expect(
                error.traceback.map(\.description) == [
                    "test.lua:1: in function 'inner'", "test.lua:3: in function 'outer'",
                    "test.lua:6: in the file's body",
                ])
        }
    }

    @Test func `tells its kind`() throws {
        var configuration = LuaConfiguration()
        configuration.memoryLimit = 16 << 20
        func kind(_ text: String) throws -> LuaError.Kind? {
            do {
                _ = try run(text, configuration)
                return nil
            } catch let error as LuaError {
                return error.kind
            }
        }
        #expect(try kind("x =") == .syntax)
        #expect(try kind("error 'x'") == .runtime)
        #expect(try kind("local t = {} while true do t[#t + 1] = ('x'):rep(1 << 20) .. #t end") == .memory)
    }

    @Test func `keeps a long path whole`() throws {
        let path = String(repeating: "folder/", count: 20) + "script.lua"
        do {
            _ = try LuaState().run("local t\nt.x = 1", name: path)
        } catch {
            #expect(error.description == "\(path):2: attempt to index a nil value (local 't')")
        }
    }

    @Test func `is cut where it is very long`() throws {
        let message = try #require(try message("error(('x'):rep(5000), 0)"))
        #expect(message == "test.lua:1: " + String(repeating: "x", count: 1000) + "… (4000 more characters)")
    }
}
