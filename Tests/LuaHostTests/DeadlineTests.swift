import Glibc
import LuaHost
import Testing

@Suite struct `A deadline` {
    /// A state whose calls are named `step` and may take 50 ms.
    static func hastyState(memoryLimit: Int = 256 << 20) throws -> LuaState {
        var configuration = LuaConfiguration()
        configuration.memoryLimit = memoryLimit
        configuration.loading = LuaCallback(name: "step", limit: .milliseconds(50))
        return try LuaState(configuration)
    }

    static func error(_ text: String, _ state: LuaState) -> LuaError? {
        do {
            _ = try state.run(text, name: "test.lua")
            return nil
        } catch {
            return error
        }
    }

    /// Ways not to end, each on line 1.
    static let endless: [String] = [
        "while true do end",
        "while true do pcall(error) end",
        "while true do pcall(function() while true do end end) end",
        "repeat until not pcall(pcall, pcall, function() while true do end end) or true; while true do end",
        "local function f() return f() end f()",
        "while true do xpcall(error, function() while true do end end) end",
        "xpcall(function() while true do end end, function() while true do end end)",
        "xpcall(error, function() error('again') end) while true do end",
        "coroutine.wrap(function() while true do end end)()",
        "local c = coroutine.create(function() while true do end end) while true do coroutine.resume(c) end",
        "local c = coroutine.wrap(function() while true do coroutine.yield() end end) while true do c() end",
        "while true do coroutine.resume(coroutine.create(function() while true do end end)) end",
        "while true do pcall(coroutine.wrap(function() pcall(coroutine.wrap(function() while true do end end)) end)) end",
        "for _ in coroutine.wrap(function() while true do coroutine.yield(1) end end) do end",
        "local _ = setmetatable({}, { __index = function() while true do end end }).x",
        "setmetatable({}, { __newindex = function() while true do end end }).x = 1",
        "local _ = setmetatable({}, { __eq = function() while true do end end }) == setmetatable({}, {})",
        "local _ = setmetatable({}, { __concat = function() while true do end end }) .. ''",
        "local _ = #setmetatable({}, { __len = function() while true do end end })",
        "do local _ <close> = setmetatable({}, { __close = function() while true do end end }) end",
        "do local _ <close> = setmetatable({}, { __close = function() while true do end end }) error('x') end",
        "while true do pcall(function() local _ <close> = setmetatable({}, { __close = error }) while true do end end) end",
        "local c = coroutine.create(function() local _ <close> = setmetatable({}, { __close = function() while true do end end }) coroutine.yield() end) coroutine.resume(c) coroutine.close(c)",
        "table.sort({ 3, 1, 2 }, function() while true do end end)",
        "while true do pcall(table.sort, { 3, 1, 2 }, function() while true do end end) end",
        "('x'):rep(9):gsub('x', function() while true do end end)",
        "load(function() while true do end end)",
        "while true do load(function() while true do end end) end",
        "error(setmetatable({}, { __tostring = function() while true do end end }))",
        "print(setmetatable({}, { __tostring = function() while true do end end }))",
        "for _ in pairs(setmetatable({}, { __pairs = function() while true do end end })) do end",
        "local t = {} while true do t[1] = {} end",
        "local s = '' while true do s = ('x'):rep(100000) end",
        "while true do string.find(('a'):rep(200), ('.-'):rep(2) .. 'b') end",
        "goto start ::start:: goto start",
    ]

    @Test(arguments: endless) func `ends what does not`(text: String) throws {
        let state = try Self.hastyState()
        let error = try #require(Self.error(text, state))
        #expect(error.description == "test.lua:1: step took longer than 0.05 s and was stopped")
        #expect(error.kind == .deadline)
        // The state goes on as if nothing had been.
        #expect(try state.run("return 1 + 1", name: "test.lua") == .integer(2))
        #expect(Self.error(text, state)?.kind == .deadline)
    }

    @Test func `names the line that was interrupted`() throws {
        let text = """
            local function step()
              local x = 0
              while true do
                x = x + 1 end
            end
            step()
            """
        let error = try #require(Self.error(text, try Self.hastyState()))
        #expect(error.location?.source == "test.lua")
        #expect([3, 4].contains(error.location?.line))
        #expect(error.traceback.last?.description == "test.lua:6: in the file's body")
    }

    @Test func `leaves a coroutine that it killed alone`() throws {
        let state = try Self.hastyState()
        let make = try state.run(
            """
            local killed
            return {
              kill = function()
                killed = coroutine.create(function()
                  local _ <close> = setmetatable({}, { __close = function() while true do end end })
                  while true do end
                end)
                coroutine.resume(killed)
              end,
              close = function() return coroutine.close(killed) end,
              resume = function() return coroutine.resume(killed) end,
            }
            """, name: "test.lua")
        guard case .object(let functions) = make,
            case .function(let kill) = try state.field("kill", of: functions),
            case .function(let close) = try state.field("close", of: functions),
            case .function(let resume) = try state.field("resume", of: functions)
        else {
            Issue.record("no functions: \(make)")
            return
        }
        #expect(throws: LuaError.self) { try state.call(kill) }
        #expect(try state.call(close) == [.boolean(false), .string("stopped")])
        #expect(try state.call(resume) == [.boolean(false), .string("cannot resume dead coroutine")])
    }

    @Test func `spares what ends in time, again and again`() throws {
        let state = try Self.hastyState()
        let count = try state.run(
            "return function(n) local x = 0 for i = 1, n do x = x + i end return x end", name: "x")
        guard case .function(let sum) = count else {
            Issue.record("no function")
            return
        }
        // Together they take many times the limit.
        for _ in 0..<400 { #expect(try state.call(sum, [.integer(100_000)]) == [.integer(5_000_050_000)]) }
    }

    @Test func `does not run while the host works`() throws {
        let state = try Self.hastyState()
        state.register(
            LuaModule(
                name: "host",
                functions: [
                    (
                        "work",
                        { _ in
                            let clock = ContinuousClock()
                            let end = clock.now.advanced(by: .milliseconds(300))
                            while clock.now < end {}
                            return []
                        }
                    )
                ]
            ))
        #expect(try state.run("require('host').work() return 7", name: "test.lua") == .integer(7))
    }

    @Test func `stops at any instant, on several threads`() async throws {
        let text = """
            local function noise(depth)
              local c = coroutine.wrap(function(x) while true do x = coroutine.yield(x) end end)
              local t = {}
              while true do
                t[#t % 100 + 1] = { c(#t) }
                pcall(table.sort, { 3, 1, 2 }, function(a, b) return a < b end)
                pcall(string.gsub, "abc", ".", function(s) return s .. s end)
                xpcall(error, function(m) return tostring(m) end)
                if depth < 3 and #t == 100 then coroutine.wrap(noise)(depth + 1) end
                local _ <close> = setmetatable({}, { __close = function() t[1] = nil end })
              end
            end
            noise(0)
            """
        let rounds = 40
        await withTaskGroup(of: Int.self) { group in
            for thread in 0..<3 {
                group.addTask {
                    var configuration = LuaConfiguration()
                    configuration.loading = LuaCallback(name: "step", limit: .milliseconds(5 + 5 * thread))
                    guard let state = try? LuaState(configuration) else { return 0 }
                    return (0..<rounds).count { _ in Self.error(text, state)?.kind == .deadline }
                }
            }
            for await stopped in group { #expect(stopped == rounds) }
        }
    }

    @Test func `reports what no signal stops, by name`() async throws {
        // The process would hang, so it is another one; it ends by what the watchdog does.
        await #expect(processExitsWith: .exitCode(42)) {
            LuaWatchdog.whenHung { callback in
                guard callback == LuaCallback(name: "step", limit: .milliseconds(50)) else { exit(1) }
                exit(42)
            }
            let state = try `A deadline`.hastyState()
            _ = try state.run("return (('a?'):rep(30) .. ('a'):rep(30)):rep(1):find(('.-'):rep(30) .. 'b')", name: "x")
        }
    }
}

@Suite struct `A memory limit` {
    static let growing: [String] = [
        "local t = {} while true do t[#t + 1] = {} end",
        "local s = 'x' while true do s = s .. s end",
        "return ('x'):rep(1 << 30)",
        "while true do pcall(function() local t = {} while true do t[#t + 1] = {} end end) end",
        "pcall(string.rep, 'x', 1 << 30)",
        "xpcall(string.rep, print, 'x', 1 << 30)",
        "coroutine.wrap(string.rep)('x', 1 << 30)",
        "coroutine.resume(coroutine.create(string.rep), 'x', 1 << 30)",
        "load(function() return ('x'):rep(1 << 30) end)",
        "pcall(coroutine.wrap(function() pcall(string.rep, 'x', 1 << 30) end))",
    ]

    @Test(arguments: growing) func `cannot be caught`(text: String) throws {
        var configuration = LuaConfiguration()
        configuration.memoryLimit = 8 << 20
        let state = try LuaState(configuration)
        let error = try #require(`A deadline`.error(text, state))
        #expect(error.description == "not enough memory: a script's state may hold 8 MB")
        #expect(error.kind == .memory)
        #expect(try state.run("return 1 + 1", name: "test.lua") == .integer(2))
    }
}
