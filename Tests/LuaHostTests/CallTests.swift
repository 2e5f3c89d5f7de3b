import LuaHost
import Testing

/// How many probes are alive.
private final class Count {
    var alive = 0
}

private final class Probe {
    private let count: Count

    init(_ count: Count) {
        self.count = count
        count.alive += 1
    }

    deinit { count.alive -= 1 }
}

@Suite struct `A call of Swift` {
    @Test func `that fails leaks nothing, a thousand times`() throws {
        let count = Count()
        do {
            let state = try LuaState()
            state.register(
                LuaModule(
                    name: "host",
                    functions: [
                        (
                            "fail",
                            { call throws(LuaError) in
                                let probes = [Probe(count), Probe(count)]
                                defer { withExtendedLifetime(probes) {} }
                                throw LuaError("refused \(call[0]) with \(probes.count)")
                            }
                        )
                    ]))
            let text = """
                local host = require "host"
                for i = 1, 1000 do
                  local ok, why = pcall(host.fail, i, function() end, { i })
                  assert(not ok and why == "test.lua:3: refused " .. i .. " with 2", why)
                end
                host.fail(0)
                """
            #expect(throws: LuaError.self) { _ = try state.run(text, name: "test.lua") }
            #expect(count.alive == 0)
            let before = state.memoryUsed
            #expect(throws: LuaError.self) { _ = try state.run(text, name: "test.lua") }
            _ = try state.run("collectgarbage()", name: "test.lua")
            #expect(abs(state.memoryUsed - before) < 1 << 20)
        }
        #expect(count.alive == 0)
    }

    @Test func `names the line of the script`() throws {
        let state = try LuaState()
        state.register(
            LuaModule(
                name: "host",
                functions: [
                    ("fail", { _ throws(LuaError) in throw LuaError("refused") }),
                    ("located", { _ throws(LuaError) in throw LuaError("bad", at: LuaLocation(source: "x", line: 9)) }),
                ]))
        func message(_ text: String) -> String {
            do {
                return try "\(state.run(text, name: "dir/test.lua"))"
            } catch {
                return error.description
            }
        }
        #expect(message("\n\nrequire('host').fail()") == "dir/test.lua:3: refused")
        #expect(message("local h = require 'host' return h.fail()") == "dir/test.lua:1: refused")
        #expect(message("\nrequire('host').located()") == "dir/test.lua:2: x:9: bad")
        #expect(message("require('host').fial()") == "dir/test.lua:1: host: unknown name 'fial'; did you mean 'fail'?")
        #expect(message("require('host').fail = 1") == "dir/test.lua:1: host is read-only: 'fail' cannot be set")
        #expect(message("coroutine.wrap(function() require('host').fail() end)()") == "dir/test.lua:1: refused")
    }

    @Test func `gets and gives every kind of value`() throws {
        let state = try LuaState()
        var got: [LuaValue] = []
        state.register(
            LuaModule(
                name: "host",
                functions: [
                    (
                        "echo",
                        { call throws(LuaError) in
                            got = call.arguments
                            return call.arguments
                        }
                    )
                ]))
        let text = """
            local host = require "host"
            local values = { nil, true, 1, -2.5, "a\\0b", { x = { 1, 2 }, [3] = false }, math.mininteger, 0/0 }
            local function f() return 42 end
            local a, b, c, d, e, t, g, h, i = host.echo(nil, true, 1, -2.5, "a\\0b", { x = { 1, 2 }, [3] = false }, math.mininteger, f, 1/0)
            assert(a == nil and b == true and math.type(c) == "integer" and d == -2.5 and e == "a\\0b")
            assert(t.x[2] == 2 and t[3] == false and g == math.mininteger and h == f and i == math.huge)
            return h
            """
        guard case .function(let function) = try state.run(text, name: "t.lua") else {
            Issue.record("no function came back")
            return
        }
        #expect(try state.call(function) == [.integer(42)])
        #expect(got.count == 9)
        #expect(got[5].description == "{ [3] = false, x = { 1, 2 } }")
    }

    @Test(arguments: [
        ("local t = {} t.t = t host.echo(t)", "echo: a table that contains itself cannot be handed over"),
        (
            "local t = {} for _ = 1, 40 do t = { t } end host.echo(t)",
            "echo: tables nested more than 32 deep cannot be handed over"
        ),
        ("host.echo { [{}] = 1 }", "echo: a table's keys must be strings, numbers or booleans, got a table"),
        (
            "local s = ('x'):rep(1 << 24) local t = {} for i = 1, 17 do t[i] = s end host.echo(t)",
            "echo: a value of more than 256 MB cannot be handed over"
        ),
    ])
    func `refuses values that cannot cross`(statement: String, expected: String) throws {
        let state = try LuaState()
        state.register(LuaModule(name: "host", functions: [("echo", { call throws(LuaError) in call.arguments })]))
        do {
            _ = try state.run("local host = require 'host' " + statement, name: "test.lua")
            Issue.record("it was handed over")
        } catch {
            #expect(error.description == "test.lua:1: " + expected)
        }
    }

    @Test func `forgets the functions of values that it refused or let go`() throws {
        let state = try LuaState()
        state.register(LuaModule(name: "host", functions: [("take", { _ throws(LuaError) in [] })]))
        let text = """
            local host = require "host"
            for i = 1, 2000 do
              local large = ("x"):rep(10000) .. i
              local function keep() return large end
              assert(not pcall(host.take, 1, { "a", { keep } }, 2.5, { [keep] = keep }))
              host.take(keep)
            end
            collectgarbage()
            """
        _ = try state.run(text, name: "test.lua")
        _ = try state.run("collectgarbage()", name: "test.lua")
        _ = try state.run("collectgarbage()", name: "test.lua")
        #expect(state.memoryUsed < 1 << 20)
    }

    @Test func `can call back, and fail there`() throws {
        let state = try LuaState()
        state.register(
            LuaModule(
                name: "host",
                functions: [
                    (
                        "twice",
                        { [unowned state] call throws(LuaError) in
                            guard case .function(let function) = call[0] else { throw LuaError("no function") }
                            _ = try state.call(function, [.integer(1)])
                            return try state.call(function, [.integer(2)])
                        }
                    )
                ]))
        #expect(
            try state.run("return require('host').twice(function(n) return n * 10 end)", name: "t.lua") == .integer(20))
        #expect(
            try state.run(
                "return coroutine.wrap(function() return require('host').twice(function(n) return n end) end)()",
                name: "t.lua") == .integer(2))
        do {
            _ = try state.run("\nrequire('host').twice(function(n)\n error('inside ' .. n) end)", name: "t.lua")
            Issue.record("no error")
        } catch {
            #expect(error.description == "t.lua:3: inside 1")
        }
        #expect(throws: LuaError.self) {
            _ = try state.run("local host = require 'host' local function f() host.twice(f) end f()", name: "t.lua")
        }
        #expect(try state.run("return 5", name: "t.lua") == .integer(5))
    }

    @Test func `makes handles with methods, fields and a text`() throws {
        let state = try LuaState()
        var stored: [Int64] = [0, 0]
        var definition = LuaHandleDefinition(name: "host.box") { "box \($0)" }
        definition.methods = [
            (
                "add",
                { call throws(LuaError) in
                    guard case .handle(let handle) = call[0], case .integer(let amount) = call[1] else { return [] }
                    stored[handle.index] += amount
                    return [.integer(stored[handle.index])]
                }
            )
        ]
        let kind = try state.define(definition)
        state.register(
            LuaModule(
                name: "host",
                functions: [
                    (
                        "box",
                        { call throws(LuaError) in
                            guard case .integer(let index) = call[0] else { return [] }
                            return [.handle(LuaHandle(kind: kind, index: Int(index)))]
                        }
                    )
                ]))
        let text = """
            local host = require "host"
            local a, b = host.box(0), host.box(1)
            a:add(5)
            assert(a == host.box(0) and a ~= b and getmetatable(a) == false)
            return { tostring(a), a:add(1), tostring(pcall(function() a.x = 1 end)), select(2, pcall(function() return a.ad end)) }
            """
        #expect(
            try state.run(text, name: "t.lua").description
                == "{ 'box 0', 6, 'false', 't.lua:5: host.box: unknown name 'ad'; did you mean 'add'?' }")
    }
}
