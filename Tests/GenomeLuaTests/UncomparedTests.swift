import Testing

/// What a search compares, and nothing in the experiment tells: said before an episode is played.
@Suite struct `An experiment without what its search compares` {
    private func message(_ options: String) throws -> String? {
        try ScriptRuns().error(
            """
            local genome = require "genome"
            local Still = { observation_space = { size = 1 }, action_space = { discrete = 2 }, max_steps = 2 }
            function Still:reset() error("played") end
            function Still:step() end
            return genome.experiment { generations = 1, \(options) }
            """)
    }

    private static let behaviors =
        "compares behaviors, but there are none; give the experiment a function behavior, or its environment a method of that name"

    @Test(arguments: [
        ("novelty_es {}", "novelty_es"),
        ("deep_ga { novelty = genome.novelty {} }", "novelty in deep_ga"),
        ("ga { novelty = genome.novelty {} }", "novelty in ga"),
        ("nsga2 { novelty = genome.novelty {} }", "novelty in nsga2"),
    ])
    func `says that behaviors are missing`(search: String, part: String) throws {
        let message = try message("environment = Still, search = genome.\(search)")
        #expect(message == "script.lua:5: experiment: search: \(part) \(Self.behaviors)")
    }

    @Test(arguments: [
        ("novelty_es {}", "novelty_es", "use genome.es"),
        ("deep_ga { novelty = genome.novelty {} }", "novelty in deep_ga", "remove novelty"),
        ("nsga2 { novelty = genome.novelty {} }", "novelty in nsga2", "remove novelty"),
    ])
    func `says that variables have no behaviors`(search: String, part: String, advice: String) throws {
        let fitness = "fitness = function() error('rated') end, variables = { floats = 2 }"
        let reason = "compares behaviors of episodes, but fitness rates variables without any; \(advice)"
        let message = try message("\(fitness), search = genome.\(search)")
        #expect(message == "script.lua:5: experiment: search: \(part) \(reason)")
    }

    @Test(arguments: ["", "reward = genome.sign_reward {},"])
    func `says that there is one objective`(reward: String) throws {
        #expect(
            try message("environment = Still, \(reward) search = genome.nsga2 {}")
                == "script.lua:5: experiment: search: nsga2 needs at least 2 objectives, but an environment's rewards are one; give the experiment a reward that returns several numbers, or genome.nsga2 novelty = genome.novelty {}"
        )
    }

    @Test(arguments: [
        "environment = Still, behavior = function() return 1 end, search = genome.novelty_es {}",
        "environment = Still, reward = function() return 1, 2 end, search = genome.nsga2 {}",
        "environment = Still, behavior = function() return 1 end, search = genome.nsga2 { novelty = genome.novelty {} }",
    ])
    func `is none where it has it`(options: String) throws {
        #expect(try message("encoder = genome.sign {}, \(options)")?.hasPrefix("script.lua:3: played (") == true)
    }
}
