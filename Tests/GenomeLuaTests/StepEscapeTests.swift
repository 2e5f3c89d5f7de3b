import Environments
import GenomeLua
import Kernels
import LuaHost
import Randomness
import Rollouts
import Testing

/// The same through the door that plugins have: what a step of an environment does.
@Suite struct `A step that tries to escape` {
    /// An environment whose third step does `body`, on line 5.
    private static func script(_ body: String, seconds: Double = 0.05) -> String {
        """
        local genome = require "genome"
        local kept
        local Walk = { observation_space = { size = 1 }, action_space = { discrete = 2 }, max_steps = 9 }
        function Walk:reset(random) self.x = 0; self.random = random; kept = kept or random; return { 0 } end
        local function escape(self) \(body) end
        function Walk:step(action)
          self.x = self.x + 1
          if self.x == 3 then escape(self) end
          return { self.x }, 1, false
        end
        return genome.experiment {
          environment = Walk, search = genome.nes {}, callback_seconds = \(seconds), memory_limit = 16,
        }
        """
    }

    private static let readOnly = "; keep in self what an episode changes"
    private static let stopped = "step took longer than 0.05 s and was stopped"

    static let refused = [
        ("getmetatable(self).step = nil", "the environment's class is read-only: 'step' cannot be set" + readOnly),
        (
            "local _, t = pairs(getmetatable(self)) t.step = nil",
            "the environment's class is read-only: 'step' cannot be set" + readOnly
        ),
        ("getmetatable(self).__index.step = nil", "attempt to index a nil value (field '__index')"),
        ("setmetatable(self, {})", "cannot change a protected metatable"),
        ("rawset(getmetatable(self), 'step', print)", "rawset: the table is read-only"),
        ("counter = 1", "assignment to undeclared global 'counter'; declare it with 'local'"),
        ("math.random = print", "math is read-only: 'random' cannot be set"),
        ("os.exit(0)", "os.exit is not available to scripts; --allow os lifts that for one run"),
        ("io.open('/etc/passwd')", "io.open is not available to scripts; --allow io lifts that for one run"),
        ("require '../x'", "require: '../x' is not the name of a module, such as 'a.b' for a/b.lua"),
        ("error()", "the script raised nil"),
        ("error({ 1, 2 })", "the script raised { 1, 2 }"),
        ("error(setmetatable({}, { __tostring = function() return 5 end }))", "5"),
        ("error(('x'):rep(2000), 0)", String(repeating: "x", count: 1000) + "… (1000 more characters)"),
        ("coroutine.yield()", "attempt to yield from outside a coroutine"),
        ("while true do end", stopped),
        ("while true do pcall(function() while true do end end) end", stopped),
        ("xpcall(error, function() while true do end end)", stopped),
        (
            "local c = coroutine.wrap(function() while true do pcall(coroutine.yield) end end) while true do c() end",
            stopped
        ),
        ("while true do pcall(require, 'none') end", stopped),
        ("while true do print('x') end", stopped),
        ("table.move({}, 1, 1 << 60, 2)", stopped),
        ("math.randomseed(1)", "math.randomseed has no stream here; random numbers come from the run's seed"),
    ]

    private func message(_ body: () throws -> Void) -> String? {
        do {
            try body()
            return nil
        } catch {
            return "\(error)"
        }
    }

    @Test(arguments: refused) func `is refused at its line, and the next episode plays`(body: String, expected: String)
        throws
    {
        let scripts = try TemporaryScripts()
        defer { withExtendedLifetime(scripts) {} }
        let script = try scripts.load(Self.script(body))
        let environment = try script.makeEnvironment(capacity: 1, kernels: .best)
        let witness = try TemporaryScripts().load(Self.script("")).makeEnvironment(capacity: 1, kernels: .best)
        let before = try LuaEnvironmentPlay(witness).steps(5)
        for _ in 0..<2 {
            let play = try LuaEnvironmentPlay(environment)
            #expect(try play.steps(2) == [0, 1, 2])
            #expect(message { try play.step() } == "script.lua:5: " + expected)
        }
        #expect(try LuaEnvironmentPlay(environment).steps(2) == [0, 1, 2])
        #expect(try LuaEnvironmentPlay(witness).steps(5) == before)
    }

    @Test func `cannot hold more memory than its limit`() throws {
        let script = try TemporaryScripts().load(
            Self.script("local t = {} while true do t[#t + 1] = { ('x'):rep(#t) } end", seconds: 20))
        let environment = try script.makeEnvironment(capacity: 1, kernels: .best)
        for _ in 0..<2 {
            let play = try LuaEnvironmentPlay(environment)
            _ = try play.steps(2)
            #expect(message { try play.step() } == "not enough memory: a script's state may hold 16 MB")
        }
        #expect(try LuaEnvironmentPlay(environment).steps(2) == [0, 1, 2])
    }

    @Test func `cannot draw from the stream of another episode`() throws {
        let script = try TemporaryScripts().load(Self.script("if kept ~= self.random then kept:uniform() end"))
        let environment = try script.makeEnvironment(capacity: 1, kernels: .best)
        #expect(try LuaEnvironmentPlay(environment).steps(4) == [0, 1, 2, 3, 4])
        let second = try LuaEnvironmentPlay(environment)
        _ = try second.steps(2)
        #expect(message { try second.step() } == "script.lua:5: random: this stream belongs to another episode")
    }
}

/// One episode in the only lane of a group.
private final class LuaEnvironmentPlay {
    private let environment: any Environment
    private let stage: Stage

    init(_ environment: any Environment) throws {
        self.environment = environment
        stage = environment.stage(actions: ActionBatch(capacity: 1, shape: .discrete(count: 2)))
        try environment.reset(lane: 0, random: RandomStream(RandomAddress(seed: 1, purpose: .episode)))
    }

    func step() throws { try stage.run(lanes: 1) }

    /// The first observation and those after each step.
    func steps(_ count: Int) throws -> [Float] {
        var observed = [environment.batch[lane: 0, value: 0]]
        for _ in 0..<count {
            try step()
            observed.append(environment.batch[lane: 0, value: 0])
        }
        return observed
    }
}
