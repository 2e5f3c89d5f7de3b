import LuaHost
import Testing

@Suite struct `Order in Lua` {
    @Test func `of pairs is numbers, strings, booleans`() throws {
        let text = """
            local t = { 10, 20, [0] = 0, [-1.5] = 'm', b = 1, a = 2, [''] = 3, ab = 4, ['a\\0'] = 5, [true] = 6, [false] = 7, [2^53] = 8 }
            local keys = {}
            for k in pairs(t) do keys[#keys + 1] = (tostring(k):gsub('%z', '0')) end
            return table.concat(keys, ' ')
            """
        #expect(try run(text).text == "-1.5 0 1 2 9007199254740992  a a0 ab b false true")
    }

    @Test func `of next is the same`() throws {
        for seed in UInt64(1)...20 {
            var random = SplitMix(seed: seed)
            let keys = (0..<40).map { _ in
                ["\(Int(random.next() % 19) - 9)", "'k\(random.next() % 50)'", "\(random.next() % 9).5"][
                    Int(random.next() % 3)]
            }
            let text = """
                local t = {}
                for _, k in ipairs { \(keys.joined(separator: ", ")) } do t[k] = true end
                t[true] = 1
                local a, b = {}, {}
                for k in pairs(t) do a[#a + 1] = tostring(k) end
                for k in next, t do b[#b + 1] = tostring(k) end
                return table.concat(a, " ") == table.concat(b, " ") and #a
                """
            guard case .integer(let count) = try run(text) else {
                Issue.record("pairs and next differ, seed \(seed)")
                return
            }
            #expect(count == Set(keys).count + 1, "seed \(seed)")
        }
    }

    @Test func `refuses other keys`() throws {
        let expected =
            "test.lua:1: pairs and next visit string, number and boolean keys in a fixed order; a table has none"
        #expect(try message("for k in pairs { [{}] = 1 } do end") == expected)
        #expect(try message("next { [{}] = 1 }") == expected)
    }

    @Test func `allows clearing during a loop`() throws {
        let text = """
            local t, seen = { 1, 2, 3, x = 1, y = 2, z = 3 }, 0
            for k in pairs(t) do seen = seen + 1; t[k] = nil; t.z = nil; t[3] = nil end
            return seen * 10 + (next(t) == nil and 1 or 0)
            """
        #expect(try run(text) == .integer(41))
        #expect(
            try run("local t, n = { 1, 2, 3 }, 0 for k in pairs(t) do t[k] = nil; n = n + k end return n")
                == .integer(6))
    }

    @Test func `honours __pairs and sees the libraries`() throws {
        #expect(
            try run(
                "for k in pairs(setmetatable({}, { __pairs = function() return function(_, k) if not k then return 7 end end end })) do return k end"
            ) == .integer(7))
        #expect(try run("return next(utf8)").text == "char")
    }

    @Test(arguments: 1...30) func `of sort is stable`(seed: UInt64) throws {
        var random = SplitMix(seed: seed)
        let numbers = (0..<Int(random.next() % 300)).map { _ in random.next() % 20 }
        let text = """
            local t = {}
            for i, n in ipairs { \(numbers.map(String.init).joined(separator: ", ")) } do t[i] = { n, i } end
            table.sort(t, function(a, b) return a[1] < b[1] end)
            local flat = {}
            for i, e in ipairs(t) do flat[i] = e[1] * 1000 + e[2] end
            return flat
            """
        let expected = numbers.enumerated().map { Int64($0.element) * 1000 + Int64($0.offset) + 1 }.sorted()
        #expect(try run(text) == .table(LuaTable(list: expected.map(LuaValue.integer))), "seed \(seed)")
    }

    @Test func `of sort is Lua's own where there is one`() throws {
        #expect(try run("local t = { 3, 1.5, 2 } table.sort(t) return table.concat(t, ' ')").text == "1.5 2 3")
        #expect(
            try run("local t = { 'b', 'a' } table.sort(t, function(a, b) return a > b end) return table.concat(t)").text
                == "ba")
        #expect(try message("table.sort({ 1, 'a' })") == "test.lua:1: attempt to compare string with number")
        #expect(
            try message("table.sort({ 1, 2 }, 5)")
                == "test.lua:1: bad argument #2 to 'sort' (function expected, got number)")
        #expect(try run("local t = { 3, 2, 1 } pcall(table.sort, t, error) return table.concat(t)").text == "321")
    }
}
