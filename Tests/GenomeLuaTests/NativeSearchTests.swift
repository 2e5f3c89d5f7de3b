import Experiments
import GenomeLua
import LuaHost
import Records
import TestSupport
import Testing

/// Native searches that a search of a script starts.
@Suite struct `A native search in one of Lua` {
    /// Does what the native search does.
    private static let wrapper = """
        local Wrapper = {}
        function Wrapper:start(problem) self.native = native:start(problem) end
        function Wrapper:ask(generation) return self.native:ask(generation) end
        function Wrapper:tell(evaluations) return self.native:tell(evaluations) end
        function Wrapper:policy() return self.native:policy() end
        function Wrapper:scalars() return self.native:scalars() end
        """

    private static func script(_ native: String, _ search: String, _ wrapper: String = wrapper)
        -> String
    {
        """
        local genome = require "genome"
        local native = genome.\(native)
        \(wrapper)
        return genome.experiment { \(cartpole), search = \(search), generations = 6, solved = { episodes = 2 } }
        """
    }

    private static let cartpole = """
        environment = "cartpole", encoder = genome.sign {}, behavior = function(episode) return episode.length end,
          network = genome.binary_network { hidden = { 20 }, biases = true }
        """

    @Test(arguments: [
        "nes { population_size = 12 }", "nes { population_size = 12, mirrored = true, optimizer = genome.adam {} }",
        "ga { population_size = 12, elites = 2 }",
        "ga { population_size = 12, selection = genome.truncation { size = 4 } }",
        "ga { population_size = 12, novelty = genome.novelty {} }",
        "nsga2 { population_size = 12, novelty = genome.novelty {} }",
        "deep_ga { population_size = 12, parents = 3, candidates = 3, candidate_episodes = 2 }",
        "es { population_size = 12 }",
    ])
    func `finds what it finds alone`(native: String) throws {
        let runs = ScriptRuns()
        let names = ["policy", "policy-best"]
        try runs.write("script.lua", Self.script(native, "native"))
        let alone = try RunBits(of: runs.run(name: "alone").path, names: names).scalars
        try runs.write("script.lua", Self.script(native, "Wrapper"))
        #expect(try RunBits(of: runs.run(name: "wrapped", threads: 2).path, names: names).scalars == alone)
    }

    /// Two of one kind and one of another, on parts of the problem, told in turn, with states that are changed.
    private static let partners = """
        local Partners = {}
        local other = genome.ga { population_size = 10, bias_deviation = 0.5 }
        function Partners:start(problem)
          self.bits = { native:start { bits = problem.bits }, native:start { bits = problem.bits } }
          self.floats = other:start { floats = problem.floats }
        end
        function Partners:ask(generation)
          local list, floats = {}, self.floats:ask(generation)
          self.turn = generation % 2 + 1
          for i, bits in ipairs((self.bits[self.turn]:ask(generation // 2))) do
            list[i] = { bits = bits, floats = floats[i] }
          end
          return list
        end
        function Partners:tell(evaluations)
          local native = self.bits[self.turn]
          native:tell(evaluations)
          self.floats:tell(evaluations)
          local logits = native:state().logits
          native:set_state { logits = logits:scale(0.9):clamp(-3, 3) }
        end
        """

    @Test(arguments: [
        "", "function Partners:policy() return { bits = self.bits[1]:policy(), floats = self.floats:policy() } end",
    ])
    func `gives the same bits on any threads, stopped at any generation`(policy: String) throws {
        let runs = ScriptRuns()
        try runs.write(
            "script.lua",
            Self.script("nes { population_size = 10 }", "Partners", "\(Self.partners)\n\(policy)"))
        let bits = try RunBits(of: runs.run(name: "whole").path)
        for threads in 2...3 {
            #expect(try RunBits(of: runs.run(name: "\(threads)", threads: threads).path) == bits)
        }
        for stop in 1..<6 {
            try runs.run(name: "stopped-\(stop)", stopAfter: stop)
            #expect(try RunBits(of: runs.run(name: "stopped-\(stop)", threads: 2, resumes: true).path) == bits)
        }
    }

    /// Populations that grow, ratings of centers, and schedules over steps.
    @Test(arguments: [
        "es { population_size = 4, timesteps = 150 }",
        "deep_ga { population_size = 4, timesteps = 150, candidates = 2, candidate_episodes = 1, novelty = genome.novelty {} }",
        "random_search { population_size = 4, timesteps = 150, candidate_episodes = 1 }",
        "novelty_es { population_size = 4, timesteps = 150, centers = 2, center_episodes = 1 }",
    ])
    func `is told the steps of episodes, and takes rounds until there are enough`(native: String) throws {
        let runs = ScriptRuns()
        let wrapper = Self.wrapper.replacing(
            "return self.native:tell(evaluations)",
            with: """
                if self.restarts then self.steps, self.restarts = 0, false end
                  for _, evaluation in ipairs(evaluations) do
                    assert(evaluation.steps == evaluation.behavior[1])
                    self.steps = self.steps + evaluation.steps
                  end
                  local takes_more = self.native:tell(evaluations)
                  if not takes_more then
                    assert(self.steps >= 150)
                    self.restarts = true
                  end
                  return takes_more
                """
        ).replacing(
            "self.native = native:start(problem)", with: "self.native, self.restarts = native:start(problem), true")
        try runs.write("script.lua", Self.script(native, "Wrapper", wrapper))
        let bits = try RunBits(of: runs.run(name: "whole").path)
        for stop in [1, 4] {
            try runs.run(name: "stopped-\(stop)", stopAfter: stop)
            #expect(try RunBits(of: runs.run(name: "stopped-\(stop)", threads: 2, resumes: true).path) == bits)
        }
    }

    /// A search whose generation the run's own cuts short has been told what no checkpoint holds.
    @Test(arguments: [
        (
            "self.native:tell(evaluations)", "self.native:ask(generation)",
            """
            script.lua:5: ask: the run's generation ended before that of genome.deep_ga: tell must return what \
            started:tell(…) returns, which is true where another round is to be asked for
            """
        ),
        (
            "return self.native:tell(evaluations)", "self:count()",
            "script.lua:5: ask: generation 0 takes another round, as tell returned true; got generation 1"
        ),
        (
            "for i, rated in ipairs(evaluations) do rated.steps = nil end return self.native:tell(evaluations)",
            "self.native:ask(generation)",
            "script.lua:6: tell: a search that counts timesteps needs steps in evaluations, as tell is given them"
        ),
    ])
    func `refuses rounds that are not of one generation`(tell: String, ask: String, expected: String) throws {
        let script = """
            local genome = require "genome"
            local native = genome.deep_ga { population_size = 4, timesteps = 8 }
            local S = {}
            function S:start(problem) self.native, self.asked = native:start(problem), 0 end
            function S:ask(generation) self.asked = self.asked + 1 return \(ask) end
            function S:tell(evaluations) \(tell) end
            return genome.experiment { \(Self.cartpole), search = S, generations = 3 }
            """.replacing("self:count()", with: "self.native:ask(self.asked - 1)")
        #expect(try ScriptRuns().error(script) == expected)
    }

    /// What the search has itself is taken, whatever it is; what is refused changes nothing, between rounds either.
    @Test(arguments: [
        ("novelty_es { population_size = 2, centers = 2 }", "{ floats = 3 }", "{ fitness = 1, behavior = { 1e60 } }"),
        ("nsga2 { population_size = 2 }", "{ bits = 3 }", "{ fitness = -1e299, objectives = { 1e299 } }"),
        (
            "deep_ga { population_size = 2, parents = 1, candidates = 2, novelty = genome.novelty { memory = 1 } }",
            "{ floats = 3 }", "{ fitness = 1, behavior = { 1e60 } }"
        ),
    ])
    func `takes its own state back`(native: String, problem: String, rated: String) throws {
        let runs = ScriptRuns()
        try runs.write(
            "script.lua",
            """
            local genome = require "genome"
            local native = genome.\(native)
            local S = {}
            function S:start(problem) self.native = native:start(problem) end
            function S:ask(generation)
              self.native:set_state {}
              self.native:set_state(self.native:state())
              local asked = self.native:ask(generation)
              repeat
                for i = 1, #asked do asked[i] = \(rated) end
                local takes_more = self.native:tell(asked)
                assert(not pcall(self.native.set_state, self.native, { nothing = 1 }))
                assert(not pcall(self.native.set_state, self.native, { parents = { 77 } }))
                if takes_more then
                  local count = #self.native:ask(generation)
                  asked = self.native:ask(generation)
                  assert(#asked == count)
                end
              until not takes_more
              self.native:set_state {}
              self.native:set_state(self.native:state())
              return { self.native:policy() }
            end
            function S:tell() end
            return genome.experiment {
              fitness = function() return 1 end, variables = \(problem), search = S, generations = 3,
            }
            """)
        #expect(try runs.run(name: "run").status == .finished)
    }

    /// What it was asked in one generation is not told in another, which may be another process.
    @Test func `is asked in the generation in which it is told`() throws {
        let script = """
            local genome = require "genome"
            local native = genome.nes { population_size = 4 }
            local S = {}
            function S:start(problem) self.native = native:start(problem) end
            function S:ask(generation)
              if generation > 0 then return { genome.bits(3) } end
              return self.native:ask(generation)
            end
            function S:tell(evaluations)
              if #evaluations == 1 then self.native:tell { 1, 2, 3, 4 } end
            end
            return genome.experiment {
              fitness = function() return 1 end, variables = { bits = 3 }, search = S, generations = 2,
            }
            """
        #expect(try ScriptRuns().error(script) == "script.lua:10: tell: ask comes first")
    }

    /// What a script finds when it looks at a native search and changes it.
    private static func looking(_ native: String, _ problem: String, _ tell: String) -> String {
        """
        local genome = require "genome"
        local native = genome.\(native)
        local S = {}
        function S:start(problem) self.native = native:start(problem) end
        function S:ask(generation) return self.native:ask(generation) end
        function S:tell(evaluations) \(tell) end
        return genome.experiment { fitness = function(v) return #v end, variables = \(problem), search = S, generations = 1 }
        """
    }

    @Test(arguments: [
        (
            "nes { population_size = 2, logit_deviation = 0, optimizer = genome.momentum {} }", "{ bits = 3 }",
            """
            local state = self.native:state()
            assert(#state.logits == 3 and state.logits:norm() == 0 and state.update_norm == 0)
            assert(#state.biases.means == 0 and #state.optimizer.first == 3)
            self.native:set_state { logits = genome.floats { 1, 2, 3 }, optimizer = { first = { 4, 5, 6 } } }
            state = self.native:state()
            assert(state.logits:list()[3] == 3 and state.optimizer.first[1] == 4 and state.update_norm == 0)
            local policy = self.native:policy()
            assert(tostring(policy) == "a recipe of 3 bits and 0 floats", tostring(policy))
            assert(tostring(self.native) == "a search started from genome.nes")
            assert(self.native:tell { 1, { fitness = 2 } } == false)
            assert(tostring(policy) == "a recipe of an earlier generation")
            assert(self.native:state().optimizer.first[1] ~= 4, tostring(self.native:state().optimizer.first[1]))
            assert(self.native:scalars().entropy >= 0 and self.native:scalars().update_norm > 0)
            """
        ),
        (
            "ga { population_size = 4, elites = 2 }", "{ floats = 2 }",
            """
            assert(#self.native:state().floats == 0)
            self.native:tell(evaluations)
            local state = self.native:state()
            assert(#state.floats == #state.bits and #state.floats[1] == 2 and #state.bits[1] == 0)
            state.floats[1]:assign(7)
            self.native:set_state(state)
            assert(self.native:state().floats[1][2] == 7 and #self.native:state().parents == 2)
            """
        ),
        (
            "nsga2 { population_size = 2 }", "{ bits = 3 }",
            """
            self.native:tell { { fitness = 1, objectives = { 2 } }, { fitness = 2, objectives = { 1 } } }
            local state = self.native:state()
            assert(#state.objectives == 2 and state.objectives[1]:sum() == 3 and state.front == 2 and #state.parents == 2)
            state.objectives[1]:assign(7)
            self.native:set_state(state)
            assert(self.native:state().objectives[1][2] == 7 and self.native:scalars().objective_2 == 7)
            """
        ),
        (
            "nsga2 { population_size = 2, novelty = genome.novelty { memory = 1 } }", "{ bits = 3 }",
            """
            self.native:tell { { fitness = 1, behavior = { 2, 3 } }, { fitness = 2, behavior = { 1, 0 } } }
            local state = self.native:state()
            assert(#state.behaviors == 2 and #state.novelty.behaviors == 2 and state.novelty.behaviors[2][1] == 1)
            self.native:set_state(state)
            """
        ),
        (
            "deep_ga { population_size = 2, parents = 1, candidates = 0 }", "{ floats = 3 }",
            """
            self.native:tell { 1, 2 }
            local state = self.native:state()
            assert(state.elite == 0 and #state.parents.runs == 1 and math.type(state.parents.subjects[1]) == "integer")
            self.native:set_state(state)
            """
        ),
        (
            "novelty_es { population_size = 2, centers = 1 }", "{ floats = 3 }",
            """
            assert(self.native:tell { { fitness = 1, behavior = { 2, 3 } } })
            local state = self.native:state()
            assert(#state.behaviors == 1 and #state.center_0.floats.values == 3)
            self.native:set_state(state)
            """
        ),
    ])
    func `shows its state and takes another`(native: String, problem: String, tell: String) throws {
        let runs = ScriptRuns()
        try runs.write("script.lua", Self.looking(native, problem, tell))
        #expect(try runs.run(name: "run").status == .finished)
    }

    /// A state that a script sets counts: all of its distribution is at one point.
    @Test func `draws from the state that it is given`() throws {
        let runs = ScriptRuns()
        try runs.write(
            "script.lua",
            """
            local genome = require "genome"
            local native = genome.nes { population_size = 4 }
            local S = {}
            function S:start(problem)
              self.native = native:start(problem)
              self.native:set_state { logits = genome.floats(problem.bits, 60) }
            end
            function S:ask(generation) return self.native:ask(generation) end
            function S:tell(evaluations)
              for i = 1, 4 do assert(evaluations[i].fitness == 100) end
              self.native:tell(evaluations)
            end
            return genome.experiment {
              fitness = function(v) return v:popcount() end, variables = { bits = 100 }, search = S, generations = 3,
            }
            """)
        #expect(try runs.run(name: "run").status == .finished)
    }

    @Test(arguments: [
        ("self.native.ask(1)", "ask: call it with a colon on a search that was started: search:ask(…)"),
        ("self.native:ask()", "ask: generation must be an integer of 0 to 4294967294, got nil"),
        ("self.native:ask(-1)", "ask: generation must be an integer of 0 to 4294967294, got -1"),
        ("self.native:tell()", "tell: evaluations must be a list of 2, one for each recipe of ask, got nil"),
        (
            "self.native:tell { 1, 'x' }",
            "tell: evaluation 2 must be a finite number or have one as fitness, got 'x'"
        ),
        (
            "self.native:tell { 1, { fitness = 1 / 0 } }",
            "tell: evaluation 2 must be a finite number or have one as fitness, got { fitness = inf }"
        ),
        (
            "self.native:tell { { fitness = 1, behavior = { 1 } }, { fitness = 2, behavior = { 1, 2 } } }",
            "tell: all evaluations must have a behavior of the same length, or none"
        ),
        ("self.native:tell { 1, 2 } self.native:tell { 1, 2 }", "tell: ask comes first"),
        (
            "native:start { bits = 3 }",
            "start: a search is started in the method start of a search that the script wrote"
        ),
        ("native.start(7)", "start: call it with a colon: search:start(problem)"),
        ("self.native:set_state(3)", "set_state: takes a table such as state() returns, got 3"),
        ("self.native:set_state { logit = 3 }", "set_state: unknown name 'logit'; did you mean 'logits'?"),
        (
            "self.native:set_state { biases = { mean = 3 } }",
            "set_state: unknown name 'biases.mean'; did you mean 'means'?"
        ),
        ("self.native:set_state { biases = 3 }", "set_state: biases must be a table, got 3"),
        ("self.native:set_state { logits = 3 }", "set_state: logits must be numbers, got 3"),
        (
            "self.native:set_state { logits = genome.floats(3):divide(genome.floats(3)) }",
            "set_state: logits must be finite, got nan at 1"
        ),
        ("self.native:set_state { logits = { 1, 2 } }", "set_state: logits must have the shape [3], got [2]"),
        ("self.native:set_state { update_norm = 'x' }", "set_state: update_norm must be a finite number, got 'x'"),
        (
            "self.native:set_state { biases = { deviations = { -1 } } }",
            "set_state: biases.deviations must have the shape [0], got [1]"
        ),
        ("self.native.logits = 3", "genome.StartedSearch is read-only: 'logits' cannot be set"),
        ("local x = self.native.logits", "genome.StartedSearch: unknown name 'logits'"),
    ])
    func `says what is wrong with a call`(call: String, expected: String) throws {
        let script = Self.looking("nes { population_size = 2 }", "{ bits = 3 }", call)
        let message = try ScriptRuns().error(script)
        #expect(message == "script.lua:6: " + expected)
    }

    @Test(arguments: [
        (
            "nes { population_size = 2, optimizer = genome.adam {} }", "{ bits = 3 }",
            "optimizer = { powers = { 2, 0 } }",
            "optimizer.powers has a value that is not from 0 to 1"
        ),
        (
            "nes { population_size = 2, optimizer = genome.adam {} }", "{ bits = 3 }",
            "logits = { 1, 2, 3 }, optimizer = { second = { -1, 0, 0 } }", "optimizer.second has a negative value"
        ),
        (
            "nes { population_size = 2 }", "{ floats = 1 }", "biases = { deviations = { 0 } }",
            "biases.deviations has a value that is not positive"
        ),
        ("ga { population_size = 2 }", "{ bits = 3 }", "bits = {}, floats = {}", "parents does not fit the survivors"),
        (
            "ga { population_size = 2 }", "{ bits = 3 }", "bits = { genome.bits(2) }",
            "bits[1] must be bits of 3 values, got 2 bits"
        ),
        ("ga { population_size = 2 }", "{ floats = 3 }", "floats = 3", "floats must be a list, got 3"),
        (
            "ga { population_size = 2 }", "{ floats = 3 }", "floats = { { 1, 2 } }",
            "floats[1] must be floats of 3 values, got { 1, 2 }"
        ),
        (
            "ga { population_size = 2 }", "{ floats = 3 }", "floats = { { 1, 2, 1e300 } }",
            "floats[1] must be finite, got 1e+300 at 3"
        ),
        ("ga { population_size = 2 }", "{ bits = 3 }", "parents = { -1 }", "parents does not fit the survivors"),
        (
            "ga { population_size = 2 }", "{ bits = 3 }", "parents = { 1 << 40 }",
            "parents[1] must be an integer of 32 bits, got 1099511627776"
        ),
    ])
    func `keeps its state where another is none`(
        native: String, problem: String, change: String, expected: String
    ) throws {
        let tell = """
            self.native:tell(evaluations)
            local function text(value)
              if type(value) ~= "table" then return type(value) == "userdata" and text(value:list()) or tostring(value) end
              local lines = {}
              for key, inner in pairs(value) do lines[#lines + 1] = key .. "=" .. text(inner) end
              table.sort(lines)
              return table.concat(lines, " ")
            end
            local before = text(self.native:state())
            local ok, why = pcall(self.native.set_state, self.native, { \(change) })
            assert(not ok and why:match("set_state: (.*)") == \("[[" + expected + "]]"), why)
            assert(text(self.native:state()) == before)
            """.replacing("local function text", with: "local text\nfunction text")
        let runs = ScriptRuns()
        try runs.write("script.lua", Self.looking(native, problem, tell))
        #expect(try runs.run(name: "run").status == .finished)
    }

    @Test(arguments: [
        ("native:start()", "start: a problem must be a table with bits and floats, got nil"),
        ("native:start {}", "start: a problem must have bits or floats"),
        ("native:start { bits = 4 }", "start: bits must be an integer in 0 ... 3, got 4"),
        ("native:start { bits = 0.5 }", "start: bits must be an integer in 0 ... 3, got 0.5"),
        ("for i = 1, 200 do native:start { bits = 1 } end", "start: no more than 100 searches are started"),
        (
            "genome.ga { selection = function() end }:start(problem)",
            "ga: call it while the script loads, not in a function that a run calls"
        ),
        (
            "genome_of_run:start(problem)", "start: deep_ga that starts from a run cannot be started by a search"
        ),
        ("scripted:start(problem)", "start: ga with a function of the script cannot be started by a search"),
    ])
    func `is refused what it cannot start with`(start: String, expected: String) throws {
        let script = """
            local genome = require "genome"
            local native, scripted = genome.nes {}, genome.ga { selection = function() end }
            local genome_of_run = genome.deep_ga { start = "outputs/run" }
            local S = {}
            function S:start(problem)
              \(start)
            end
            function S:ask() end
            function S:tell() end
            return genome.experiment { fitness = print, variables = { bits = 3 }, search = S, generations = 1 }
            """
        #expect(try ScriptRuns().error(script) == "script.lua:6: " + expected)
    }

    @Test(arguments: [
        (
            "ask", "return { self.native:policy(), self.half:policy() }",
            "ask: individual 2 must be { bits = …, floats = … } with bits of 3 values and floats of 1 values, got a genome.Recipe"
        ),
        (
            "ask", "self.native:ask(1) self.old = self.native:ask(2) self.native:ask(3) return self.old",
            "ask: individual 1 must be { bits = …, floats = … } with bits of 3 values and floats of 1 values, or a draw or recipe that still stands"
        ),
    ])
    func `hands out recipes that stand`(method: String, body: String, expected: String) throws {
        let script = """
            local genome = require "genome"
            local native = genome.nes { population_size = 2 }
            local S = {}
            function S:start(problem)
              self.native, self.half = native:start(problem), native:start { bits = problem.bits }
            end
            function S:ask() \(body) end
            function S:tell() end
            return genome.experiment {
              environment = { observation_space = { binary = 1 }, action_space = { discrete = 2 } },
              search = S, generations = 1,
            }
            """
        // Three weights and a bias of a network written by its sizes.
        let network = script.replacing(
            "environment = { observation_space = { binary = 1 }, action_space = { discrete = 2 } }",
            with: Self.small)
        let message = try ScriptRuns().error(network)
        #expect(message == "script.lua:7: " + expected)
    }

    private static let small = """
        environment = {
            observation_space = { binary = 3 }, action_space = { discrete = 2 }, max_steps = 1,
            reset = function() return { 0, 0, 0 } end, step = function() return { 0, 0, 0 }, 0, true end,
          },
          encoder = genome.raw_bits {}, network = genome.binary_network { hidden = {}, biases = true }
        """

    @Test func `is what a checkpoint holds, and its recipes are not`() throws {
        let script = """
            local genome = require "genome"
            local native = genome.nes { population_size = 2 }
            local S = {}
            function S:start(problem) self.native = native:start(problem) end
            function S:ask(generation)
              self.asked = self.native:ask(generation)
              return self.asked
            end
            function S:tell(evaluations) end
            return genome.experiment {
              fitness = function() return 1 end, variables = { bits = 3 }, search = S, generations = 2,
            }
            """
        let message = try ScriptRuns().error(script)
        #expect(
            message
                == "search.asked[1] is a genome.Recipe, which a checkpoint cannot hold; set it to nil before the generation ends"
        )
    }

    @Test func `is the number that the script's start makes`() throws {
        let runs = ScriptRuns()
        func write(_ count: Int) throws {
            try runs.write(
                "script.lua",
                """
                local genome = require "genome"
                local native = genome.nes { population_size = 2 }
                local S = {}
                function S:start(problem) for i = 1, \(count) do self[i] = native:start(problem) end end
                function S:ask(generation) return self[1]:ask(generation) end
                function S:tell(evaluations) self[1]:tell(evaluations) end
                return genome.experiment {
                  fitness = function() return 1 end, variables = { bits = 3 }, search = S, generations = 4,
                }
                """)
        }
        try write(2)
        try runs.run(name: "run", stopAfter: 2)
        try write(1)
        #expect(throws: (any Error).self) { try runs.run(name: "run", resumes: true) }
    }
}
