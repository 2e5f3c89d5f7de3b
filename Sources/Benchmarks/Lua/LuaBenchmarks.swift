import GenomeLua
import Records
import Rollouts

/// A script that plays CartPole in its own way.
private enum CartPoleScript {
    /// The shipped environment, which refills one table.
    static let shipped = experiment("environment = 'cartpole_in_lua'")

    /// The same in the manner of a first try: fields of the object, and a new table at each step.
    static let fresh =
        """
        local sin, cos = math.sin, math.cos
        local CartPole = {
          observation_space = { size = 4 }, action_space = { discrete = 2 }, max_steps = 500,
        }
        function CartPole:reset(random)
          self.x, self.v = random:uniform(-0.05, 0.05), random:uniform(-0.05, 0.05)
          self.th, self.om = random:uniform(-0.05, 0.05), random:uniform(-0.05, 0.05)
          return { self.x, self.v, self.th, self.om }
        end
        function CartPole:step(action)
          local force = action == 1 and 10.0 or -10.0
          local th, om = self.th, self.om
          local c, s = cos(th), sin(th)
          local temp = (force + 0.05 * om * om * s) / 1.1
          local tacc = (9.8 * s - c * temp) / (0.5 * (4.0 / 3.0 - 0.1 * c * c / 1.1))
          local xacc = temp - 0.05 * tacc * c / 1.1
          self.x = self.x + 0.02 * self.v
          self.v = self.v + 0.02 * xacc
          self.th = th + 0.02 * om
          self.om = om + 0.02 * tacc
          local fell = self.x < -2.4 or self.x > 2.4 or self.th < -0.20943951023931953 or self.th > 0.20943951023931953
          return { self.x, self.v, self.th, self.om }, 1.0, fell
        end

        """ + experiment("environment = CartPole")

    /// The built-in environment with a reward function.
    static let reward = experiment(
        """
        environment = 'cartpole',
          reward = function(reward, observation, action, terminated, truncated)
            local position, angle = observation[1], observation[3]
            return reward - 0.1 * position * position - angle * angle - (terminated and 1.0 or 0.0)
          end
        """)

    private static func experiment(_ options: String) -> String {
        """
        local genome = require "genome"
        return genome.experiment { \(options), search = genome.nes {} }
        """
    }

    /// What each worker plays with.
    static func kit(_ text: String) throws -> @Sendable () throws -> any WorkerKit {
        let blueprint = try load(text).blueprint
        return { try blueprint.load() }
    }

    static func load(_ text: String) throws -> LoadedScript {
        try ScratchFolder.use { folder in
            let path = "\(folder)/bench.lua"
            try AtomicFile.write(Array(text.utf8), to: path)
            return try Script.load(path: path, ScriptConfiguration())
        }
    }
}

extension Benchmark {
    static let luaEnvironment = luaRollouts(
        "lua-environment",
        "Episodes of Environments/cartpole_in_lua.lua, which refills one table, with native networks, one thread.",
        work: "CartPole in Lua, one table refilled",
        script: CartPoleScript.shipped
    )
    static let luaEnvironmentFresh = luaRollouts(
        "lua-environment-fresh",
        "The same with the state in fields and a new table at each step.",
        work: "CartPole in Lua, a new table each step",
        script: CartPoleScript.fresh
    )
    static let luaReward = luaRollouts(
        "lua-reward",
        "Episodes of the built-in CartPole with a reward function in Lua, one thread.",
        work: "CartPole with a reward in Lua",
        script: CartPoleScript.reward,
        reward: .script
    )

    static let luaThreads = Benchmark(
        "lua-threads",
        unit: "x",
        "How many times as fast two threads (or --threads) play lua-environment as one."
    ) { settings in
        let threads = settings.threads ?? 2
        let networks = try BalancingNetworks(kernels: settings.kernels)
        let kit = try CartPoleScript.kit(CartPoleScript.shipped)
        let one = try networks.evaluator(lanes: nil, makeKit: kit)
        let several = try networks.evaluator(threads: threads, lanes: nil, makeKit: kit)
        let request = networks.request(episodes: 2048)
        var ratios: [Double] = []
        for _ in 0..<settings.repetitions {
            let alone = try Clock.wall.time { _ = try one.evaluate(request) }
            let together = try Clock.wall.time { _ = try several.evaluate(request) }
            ratios.append(alone / together)
        }
        return Measurement(work: "CartPole in Lua, 2048 episodes", threads: threads, samples: ratios)
    }

    static let isolate = Benchmark(
        "isolate",
        unit: "x",
        "How many times as fast two worker processes (or --threads) play lua-environment as as many threads do."
    ) { settings in
        let count = settings.threads ?? 2
        let networks = try BalancingNetworks(kernels: settings.kernels)
        let script = try CartPoleScript.load(CartPoleScript.shipped)
        let blueprint = script.blueprint
        let threads = try networks.evaluator(threads: count, lanes: nil) { try blueprint.load() }
        var isolation = Isolation()
        isolation.path = settings.executable
        let processes = try networks.evaluator(processes: count, of: script.program(isolation))
        let request = networks.request(episodes: 2048)
        var ratios: [Double] = []
        for _ in 0..<settings.repetitions {
            let inThreads = try Clock.wall.time { _ = try threads.evaluate(request) }
            let inProcesses = try Clock.wall.time { _ = try processes.evaluate(request) }
            ratios.append(inThreads / inProcesses)
        }
        return Measurement(work: "CartPole in Lua, 2048 episodes", threads: count, samples: ratios)
    }

    static let luaSelection = Benchmark(
        "lua-selection",
        unit: "ms",
        "One selection of 1000 parents of 1000 individuals by Scripts/selection/tournament.lua, its table made anew."
    ) { settings in
        let script = try CartPoleScript.load(
            """
            local genome = require "genome"
            local tournament = require "selection.tournament" { parents = 1000, size = 3 }
            local search = genome.ga { population_size = 1001, selection = tournament }
            return genome.experiment { environment = "cartpole", search = search }
            """)
        let fitness = (0..<1000).map { Double(($0 * 7919) % 1000) }
        let rates = try settings.rates(items: 1) { iterations in
            for generation in 0..<iterations {
                _ = try script.selectParents(1000, fitness: fitness, generation: generation)
            }
        }
        return Measurement(work: "1000 parents of 1000 individuals, tournaments of 3", samples: rates.map { 1000 / $0 })
    }

    private static func luaRollouts(
        _ name: String, _ summary: String, work: String, script: String, reward: RewardChoice? = nil
    ) -> Benchmark {
        Benchmark(name, unit: "steps/s", summary) { settings in
            let networks = try BalancingNetworks(kernels: settings.kernels)
            let evaluator = try networks.evaluator(
                lanes: nil, reward: reward, makeKit: CartPoleScript.kit(script))
            let (rates, length) = try networks.play(evaluator, episodes: 512, settings)
            return Measurement(
                work: "\(work), mean episode length \((length * 10).rounded() / 10)", samples: rates)
        }
    }
}
