import Experiments
import FoundationEssentials
import GenomeLua
import LuaHost
import TestSupport
import Testing

@Suite struct `An error in an episode` {
    /// A walk of nine steps that fails now and then.
    private static func script(
        rule: String, fault: String, options: String = "", search: String = "genome.nes { population_size = 8 }"
    ) -> String {
        """
        local genome = require "genome"
        local Walk = { observation_space = { size = 1 }, action_space = { discrete = 2 }, max_steps = 9 }
        function Walk:reset(random) self.random, self.x = random, random:normal(); return { self.x } end
        function Walk:step(action)
          \(fault)
          self.x = self.x + (action == 1 and 1 or -1) * self.random()
          return { self.x }, 1 - math.abs(self.x), math.abs(self.x) > 3
        end
        return genome.experiment {
          environment = Walk, encoder = genome.sign {}, network = genome.binary_network { hidden = { 3 } },
          search = \(search), generations = 6, episodes = 2, solved = { episodes = 2 },
          on_error = "\(rule)", \(options)
        }
        """
    }

    private static let rare = "if self.random() < 0.02 then error('lost') end"

    @Test func `is forgiven by 'worst', with the same bits on any threads and lanes`() throws {
        let runs = ScriptRuns()
        let reward = "reward = function(reward, observation) assert(observation[1] > -1.5, 'low'); return reward end,"
        try runs.write("script.lua", Self.script(rule: "worst", fault: Self.rare, options: reward))
        let bits = try RunBits(of: runs.run(name: "run").path)
        let failed = try #require(bits.scalars["episode/failed"])
        #expect(failed.count == 6 && failed.values.contains { $0 > 0 })
        #expect(
            runs.observer.texts.first
                == """
                generation 0: 5 failed episodes, worth the lowest fitness of the others; first: script.lua:5: lost \
                (individual 1 of generation 0, episode 2, step 5); genome-lua replay \
                \(runs.folder.path)/outputs/script/run --generation 0 --individual 1 plays it again
                """)
        for (threads, lanes) in [(2, 1), (3, 4), (1, 64), (2, 3)] {
            let other = try runs.run(name: "\(threads)-\(lanes)", threads: threads, lanes: lanes)
            #expect(try RunBits(of: other.path) == bits, "\(threads) threads, \(lanes) lanes")
        }
        for stop in 1..<6 {
            let name = "stopped-\(stop)"
            try runs.run(name: name, stopAfter: stop)
            #expect(try RunBits(of: runs.run(name: name, resumes: true).path) == bits, "stopped after \(stop)")
        }
    }

    /// A third of the episodes fail: all of some individuals, of pairs by which a population grows, of lone candidates and
    /// centers.
    @Test(arguments: [
        "genome.ga { population_size = 8, novelty = genome.novelty { memory = 0.5 } }",
        "genome.nsga2 { population_size = 8, novelty = genome.novelty { memory = 0.5 } }",
        "genome.deep_ga { population_size = 8, candidates = 1, candidate_episodes = 1, novelty = genome.novelty {} }",
        "genome.deep_ga { population_size = 8, candidates = 2, candidate_episodes = 1, timesteps = 120 }",
        "genome.novelty_es { population_size = 8, centers = 2, timesteps = 100 }",
        "genome.es { population_size = 8, timesteps = 100 }",
        "genome.novelty_es { population_size = 8, centers = 1, center_episodes = 40 }",
    ])
    func `is forgiven by 'worst' though all of a round have one, or one has no behavior`(search: String) throws {
        let options = "behavior = function(episode) return episode.observation[1] end,"
        let fault = "if self.random() < 0.06 then error('lost') end"
        let runs = ScriptRuns()
        try runs.write(
            "script.lua",
            Self.script(rule: "worst", fault: fault, options: options, search: search)
                .replacing("generations = 6, episodes = 2", with: "generations = 20"))
        let outcome = try runs.run(name: "run")
        #expect(outcome.status == .finished)
        let bits = try RunBits(of: outcome.path)
        #expect(try RunBits(of: runs.run(name: "other", threads: 2, lanes: 3).path) == bits)
        for stop in [1, 4, 13] {
            let name = "stopped-\(stop)"
            try runs.run(name: name, stopAfter: stop)
            #expect(try RunBits(of: runs.run(name: name, resumes: true).path) == bits, "stopped after \(stop)")
        }
    }

    @Test(arguments: [
        "nes { population_size = 8 }", "ga { population_size = 8, novelty = genome.novelty {} }",
        "deep_ga { population_size = 8, candidates = 2, candidate_episodes = 1, novelty = genome.novelty {} }",
        "nsga2 { population_size = 8, novelty = genome.novelty {} }",
    ])
    func `is told to native searches in one of the script, too`(native: String) throws {
        func scalars(_ search: String) throws -> [String: [Int: Float]] {
            let runs = ScriptRuns()
            let script = Self.script(
                rule: "worst", fault: "if self.random() < 0.06 then error('lost') end",
                options: "behavior = function(episode) return episode.observation[1] end,", search: search)
            try runs.write("script.lua", script.replacing("generations = 6, episodes = 2", with: "generations = 20"))
            let outcome = try runs.run(name: "run")
            #expect(outcome.status == .finished)
            return try RunBits(of: outcome.path).scalars
        }
        let wrapped = """
            {
                start = function(self, problem) self.native = native:start(problem) end,
                ask = function(self, generation) return self.native:ask(generation) end,
                tell = function(self, evaluations) return self.native:tell(evaluations) end,
                policy = function(self) return self.native:policy() end,
                scalars = function(self) return self.native:scalars() end,
              }
            """
        let own = try scalars("(function() local native = genome.\(native) return \(wrapped) end)()")
        #expect(own["episode/failed"]?.values.contains { $0 > 0 } == true)
        #expect(try own == scalars("genome.\(native)"))
    }

    @Test func `ends the run in spite of 'worst' if every individual has one`() throws {
        let message = try ScriptRuns().error(Self.script(rule: "worst", fault: "error('always')"))
        #expect(message?.hasPrefix("script.lua:5: always (individual 1 of generation 0, episode 1, step 0; ") == true)
    }

    @Test(arguments: ["stop", "worst", "retry"])
    func `is never forgiven if a limit was reached`(rule: String) throws {
        let script = Self.script(
            rule: rule, fault: "if self.random() < 0.05 then while true do end end", options: "callback_seconds = 0.1,")
        let message = try #require(try ScriptRuns().error(script))
        #expect(message.hasPrefix("script.lua:5: step took longer than 0.1 s and was stopped (individual "))
    }

    @Test func `is tried once more by 'retry'`() throws {
        // The script breaks the rule that an episode keeps nothing outside itself, or it would fail again.
        let runs = ScriptRuns()
        let script =
            "local tries = { count = 0 }\n"
            + Self.script(
                rule: "retry", fault: "tries.count = tries.count + 1; if tries.count % 41 == 0 then error('odd') end")
        try runs.write("script.lua", script)
        let plain = script.replacing("error('odd')", with: "tries.count = tries.count + 0")
        // One lane: no other episode comes between the two tries.
        let outcome = try runs.run(name: "run", lanes: 1)
        #expect(outcome.status == .finished)
        try runs.write("script.lua", plain)
        let other = try runs.run(name: "plain", lanes: 1)
        #expect(try RunBits(of: outcome.path).scalars == RunBits(of: other.path).scalars)
        let message = try ScriptRuns().error(Self.script(rule: "retry", fault: Self.rare))
        #expect(message?.hasPrefix("script.lua:5: lost (individual ") == true)
    }

    @Test func `at a reset is forgiven or tried again as well`() throws {
        func script(_ rule: String) -> String {
            Self.script(rule: rule, fault: "").replacing(
                "local genome", with: "local count = { n = 0 }; local genome", maxReplacements: 1
            ).replacing(
                "Walk:reset(random)",
                with: "Walk:reset(random) count.n = count.n + 1; if count.n % 7 == 0 then error('unready') end;")
        }
        let runs = ScriptRuns()
        try runs.write("script.lua", script("retry"))
        #expect(try runs.run(name: "run").status == .finished)
        try runs.write("script.lua", script("worst"))
        let bits = try RunBits(of: runs.run(name: "worst").path)
        #expect(bits.scalars["episode/failed"]?.values.contains { $0 >= 2 } == true)
    }

    @Test func `saves its individual whole, which is played again`() throws {
        let runs = ScriptRuns()
        let message = try #require(try runs.error(Self.script(rule: "stop", fault: Self.rare)))
        let path = "\(runs.folder.path)/outputs/script/failing"
        let pattern = #/script.lua:5: lost \(individual (\d+) of generation (\d), episode (\d), step (\d); (.*)\)/#
        let match = try #require(try pattern.wholeMatch(in: message))
        #expect(match.5 == "genome-lua replay \(path) plays it again")
        let place = "individual \(match.1) of generation \(match.2), episode \(match.3), step \(match.4)"
        let error = try #require(throws: LuaError.self) { try runs.replay(path) }
        #expect(error.description == "script.lua:5: lost (\(place))")
        #expect(error.traceback.first?.description == "script.lua:5: in method 'step'" || !error.traceback.isEmpty)

        let (individual, generation) = (try #require(Int(match.1)), try #require(Int(match.2)))
        // The same, made again from the start and from a checkpoint.
        try FileManager.default.removeItem(atPath: "\(path)/failed-individual")
        let again = #expect(throws: LuaError.self) {
            try runs.replay(path, Replay.Choice(generation: generation, individual: individual))
        }
        #expect(again == error)
        let first = #expect(throws: ExperimentError.self) { try runs.replay(path) }
        #expect(first == .noFailure(path: path))
    }

    @Test func `or none: any individual of any generation is played again`() throws {
        let runs = ScriptRuns()
        let options = """
            checkpoint_every = { generations = 2 },
            on_generation = function(generation) shared.wind = generation.policy_return end,
            """
        let script =
            "local shared = require('genome').shared { wind = 0 }\n"
            + Self.script(rule: "stop", fault: "self.x = self.x + shared.wind / 9", options: options)
        try runs.write("script.lua", script)
        // The best of a generation shows in its figures.
        let path = try runs.run(name: "run").path
        let best = try #require(try RunBits(of: path).scalars["return/best"])
        for generation in 0..<6 {
            let means = try (1...8).map { individual in
                let replay = try runs.replay(path, Replay.Choice(generation: generation, individual: individual))
                #expect(replay.generation == generation && replay.individual == individual)
                #expect(replay.episodes.map(\.number) == [1, 2])
                return replay.episodes.reduce(0) { $0 + $1.episodeReturn } / 2
            }
            #expect(means.max().map(Float.init) == best[generation], "generation \(generation)")
        }
        let single = try runs.replay(path, Replay.Choice(generation: 3, individual: 2, episode: 2))
        #expect(single.episodes == [try runs.replay(path, Replay.Choice(generation: 3, individual: 2)).episodes[1]])
    }

    @Test(arguments: [
        (Replay.Choice(generation: 9, individual: 1), "there is no generation 9: the run ended after 6"),
        (Replay.Choice(generation: 1, individual: 9), "--individual must be 1 to 8, got 9"),
        (Replay.Choice(generation: 1, individual: 8, episode: 3), "--episode must be 1 to 2, got 3"),
    ])
    func `is not looked for where there is none`(choice: Replay.Choice, expected: String) throws {
        let runs = ScriptRuns()
        try runs.write("script.lua", Self.script(rule: "stop", fault: ""))
        let path = try runs.run(name: "run").path
        let error = #expect(throws: ExperimentError.self) { try runs.replay(path, choice) }
        #expect(error?.description == expected)
    }
}

extension ScriptRuns {
    @discardableResult
    func replay(_ path: String, _ choice: Replay.Choice = Replay.Choice()) throws -> Replay {
        try ScriptReplay.perform(choice, ofRun: path, configuration: configuration) { _ in }
    }
}

@Suite struct `A check of determinism` {
    private func script(_ step: String) -> String {
        """
        local genome = require "genome"
        local seen = { 0 }
        local Walk = { observation_space = { size = 1 }, action_space = { discrete = 2 }, max_steps = 9 }
        function Walk:reset(random) self.random, self.x = random, random:normal(); return { self.x } end
        function Walk:step(action)
          \(step)
          return { self.x }, self.x, false
        end
        return genome.experiment {
          environment = Walk, encoder = genome.sign {}, network = genome.binary_network { hidden = { 3 } },
          search = genome.nes { population_size = 8 }, generations = 6, episodes = 2,
        }
        """
    }

    @Test func `passes what keeps to itself, and gives the same bits`() throws {
        let runs = ScriptRuns()
        try runs.write("script.lua", script("self.x = self.x + self.random()"))
        let checked = try runs.run(name: "checked", checksDeterminism: true)
        #expect(try RunBits(of: checked.path) == RunBits(of: runs.run(name: "plain").path))
    }

    @Test func `passes errors that 'worst' forgives, if they come again`() throws {
        let runs = ScriptRuns()
        try runs.write(
            "script.lua",
            script("self.x = 0; if self.random() < 0.02 then error('lost') end").replacing(
                "generations = 6", with: "generations = 20, on_error = 'worst'"))
        let checked = try runs.run(name: "checked", checksDeterminism: true)
        let bits = try RunBits(of: checked.path)
        #expect(try #require(bits.scalars["episode/failed"]).values.count { $0 > 0 } > 9)
        #expect(try bits == RunBits(of: runs.run(name: "plain").path))
    }

    /// Many episodes are stepped in turn at first, and one after the other when an individual is rated again.
    @Test func `stops at an error that comes once only`() throws {
        let runs = ScriptRuns()
        try runs.write(
            "script.lua",
            script("self.x = 0; seen[1] = seen[1] + 1; if seen[1] == 5 then error('odd') end").replacing(
                "generations = 6", with: "generations = 6, on_error = 'worst'"))
        let error = #expect(throws: ExperimentError.self) { try runs.run(name: "checked", checksDeterminism: true) }
        #expect(
            error?.description == """
                individual 1 of generation 0 gave return 0.0 in 9 steps, and return 0.0 with an error after 4 steps when \
                it was rated again alone: the script keeps something outside self, or draws from elsewhere than its own \
                random
                """)
    }

    @Test func `stops at what does not`() throws {
        let runs = ScriptRuns()
        try runs.write("script.lua", script("seen[1] = seen[1] + 1; self.x = seen[1]"))
        let error = #expect(throws: ExperimentError.self) { try runs.run(name: "checked", checksDeterminism: true) }
        let text = try #require(error?.description)
        #expect(
            text.wholeMatch(
                of:
                    #/individual 1 of generation 0 gave return \S+ in 9 steps, and return \S+ in 9 steps when it was rated again alone: the script keeps something outside self, or draws from elsewhere than its own random/#
            ) != nil, "\(text)")
    }
}
