import LuaHost
import Testing

@Suite struct `The sandbox` {
    /// Every function that reaches outside, with the end of the message that refuses it.
    static let refused: [(call: String, expected: String)] =
        names(
            "io", "close flush input lines open output popen read tmpfile type write",
            "; --allow io lifts that for one run")
        + names(
            "os", "clock date difftime execute exit getenv remove rename setlocale time tmpname",
            "; --allow os lifts that for one run")
        + names("package", "loadlib", "; --allow native lifts that for one run")
        + names("package", "searchpath", "")
        + names(
            "debug",
            "debug gethook getinfo getlocal getmetatable getregistry getupvalue getuservalue sethook setlocal "
                + "setmetatable setupvalue setuservalue upvalueid upvaluejoin", "")
        + names("string", "dump", ": only text is loaded")
        + [
            ("dofile('x')", "dofile is not available to scripts; use require"),
            ("loadfile('x')", "loadfile is not available to scripts; use require"),
            ("(''):dump()", "string.dump is not available to scripts: only text is loaded"),
        ]

    private static func names(_ library: String, _ names: String, _ way: String) -> [(String, String)] {
        names.split(separator: " ").map {
            ("\(library).\($0)('/etc/passwd')", "\(library).\($0) is not available to scripts\(way)")
        }
    }

    @Test(arguments: refused) func `refuses what reaches outside`(call: String, expected: String) throws {
        #expect(try message(call) == "test.lua:1: " + expected)
    }

    /// A function that Lua's libraries have and ours lacks would read as nil: a bare Lua error.
    @Test func `refuses no more and no less than the libraries have`() throws {
        for (library, allowance) in [("io", LuaAllowances.io), ("os", .os)] {
            var configuration = LuaConfiguration()
            configuration.allowances = allowance
            let text = """
                local names = {}
                for name, value in pairs(\(library)) do
                  if type(value) == "function" then names[#names + 1] = name end
                end
                return table.concat(names, " ")
                """
            let (own, lua) = try (run(text).text, run(text, configuration).text)
            #expect(own == lua, "\(library)")
        }
    }

    @Test(arguments: [
        ("math.pi = 3", "math is read-only: 'pi' cannot be set"),
        ("string.x = 3", "string is read-only: 'x' cannot be set"),
        ("table.insert(math, 3)", "math is read-only: 1 cannot be set"),
        ("rawset(math, 'pi', 3)", "rawset: the table is read-only"),
        ("setmetatable(math, {})", "cannot change a protected metatable"),
        ("setmetatable(_G, nil)", "cannot change a protected metatable"),
        ("print = 3", "global 'print' is read-only"),
        ("counter = 3", "assignment to undeclared global 'counter'; declare it with 'local'"),
        ("function step() end", "assignment to undeclared global 'step'; declare it with 'local'"),
        ("return prnt", "undefined global 'prnt'; did you mean 'print'?"),
        (
            "return counter",
            "undefined global 'counter': check its spelling, or declare it with 'local' before this line"
        ),
        ("package.path = ''", "package is read-only: 'path' cannot be set"),
        ("package.loaded.math = 1", "package.loaded is read-only: 'math' cannot be set"),
        (
            "setmetatable({}, { __gc = print })",
            "setmetatable: __gc is refused: results would depend on when memory is collected"
        ),
        (
            "setmetatable({}, { __mode = 'k' })",
            "setmetatable: __mode is refused: results would depend on when memory is collected"
        ),
        ("getmetatable('').__index = nil", "attempt to index a boolean value"),
    ])
    func `keeps its tables as they are`(statement: String, expected: String) throws {
        #expect(try message(statement) == "test.lua:1: " + expected)
    }

    @Test func `loads text only, whatever the mode`() throws {
        let text = """
            local bytecode = "\\27Lua" .. ("\\0"):rep(40)
            local a, why = load(bytecode, "chunk", "b")
            local b, also = load(function() local piece = bytecode; bytecode = nil; return piece end)
            return { tostring(a), why, tostring(b), also, load("return ...", "=x")(7), load("return x", "x", "t", { x = 8 })() }
            """
        let expected = "attempt to load a binary chunk (mode is 't')"
        #expect(
            try run(text)
                == .table(
                    LuaTable(list: [
                        .string("nil"), .string(LuaString(expected)), .string("nil"), .string(LuaString(expected)),
                        .integer(7), .integer(8),
                    ])))
    }

    @Test func `lends its own globals to loaded text`() throws {
        #expect(
            try message("load('os.exit(1)')()")
                == "[string \"os.exit(1)\"]:1: os.exit is not available to scripts; --allow os lifts that for one run")
        #expect(try run("return load('return _G')() == _G and _ENV == _G") == .boolean(true))
    }

    @Test func `offers the names of the allow list only`() throws {
        let names = try run("local n = {} for k in pairs(_G) do n[#n + 1] = k end return table.concat(n, ' ')").text
        #expect(
            names == """
                _G _VERSION assert collectgarbage coroutine debug dofile error getmetatable io ipairs load loadfile math \
                next os package pairs pcall print rawequal rawget rawlen rawset require select setmetatable string table \
                tonumber tostring type utf8 warn xpcall
                """)
        for table in ["string", "_G", "math", "io", "os", "debug", "package", "package.loaded"] {
            #expect(try run("return getmetatable(\(table))") == .boolean(false), "\(table)")
        }
        #expect(try run("return rawget(_G, 'print') == print and rawget(_G, 'setfenv')") == .nil)
        #expect(try run("return unpack or jit or setfenv or module") == .nil)
    }

    @Test func `lifts what is allowed, and only that`() throws {
        var configuration = LuaConfiguration()
        configuration.allowances = .os
        #expect(try run("return type(os.time())", configuration).text == "number")
        #expect(
            try message("io.write('')", configuration)
                == "test.lua:1: io.write is not available to scripts; --allow io lifts that for one run")
        configuration.allowances = .io
        #expect(try run("return io.type(io.stdout)", configuration).text == "file")
        #expect(
            try message("os.time()", configuration)
                == "test.lua:1: os.time is not available to scripts; --allow os lifts that for one run")
        configuration.allowances = .native
        #expect(
            try run("return select(3, package.loadlib('/nonexistent.so', 'f'))", configuration).text == "open")
        #expect(
            try message("io.write('')", configuration)
                == "test.lua:1: io.write is not available to scripts; --allow io lifts that for one run")
        configuration.allowances = .all
        for library in ["io", "os", "package"] {
            #expect(
                try message("\(library).type = 1", configuration)?.hasPrefix("test.lua:1: \(library) is read-only")
                    == true)
        }
        #expect(try run("return tostring(io.stdout)", configuration).text == "FILE*")
        #expect(try run("return getmetatable(io.stdout)", configuration) == .boolean(false))
        for refused in ["loadfile", "dofile", "debug.getregistry", "string.dump"] {
            #expect(
                try message("\(refused)('x')", configuration)?.contains("\(refused) is not available to scripts")
                    == true)
        }
    }

    @Test func `hides addresses`() throws {
        #expect(
            try run("return tostring({}) .. tostring(print) .. tostring(coroutine.create(print))").text
                == "tablefunctionthread")
        #expect(
            try run("return string.format('%s|%p|%-8s|%5.1f|%d%%', {}, {}, print, 2, 3)").text
                == "table|table|function|  2.0|3%")
        #expect(
            try run("return ('%s'):format(setmetatable({}, { __tostring = function() return 'me' end }))").text == "me")
        #expect(try run("return tostring(setmetatable({}, { __name = 'Cart' }))").text == "Cart")
        #expect(try run("return collectgarbage('count') + collectgarbage()") == .integer(0))
        #expect(try printed("print(1, nil, {}, 'x')") == ["1\tnil\ttable\tx"])
    }

    @Test func `warns in one line`() throws {
        #expect(try printed("warn('a', 'b\\27', 3) warn('@on') warn('@x', 'y')") == ["warning: ab?3", "warning: @xy"])
        #expect(
            try message("warn(print)")
                == "test.lua:1: bad argument #1 to 'warn' (string expected, got function)")
    }

    @Test func `prints no control characters`() throws {
        #expect(try printed("print('a\\27[31mb\\0c\\td\\ne\\u{202e}')") == ["a?[31mb?c\td\ne?"])
    }

    @Test func `survives what exhausts Lua`() throws {
        var configuration = LuaConfiguration()
        configuration.memoryLimit = 16 << 20
        #expect(
            try message("local function f() return 1 + f() end f()")
                == "test.lua:1: stack overflow")
        #expect(
            try message("local t = {} for i = 1, 1e9 do t[i] = ('x'):rep(1000) .. i end", configuration)
                == "not enough memory: a script's state may hold 16 MB")
        let large = try message("return ('x'):rep(1 << 30)", configuration)
        #expect(large == "not enough memory: a script's state may hold 16 MB")
        #expect(try message("return #(('x'):rep(1 << 62, 'yy'))") == "test.lua:1: resulting string too large")
        #expect(try message("local s = '' for i = 1, 300 do s = s .. 'return(' end return load(s)()") != nil)
        #expect(
            try message("coroutine.wrap(function() coroutine.wrap(function() error('deep') end)() end)()")?.hasSuffix(
                "deep") == true)
    }

    @Test func `is usable after its memory ran out`() throws {
        var configuration = LuaConfiguration()
        configuration.memoryLimit = 1 << 20
        let state = try LuaState(configuration)
        for _ in 0..<20 {
            #expect(throws: LuaError("not enough memory: a script's state may hold 1 MB", kind: .memory)) {
                _ = try state.run("local t = {} for i = 1, 1e6 do t[i] = { i } end", name: "test.lua")
            }
        }
        #expect(try state.run("return 1", name: "test.lua") == .integer(1))
    }

    @Test func `needs some memory to begin with`() {
        var configuration = LuaConfiguration()
        for limit in stride(from: 0, to: 100_000, by: 97) {
            configuration.memoryLimit = limit
            do {
                _ = try LuaState(configuration)
                #expect(limit > 10_000)
                return
            } catch {
                let expected = "a memory limit of \(limit) bytes is too small for Lua"
                guard error == LuaError(expected, kind: .host) || error.kind == .memory else {
                    Issue.record("\(limit): \(error)")
                    return
                }
            }
        }
        Issue.record("no limit is large enough")
    }
}
