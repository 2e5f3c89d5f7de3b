import LuaHost
import Testing

/// Ways out of the sandbox that were tried here or got out of another, each with what it says instead.
@Suite struct `An attempt to escape` {
    /// What is looked at after each attempt, in the state that made it and in another: libraries, their metatables,
    /// coroutines and limits are as they were.
    private static let probe = """
        local names = {}
        for _, library in ipairs { "string", "table", "math", "coroutine", "utf8", "io", "os", "debug", "package" } do
          for name, value in pairs(_G[library]) do
            names[#names + 1] = library .. "." .. tostring(name) .. "=" .. type(value)
          end
        end
        for name, value in pairs(_G) do names[#names + 1] = name .. "=" .. type(value) end
        local step = coroutine.wrap(function(x) return pcall(function() return coroutine.yield(x + 1) end) end)
        assert(step(1) == 2 and select(2, step("again")) == "again")
        assert(("%s %d"):format("a", 2) == "a 2" and ("b"):upper() == "B" and #table.pack(("abc"):byte(1, -1)) == 3)
        assert(not pcall(error) and select(2, xpcall(error, tostring, 5)) == "5" and getmetatable("") == false)
        assert(math.pi > 3 and tostring(print) == "function" and next({ 7 }) == 1)
        return table.concat(names, " ")
        """

    private static func state(memoryLimit: Int = 32 << 20, limit: Duration = .seconds(20)) throws -> LuaState {
        var configuration = LuaConfiguration()
        configuration.memoryLimit = memoryLimit
        configuration.print = { _ in }
        configuration.loading = LuaCallback(name: "step", limit: limit)
        return try LuaState(configuration)
    }

    /// What text returns, or the message that it fails with.
    private static func outcome(_ text: String, in state: LuaState) -> String {
        do {
            return "returned \(try state.run(text, name: "test.lua"))"
        } catch {
            return error.description
        }
    }

    /// Runs text twice, between looks at its state and at another.
    private static func attempt(_ text: String, in state: LuaState) throws -> String {
        let witness = try self.state()
        let before = try (state.run(probe, name: "probe"), witness.run(probe, name: "probe"))
        let first = outcome(text, in: state)
        #expect(try state.run(probe, name: "probe") == before.0)
        let second = outcome(text, in: state)
        #expect(first == second)
        #expect(!first.contains("\n") && first.count < 1200)
        #expect(try state.run(probe, name: "probe") == before.0)
        #expect(try witness.run(probe, name: "probe") == before.1)
        return first
    }

    static let refused: [(String, String)] =
        globals + bytecode + coroutines + metamethods + depths + sizes + errors

    @Test(arguments: refused) func `ends in one line, and changes nothing`(text: String, expected: String) throws {
        let got = try Self.attempt(text, in: Self.state())
        #expect(got == expected)
    }

    // MARK: Tables of the sandbox

    private static let globals = [
        ("local _, t = pairs(math) t.pi = 3", "test.lua:1: math is read-only: 'pi' cannot be set"),
        ("local _, t = pairs(_G) t.print = error", "test.lua:1: global 'print' is read-only"),
        ("local _, t = pairs(string) t.rep = nil", "test.lua:1: string is read-only: 'rep' cannot be set"),
        ("local f, t = pairs({ 1 }) f(math).pi = 3", "test.lua:1: attempt to index a string value"),
        ("('').x = 1", "test.lua:1: attempt to index a string value (constant '')"),
        ("string.rep = nil", "test.lua:1: string is read-only: 'rep' cannot be set"),
        ("getmetatable('').__index.rep = nil", "test.lua:1: attempt to index a boolean value"),
        ("setmetatable('', {})", "test.lua:1: bad argument #1 to 'setmetatable' (table expected, got string)"),
        ("setmetatable(package.loaded, {})", "test.lua:1: cannot change a protected metatable"),
        ("rawset(package.loaded, 'string', {})", "test.lua:1: rawset: the table is read-only"),
        ("rawset(_G, 'print', error)", "test.lua:1: rawset: the table is read-only"),
        ("table.insert(package.loaded, 1)", "test.lua:1: package.loaded is read-only: 1 cannot be set"),
        ("table.move({ 1 }, 1, 1, 1, math)", "test.lua:1: math is read-only: 1 cannot be set"),
        ("table.remove(math)", "test.lua:1: math is read-only: 0 cannot be set"),
        ("_ENV.x = 1", "test.lua:1: assignment to undeclared global 'x'; declare it with 'local'"),
        ("local _ENV = {} print(1)", "test.lua:1: call of global 'print', which is nil"),
        ("_ENV = {} x = 1 return x", "returned 1"),
        ("load('x = 1')()", "[string \"x = 1\"]:1: assignment to undeclared global 'x'; declare it with 'local'"),
        ("load('print = 1', '@a', 't', _G)()", "a:1: global 'print' is read-only"),
        ("return load('return print', 'a', 't', {})()", "returned nil"),
        ("load('return x.y', '=a', 't', 5)()", "a:1: attempt to index a number value (upvalue '_ENV')"),
        ("load('error \"x\"', '@a\\nb\\27[1m')()", "a b?[1m:1: x"),
        ("package.searchers = {}", "test.lua:1: package is read-only: 'searchers' cannot be set"),
        ("package.preload.x = print", "test.lua:1: attempt to index a nil value (field 'preload')"),
        (
            "require 'io'.open('/etc/passwd')",
            "test.lua:1: io.open is not available to scripts; --allow io lifts that for one run"
        ),
        (
            "package.loaded.os.exit()",
            "test.lua:1: os.exit is not available to scripts; --allow os lifts that for one run"
        ),
        ("require(1)", "test.lua:1: module '1' not found; nowhere to look for 1.lua and 1/init.lua"),
        ("require {}", "test.lua:1: bad argument #1 to 'require' (string expected, got table)"),
        ("getfenv().x = 1", "test.lua:1: call of global 'getfenv', which is nil"),
        ("debug.setmetatable('', nil)", "test.lua:1: debug.setmetatable is not available to scripts"),
        ("return debug.traceback('x', 100)", "returned 'x stack traceback:'"),
    ]

    private static let bytecode = [
        ("load('\\27Lua')()", "test.lua:1: attempt to call a nil value"),
        ("assert(load('\\27Lua', 'x', 'b'))", "test.lua:1: attempt to load a binary chunk (mode is 't')"),
        ("assert(load(function() return '\\27Lua' end))", "test.lua:1: attempt to load a binary chunk (mode is 't')"),
        ("load(string.dump(print))", "test.lua:1: string.dump is not available to scripts: only text is loaded"),
        ("return load(('('):rep(1000))", "returned nil"),
        ("assert(load(('a='):rep(1) .. ('{'):rep(300)))", "test.lua:1: C stack overflow"),
    ]

    private static let coroutines = [
        ("coroutine.yield()", "test.lua:1: attempt to yield from outside a coroutine"),
        ("coroutine.close(coroutine.running())", "test.lua:1: cannot close a running coroutine"),
        ("coroutine.resume(coroutine.running())", "returned nil"),
        ("return coroutine.resume(coroutine.running())", "returned false"),
        ("local c c = coroutine.wrap(function() c() end) c()", "test.lua:1: cannot resume non-suspended coroutine"),
        ("table.sort({ 2, 1 }, coroutine.yield)", "test.lua:1: attempt to yield from outside a coroutine"),
        (
            "coroutine.wrap(function() table.sort({ 2, 1 }, coroutine.yield) end)()",
            "test.lua:1: attempt to yield across a C-call boundary"
        ),
        (
            "coroutine.wrap(function() ('x'):gsub('x', coroutine.yield) end)()",
            "test.lua:1: attempt to yield across a C-call boundary"
        ),
        ("local function f() return coroutine.wrap(f)() end f()", "test.lua:1: C stack overflow"),
        (
            "local function f() return coroutine.resume(coroutine.create(f)) end return select('#', f()) > 100",
            "returned true"
        ),
        ("coroutine.close(coroutine.create(print))", "returned nil"),
        ("coroutine.close(print)", "test.lua:1: bad argument #1 to 'close' (coroutine expected, got function)"),
        (
            "local c = coroutine.create(function() local x <close> = setmetatable({}, { __close = function() error 'closed' end }) "
                + "coroutine.yield() end) coroutine.resume(c) return select(2, coroutine.close(c))",
            "returned 'test.lua:1: closed'"
        ),
        ("coroutine.wrap(function() error(nil) end)()", "test.lua:1: the script raised nil"),
    ]

    private static let metamethods = [
        (
            "setmetatable({}, { __gc = function() end })",
            "test.lua:1: setmetatable: __gc is refused: results would depend on when memory is collected"
        ),
        (
            "local a = {} setmetatable(a, { __index = a }) return a.x",
            "test.lua:1: '__index' chain too long; possible loop"
        ),
        (
            "local a = {} setmetatable(a, { __newindex = a }) a.x = 1",
            "test.lua:1: '__newindex' chain too long; possible loop"
        ),
        ("local m = {} m.__tostring = tostring return tostring(setmetatable({}, m))", "test.lua:1: C stack overflow"),
        (
            "local m = {} m.__index = function(t, k) return t[k] end return setmetatable({}, m).x",
            "test.lua:1: C stack overflow"
        ),
        ("return tostring(setmetatable({}, { __tostring = 5 }))", "test.lua:1: attempt to call a number value"),
        (
            "return tostring(setmetatable({}, { __tostring = function() return {} end }))",
            "test.lua:1: '__tostring' must return a string"
        ),
        (
            "return ('%s'):format(setmetatable({}, { __tostring = function() end }))",
            "test.lua:1: '__tostring' must return a string"
        ),
        (
            "return #table.pack(table.unpack(setmetatable({}, { __len = function() return 1 << 40 end })))",
            "test.lua:1: too many results to unpack"
        ),
        (
            "table.sort(setmetatable({}, { __len = function() return 1 << 40 end }))",
            "test.lua:1: bad argument #1 to 'sort' (array too big)"
        ),
        (
            "table.sort(setmetatable({}, { __len = function() return 'x' end }))",
            "test.lua:1: object length is not an integer"
        ),
        (
            "for _ in pairs(setmetatable({}, { __pairs = function() return 5 end })) do end",
            "test.lua:1: attempt to call a number value (for iterator 'for iterator')"
        ),
        (
            "for _ in pairs { [{}] = 1 } do end",
            "test.lua:1: pairs and next visit string, number and boolean keys in a fixed order; a table has none"
        ),
        ("local x <close> = {}", "test.lua:1: variable 'x' got a non-closable value"),
        (
            "do local x <close> = setmetatable({}, { __close = error }) error 'inside' end",
            "bad argument #2 to 'error' (number expected, got string)"
        ),
    ]

    // MARK: Depths and sizes

    private static let depths = [
        ("local function f() return 1 + f() end f()", "not enough memory: a script's state may hold 32 MB"),
        ("local function f() return pcall(f) end return select('#', f())", "returned 199"),
        ("local function f(...) return xpcall(f, f, ...) end return f() == false", "returned false"),
        ("local function f(s) return (s:gsub('.', f)) end f('x')", "test.lua:1: C stack overflow"),
        ("local function f() table.sort({ 2, 1 }, f) end f()", "test.lua:1: C stack overflow"),
        ("local function f() assert(load(f)) end f()", "test.lua:1: C stack overflow"),
        (
            "local m = {} m.__add = function(a, b) return a + b end return setmetatable({}, m) + 1",
            "test.lua:1: C stack overflow"
        ),
        (
            "local m = {} m.__eq = function(a, b) return a == b end return setmetatable({}, m) == setmetatable({}, m)",
            "test.lua:1: C stack overflow"
        ),
        (
            "local m = {} m.__concat = function(a, b) return a .. b end return setmetatable({}, m) .. 'x'",
            "test.lua:1: C stack overflow"
        ),
        ("local function f() print(setmetatable({}, { __tostring = f })) end f()", "test.lua:1: C stack overflow"),
        ("return string.find(('a'):rep(300000), ('(a'):rep(40))", "test.lua:1: too many captures"),
        ("return string.find(('a'):rep(300000), ('a?'):rep(300000) .. 'b')", "test.lua:1: pattern too complex"),
        ("return ('x'):find(('['):rep(100))", "test.lua:1: malformed pattern (missing ']')"),
        (
            "local t = {} for _ = 1, 1e5 do t = { t } end return t",
            "tables nested more than 32 deep cannot be handed over"
        ),
        ("local t = {} t[1] = t return t", "a table that contains itself cannot be handed over"),
    ]

    private static let memory = "not enough memory: a script's state may hold 32 MB"
    private static let sizes = [
        ("return #('x'):rep(1 << 33)", "test.lua:1: resulting string too large"),
        ("return #('x'):rep(1 << 62, 'yy')", "test.lua:1: resulting string too large"),
        ("return #(''):rep(1 << 62)", "returned 0"),
        ("return #(''):rep(1 << 62, '')", "returned 0"),
        ("return #('x'):rep(-1)", "returned 0"),
        ("return #table.concat(setmetatable({}, { __len = function() return 1 << 40 end, __index = rawlen }))", memory),
        (
            "return #table.concat({}, ('x'):rep(1e6), 1, 1 << 40)",
            "test.lua:1: invalid value (at index 1) in table for 'concat'"
        ),
        ("local s = ('x'):rep(1e6) local t = {} for i = 1, 1e5 do t[i] = s end return #table.concat(t)", memory),
        ("local s = ('x'):rep(1e6) return #s:gsub('x', s)", memory),
        ("return #('%' .. ('9'):rep(99) .. 'd'):format(1)", "test.lua:1: invalid format (too long)"),
        ("return #('%99.99f'):format(1e308)", "returned 409"),
        (
            "return #('%s'):rep(200):format(table.unpack(setmetatable({}, { __len = function() return 200 end, "
                + "__index = function() return ('x'):rep(1e6) end })))", memory
        ),
        (
            "return #utf8.char(table.unpack(setmetatable({}, { __len = function() return 1 << 30 end })))",
            "test.lua:1: too many results to unpack"
        ),
        ("return #string.pack('c1000000000', '')", memory),
        ("return #string.pack(('c2147483647 '):rep(9), '')", memory),
        (
            "return string.packsize(('c1000000000 '):rep(9))",
            "test.lua:1: bad argument #1 to 'packsize' (format result too large)"
        ),
        ("return #string.pack('s99', 'x')", "test.lua:1: integral size (99) out of limits [1,16]"),
        ("return ('x'):rep(1e7):byte(1, -1)", "test.lua:1: stack overflow (string slice too long)"),
        ("return select('#', table.unpack({}, 1, 1e7))", "test.lua:1: too many results to unpack"),
        ("return table.unpack({}, math.mininteger, math.maxinteger)", "test.lua:1: too many results to unpack"),
        ("local t = {} for i = 1, 1e9 do t[i] = i end", memory),
        ("local s = 'x' while true do s = s .. s end", memory),
        ("local t = table.pack(('x'):rep(1e6):byte(1, 1e5)) while true do t = { t, table.unpack(t, 2) } end", memory),
        ("return load(function() return ' ' .. ('x'):rep(1e5) end)", "returned nil"),
    ]

    // MARK: Errors

    private static let errors = [
        ("error()", "test.lua:1: the script raised nil"),
        ("error(nil)", "test.lua:1: the script raised nil"),
        ("error(true)", "test.lua:1: the script raised true"),
        ("error(0 / 0)", "test.lua:1: the script raised nan"),
        ("error {}", "test.lua:1: the script raised {}"),
        ("error { code = 7, [1] = 'x' }", "test.lua:1: the script raised { [1] = 'x', code = 7 }"),
        ("error(print)", "test.lua:1: the script raised a function"),
        ("error(coroutine.create(print))", "test.lua:1: the script raised a thread"),
        ("local t = {} t.t = t error(t)", "test.lua:1: the script raised a table"),
        ("local t = {} for _ = 1, 99 do t = { t } end error(t)", "test.lua:1: the script raised a table"),
        ("error { [{}] = 1 }", "test.lua:1: the script raised a table"),
        ("error(setmetatable({}, { __tostring = function() return 'mine' end }))", "test.lua:1: mine"),
        ("error(setmetatable({}, { __tostring = function() return 5 end }))", "test.lua:1: 5"),
        (
            "error(setmetatable({}, { __tostring = function() return {} end }))",
            "test.lua:1: an error object whose __tostring gives no string"
        ),
        ("error(setmetatable({}, { __tostring = function() error 'no' end }))", "test.lua:1: no"),
        ("error(setmetatable({}, { __tostring = error }))", "test.lua:1: C stack overflow"),
        ("error(setmetatable({}, { __tostring = 5 }))", "test.lua:1: attempt to call a number value"),
        ("error(setmetatable({}, { __name = 'x\\ny' }))", "test.lua:1: the script raised a table of functions"),
        ("error('a\\0b\\27[31m\\nc\\td\\u{202e}', 0)", "test.lua:1: a?b?[31m c d?"),
        ("error('\\xff\\xfe', 0)", "test.lua:1: \u{fffd}\u{fffd}"),
        ("error(('x'):rep(100000), 0)", "test.lua:1: \(String(repeating: "x", count: 1000))… (99000 more characters)"),
        (
            "error(('\\u{301}'):rep(100000), 0)",
            "test.lua:1: \(String(repeating: "\u{301}", count: 1000))… (99000 more characters)"
        ),
        ("error('test.lua:9: x', 0)", "test.lua:9: x"),
        ("error('x', 1 << 60)", "test.lua:1: x"),
        ("error('x', 'y')", "test.lua:1: bad argument #2 to 'error' (number expected, got string)"),
        ("xpcall(error, function() error 'again' end) error 'after'", "test.lua:1: after"),
        ("assert(false, {})", "test.lua:1: the script raised {}"),
        ("assert(nil)", "test.lua:1: assertion failed!"),
        ("assert(false, nil)", "test.lua:1: the script raised nil"),
    ]

    // MARK: Loops

    /// Each goes on for ever, the last ones in a function of C.
    static let endless = [
        "for i = 1, math.huge do end",
        "while true do print('x') end",
        "while true do warn('x') end",
        "xpcall(error, function() xpcall(error, function() while true do end end) end)",
        "while true do xpcall(function() error(setmetatable({}, { __tostring = function() while true do end end })) end, print) end",
        "while true do pcall(coroutine.wrap(function() while true do pcall(coroutine.yield) end end)) end",
        "local c = coroutine.wrap(function() while true do pcall(coroutine.yield, 1) end end) while true do c() end",
        "coroutine.wrap(function() coroutine.wrap(function() coroutine.wrap(function() while true do end end)() end)() end)()",
        "local function f() while true do pcall(coroutine.wrap(f)) end end f()",
        "while true do local x <close> = setmetatable({}, { __close = function() while true do end end }) end",
        "return -setmetatable({}, { __unm = function() while true do end end })",
        "return setmetatable({}, { __call = function() while true do end end })()",
        "return setmetatable({}, { __lt = function() while true do end end }) < {}",
        "table.sort({ setmetatable({}, { __lt = function() while true do end end }), {} }, nil)",
        "for _ in ipairs(setmetatable({}, { __index = function() return 1 end })) do end",
        "return table.concat(setmetatable({}, { __len = function() while true do end end }))",
        "return ('%s'):format(setmetatable({}, { __tostring = function() while true do end end }))",
        "return ('x'):gsub('x', setmetatable({}, { __index = function() while true do end end }))",
        "for w in ('x'):gmatch('') do while true do end end",
        "load('while true do end', '@test.lua')()",
        "while true do load('x =') end",
        "while true do pcall(require, 'none') end",
        "while true do pcall(error, {}) pcall(rawset) pcall(next, {}, 1) pcall(string.rep) end",
        "while true do table.sort { 3, 2, 1 } end",
        "local t = {} for i = 1, 200 do t[i] = i end while true do for _ in pairs(t) do end end",
        "while true do collectgarbage() end",
        "table.move({}, 1, 1 << 60, 2)",
        "table.move({}, 1, 1 << 60, 2, {})",
        "while true do pcall(table.move, {}, 1, 1 << 60, 2) end",
        "table.insert(setmetatable({}, { __len = function() return 1 << 60 end }), 1, 0)",
        "table.remove(setmetatable({}, { __len = function() return 1 << 60 end }), 1)",
        "table.concat(setmetatable({}, { __index = function() return '' end }), '', 1, 1 << 60)",
        "table.concat(setmetatable({}, { __index = setmetatable({}, { __index = rawlen }) }), '', 1, 1 << 60)",
    ]

    @Test(arguments: endless) func `by not ending is stopped, and changes nothing`(text: String) throws {
        let state = try Self.state(memoryLimit: 512 << 20, limit: .milliseconds(20))
        let got = try Self.attempt(text, in: state)
        #expect(got == "test.lua:1: step took longer than 0.02 s and was stopped")
    }
}
