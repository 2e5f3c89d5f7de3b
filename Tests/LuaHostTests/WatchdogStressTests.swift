import Foundation
import LuaHost
import Synchronization
import Testing

/// `GENOME_TEST_STOPS` is how many stops each thread goes through, for a longer trial.
@Suite struct `The watchdog under stress` {
    private static let stops = ProcessInfo.processInfo.environment["GENOME_TEST_STOPS"].flatMap { Int($0) } ?? 60
    private static let threads = 4

    /// Each never ends, in its own mixture of what a stop may meet.
    private static let noise = [
        "while true do end",
        "while true do pcall(error, {}) xpcall(error, function(m) return tostring(m) end) end",
        "local c = coroutine.wrap(function(x) while true do x = coroutine.yield({ x }) end end) while true do c(1) end",
        "local function f() while true do pcall(coroutine.wrap(f)) end end f()",
        "while true do table.sort({ 3, 1, 2 }, function(a, b) return a < b end); ('abc'):gsub('.', string.upper) end",
        "local t = {} while true do t[#t % 99 + 1] = { ('x'):rep(#t) } for _ in pairs(t) do end end",
        "while true do local x <close> = setmetatable({}, { __close = function() pcall(error) end }) end",
        "while true do pcall(require, 'none') print('x') end",
        "while true do pcall(table.move, {}, 1, 1 << 50, 2) end",
        "local m = setmetatable({}, { __index = function(_, k) return k end }) while true do local _ = m[1] + m[2] end",
        "while true do load('local x = 1 return function() return x end')() end",
    ]

    /// Stops calls in two states by turns; returns what went wrong first, in words.
    private static func endure(_ thread: Int) -> String? {
        var random = SplitMix(seed: UInt64(thread))
        var configuration = LuaConfiguration()
        configuration.print = { _ in }
        guard let states = try? (0..<2).map({ _ in try LuaState(configuration) }) else { return "no state" }
        for stop in 0..<stops {
            let state = states[stop % 2]
            let text = noise.randomElement(using: &random) ?? ""
            state.callback = LuaCallback(name: "step", limit: .milliseconds(Int.random(in: 1...9, using: &random)))
            do {
                return "\(text) returned \(try state.run(text, name: "test.lua"))"
            } catch {
                guard error.kind == .deadline else { return "\(text): \(error)" }
            }
            state.callback = LuaCallback(name: "step", limit: .seconds(60))
            let sum = "local c = coroutine.wrap(function() return pcall(error, 7) end) return select(2, c())"
            guard (try? state.run(sum, name: "test.lua")) == .integer(7) else { return "unusable after \(text)" }
        }
        return nil
    }

    @Test func `stops what runs on each thread, and each state goes on`() async {
        let ended = Mutex<[String?]>([])
        for thread in 0..<Self.threads {
            Thread.detachNewThread {
                let outcome = Self.endure(thread)
                ended.withLock { $0.append(outcome) }
            }
        }
        while ended.withLock({ $0.count }) < Self.threads { try? await Task.sleep(for: .milliseconds(10)) }
        #expect(ended.withLock { $0 } == Array(repeating: nil, count: Self.threads))
    }
}
