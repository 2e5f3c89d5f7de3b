import Foundation
import LuaHost
import Testing

@Suite struct `A vector` {
    @Test(arguments: ["floats(1e9)", "bits(2147483647)", "matrix(40000, 40000)", "identity(9000)"])
    func `beyond the memory limit is the limit's error`(call: String) throws {
        var configuration = LuaConfiguration()
        configuration.memoryLimit = 64 << 20
        let state = try vectorState(configuration)
        let text = "local genome = require 'genome' pcall(function() local v = genome.\(call) end)"
        do {
            _ = try state.run(text, name: "test.lua")
            Issue.record("no error")
        } catch {
            #expect(error.description == "not enough memory: a script's state may hold 64 MB")
            #expect(error.kind == .memory)
        }
        #expect(try state.run("return require('genome').floats(1000, 1):sum()", name: "test.lua") == .number(1000))
    }

    @Test func `that is dropped gives its memory back`() throws {
        var configuration = LuaConfiguration()
        configuration.memoryLimit = 64 << 20
        let state = try vectorState(configuration)
        let text = """
            local genome = require "genome"
            for _ = 1, 40 do genome.floats(2e5, 1):order() end
            for _ = 1, 20 do genome.identity(300):eigen() end
            collectgarbage()
            """
        _ = try state.run(text, name: "test.lua")
        #expect(state.memoryUsed < 4 << 20)
    }

    @Test func `that computes for long is no endless loop`() throws {
        var configuration = LuaConfiguration()
        configuration.loading = LuaCallback(name: "step", limit: .milliseconds(50))
        let state = try vectorState(configuration)
        let text = """
            local genome = require "genome"
            local m, x = genome.identity(500), genome.floats(500, 1)
            for i = 1, 500 do x[i] = i % 7 end
            m:rank_one(0.5, x)
            local _, vectors = m:eigen()
            return vectors:product(vectors):rows()
            """
        let start = ContinuousClock.now
        #expect(try state.run(text, name: "test.lua") == .integer(500))
        #expect(ContinuousClock.now - start > .milliseconds(50))
        do {
            _ = try state.run("local m = require('genome').identity(20) while true do m:eigen() end", name: "test.lua")
            Issue.record("an endless loop that ended")
        } catch {
            #expect(error.description == "test.lua:1: step took longer than 0.05 s and was stopped")
        }
    }

    @Test func `in a field of a frozen class is read-only, a copy is not`() throws {
        let state = try vectorState()
        let text = """
            local genome = require "genome"
            local Base = { bias = genome.floats(2) }
            Base.__index = Base
            local Child = setmetatable({ mask = genome.bits(3), mix = genome.identity(2) }, Base)
            Child.__index = Child
            function Child:change(call)
              local changes = {
                function() self.bias[1] = 3 end, function() self.bias:scale(2) end, function() self.mask[1] = 1 end,
                function() self.mask:invert() end, function() self.mix:set(1, 1, 2) end,
                function() self.mix:rank_one(1, self.bias) end,
              }
              for i, kind in ipairs { "floats", "floats", "bits", "bits", "matrix", "matrix" } do
                local ok, why = pcall(changes[i])
                assert(not ok and why:find(kind .. ": read-only here; copy it", 1, true), why)
              end
              return self.bias:copy():assign(4):sum() + self.mask:slice(1, 2):invert():popcount() + self.mix:get(1, 1)
            end
            Child.bias[1] = 5
            return Child
            """
        guard case .object(let reference) = try state.run(text, name: "test.lua") else { throw LuaError("no class") }
        try state.freeze(reference, name: "the class")
        guard case .function(let change) = try state.field("change", of: reference) else { throw LuaError("no method") }
        let call = try state.run(
            "return function(class, change) return change(setmetatable({}, class)) end", name: "c.lua")
        guard case .function(let function) = call else { throw LuaError("no function") }
        #expect(try state.call(function, [.object(reference), .function(change)]) == [.number(11)])
    }

    @Test func `crosses to the host and back bit for bit`() throws {
        let numbers: [Double] = [
            0, -0.0, .leastNonzeroMagnitude, .infinity, -.greatestFiniteMagnitude,
            Double(bitPattern: 0x7ff8_0000_dead_beef),
        ]
        let values: [LuaValue] = [
            .floats(numbers), .floats([]), .bits(words: [.max, 5], count: 67), .bits(words: [], count: 0),
            .matrix(numbers, rows: 2, columns: 3), .matrix([], rows: 0, columns: 3),
        ]
        let function = "function(...) for _, v in ipairs { ... } do v:copy() end return { ... }, ... end"
        let state = try vectorState()
        guard case .function(let reference) = try state.run("return \(function)", name: "t") else {
            throw LuaError("none")
        }
        let results = try state.call(reference, values)
        #expect(results.count == 7)
        #expect(
            "\(results[0])"
                == "{ floats of 6 values, floats of 0 values, 67 bits, 0 bits, a matrix of 2 x 3 values, a matrix of 0 x 3 values }"
        )
        for (result, value) in zip(results.dropFirst(), values) {
            switch (result, value) {
            case (.floats(let first), .floats(let second)):
                #expect(first.map(\.bitPattern) == second.map(\.bitPattern))
            case (.matrix(let first, let rows, let columns), .matrix(let second, let otherRows, let otherColumns)):
                #expect(
                    first.map(\.bitPattern) == second.map(\.bitPattern)
                        && [rows, columns] == [otherRows, otherColumns])
            default: #expect(result == value)
            }
        }
        #expect(results.dropFirst().map(\.typeName) == ["floats", "floats", "bits", "bits", "matrix", "matrix"])
    }

    @Test func `that cannot cross whole takes no function with it`() throws {
        let state = try vectorState()
        let before = state.memoryUsed
        for _ in 1...50 {
            let text = """
                local genome = require "genome"
                return { 1, "x", genome.floats(1000), genome.bits(100), genome.matrix(3, 5), { function() end },
                  { genome.floats(10), coroutine.create(print), [print] = 1 } }
                """
            #expect(throws: LuaError.self) { _ = try state.run(text, name: "test.lua") }
        }
        _ = try state.run("collectgarbage()", name: "test.lua")
        #expect(state.memoryUsed - before < 1 << 16)
    }
}
