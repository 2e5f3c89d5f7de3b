import Environments
import GenomeLua
import Rollouts

extension Benchmark {
    static let rollout = rollouts(
        "rollout",
        lanes: nil,
        episodes: 8192,
        manner: "64 networks in turn, \(Game.standardLanes) environments at a time"
    )
    static let rolloutSingle = rollouts(
        "rollout-single",
        lanes: 1,
        episodes: 64,
        manner: "64 networks in turn, one environment at a time"
    )

    static let nativePlugin = Benchmark(
        "native-plugin",
        unit: "x",
        "How many times as fast rollout's episodes are played by the native environment cartpole_in_c as by the built-in one."
    ) { settings in
        let plugin = ChosenEnvironment("cartpole_in_c")
        let kit: @Sendable () throws -> any WorkerKit
        do {
            kit = try LoadedEnvironment.find(plugin).makeKit
        } catch is EnvironmentError {
            throw BenchmarkError.missing(name: "native-plugin", environment: plugin.name)
        }
        let networks = try BalancingNetworks(kernels: settings.kernels)
        let request = networks.request(episodes: 8192)
        let builtIn = try networks.evaluator(lanes: nil, makeKit: BalancingNetworks.cartPole)
        let native = try networks.evaluator(lanes: nil, makeKit: kit)
        let ratios = try settings.ratios {
            _ = try native.evaluate(request)
        } to: {
            _ = try builtIn.evaluate(request)
        }
        return Measurement(
            work: "CartPole in C, \(Game.standardLanes) environments at a time", samples: ratios)
    }

    private static func rollouts(_ name: String, lanes: Int?, episodes: Int, manner: String) -> Benchmark {
        Benchmark(
            name,
            unit: "steps/s",
            "Episodes of CartPole, thermometer of 4 x 16, 64-64-1 networks that balance, one thread: \(manner)."
        ) { settings in
            let networks = try BalancingNetworks(kernels: settings.kernels)
            let evaluator = try networks.evaluator(lanes: lanes, makeKit: BalancingNetworks.cartPole)
            let (rates, length) = try networks.play(evaluator, episodes: episodes, settings)
            let rounded = (length * 10).rounded() / 10
            return Measurement(work: "CartPole, \(manner), mean episode length \(rounded)", samples: rates)
        }
    }
}
