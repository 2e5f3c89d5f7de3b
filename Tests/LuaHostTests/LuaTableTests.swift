import LuaHost
import Testing

@Suite struct `A table` {
    @Test func `keeps its entries in one order`() {
        let keys: [LuaValue] = [
            .number(-.infinity), .integer(.min), .number(-1.5), .integer(-1), .integer(0), .number(0.5), .integer(1),
            .integer(1 << 53), .number(0x1p53 + 2.5), .integer(.max), .number(0x1p63), .string(""), .string("a"),
            .string("a\0"), .string("ab"), .string("é"), .boolean(false), .boolean(true),
        ]
        for seed in UInt64(1)...50 {
            var random = SplitMix(seed: seed)
            let entries = keys.shuffled(using: &random).map { LuaTable.Entry(key: $0, value: .nil) }
            #expect(LuaTable(entries: entries).entries.map(\.key) == keys, "seed \(seed)")
        }
    }

    @Test func `visits keys as pairs does in Lua`() throws {
        let text = """
            local t = { [1] = 1, [-1.5] = 1, [0.5] = 1, [2^62] = 1, [2^63] = 1, b = 1, B = 1, [''] = 1, [true] = 1, [false] = 1 }
            local keys = {}
            for k in pairs(t) do keys[#keys + 1] = k end
            return { t, keys }
            """
        guard case .table(let result) = try run(text), case .table(let table)? = result.list?[0],
            case .table(let keys)? = result.list?[1]
        else {
            Issue.record("no tables")
            return
        }
        #expect(table.entries.map(\.key) == keys.list)
    }

    @Test func `is a list only if its keys are 1 to n`() {
        #expect(LuaTable(list: [.integer(5), .nil]).list == [.integer(5), .nil])
        #expect(LuaTable(entries: []).list == [])
        #expect(LuaTable(entries: [.init(key: .integer(2), value: .nil)]).list == nil)
        #expect(LuaTable(fields: [("a", .boolean(true))]).list == nil)
        #expect(LuaTable(fields: [("a", .boolean(true))])["a"] == .boolean(true))
        #expect(LuaTable(fields: [])["a"] == .nil)
    }
}
