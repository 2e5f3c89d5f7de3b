import LuaHost
import Testing

@Suite struct `math.random` {
    private func state(seed: UInt64) throws -> LuaState {
        var configuration = LuaConfiguration()
        configuration.streams = SplitMix.kind
        let state = try LuaState(configuration)
        state.setStream(SplitMix(seed: seed).stream)
        state.reseed = { SplitMix(seed: $0).stream }
        return state
    }

    @Test func `draws from the host's stream`() throws {
        let state = try state(seed: 5)
        var same = SplitMix(seed: 5)
        #expect(try state.run("return math.random()", name: "t") == .number(Double(same.next() >> 11) * 0x1p-53))
        #expect(try state.run("return math.random(0)", name: "t") == .integer(Int64(bitPattern: same.next())))
    }

    @Test func `stays within its bounds and reaches them`() throws {
        let state = try state(seed: 1)
        let text = """
            local low, high = math.huge, -math.huge
            for _ = 1, 1000 do
              local n = math.random(-2, 3)
              low, high = math.min(low, n), math.max(high, n)
              assert(math.type(n) == "integer")
            end
            math.random(math.mininteger, math.maxinteger)
            return low * 10 + high
            """
        #expect(try state.run(text, name: "t") == .integer(-17))
        #expect(try state.run("return math.random(1)", name: "t") == .integer(1))
    }

    @Test func `is seeded as the host decides`() throws {
        let state = try state(seed: 1)
        var seven = SplitMix(seed: 7)
        let text = "math.randomseed(7) local a = math.random(0) math.randomseed(7.0) return a == math.random(0) and a"
        #expect(try state.run(text, name: "t") == .integer(Int64(bitPattern: seven.next())))
    }

    @Test(arguments: [
        ("math.random()", "math.random has no stream here; draw from the 'random' that callbacks are given"),
        ("math.randomseed(1)", "math.randomseed has no stream here; random numbers come from the run's seed"),
        ("math.randomseed()", "math.randomseed needs a number: draws never depend on the clock"),
        ("math.random(2, 1)", "math.random: the interval from 2 to 1 is empty"),
        ("math.random(1, 2, 3)", "math.random takes at most 2 arguments, got 3"),
    ])
    func `says what is wrong`(call: String, expected: String) throws {
        #expect(try message(call) == "test.lua:1: " + expected)
    }

    @Test func `and the other functions can be the host's`() throws {
        var configuration = LuaConfiguration()
        configuration.mathFunctions = [
            LuaMathFunction("exp") { $0 + 1 }, LuaMathFunction("log") { $0 * 2 }, LuaMathFunction("atan") { $0 - $1 },
        ]
        #expect(
            try run("return { math.exp(1), math.log(3), math.log(3, 2), math.atan(5, 3), math.atan(5) }", configuration)
                == .table(LuaTable(list: [2, 6, 1.5, 2, 4].map(LuaValue.number))))
    }
}
