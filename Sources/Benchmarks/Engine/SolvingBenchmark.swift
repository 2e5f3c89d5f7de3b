import Experiments
import FoundationEssentials

extension Benchmark {
    static let solve = Benchmark(
        "solve",
        unit: "s",
        "The whole program from its start until CartPole is solved: seeds 1 to 20, each in a process of its own."
    ) { settings in try settings.solve(settings.script, seeds: settings.runs) }

    static let esSolve = Benchmark(
        "es-solve",
        unit: "s",
        "The same by genome.es with a dense network 4-16-16-2: seeds 1 to 10."
    ) { settings in try settings.solve("experiments/cartpole_es.lua", seeds: min(settings.runs, 10)) }
}

extension BenchmarkSettings {
    /// Runs an experiment with one seed after the other, each in a process of its own.
    fileprivate func solve(_ script: String, seeds: Int) throws -> Measurement {
        var seconds: [Double] = []
        try ScratchFolder.use { folder in
            for seed in 1...seeds {
                var arguments = ["run", script, "--seed", "\(seed)", "--quiet", "--output", folder]
                arguments += ["--kernels", kernels.name]
                if let threads { arguments += ["--threads", "\(threads)"] }
                seconds.append(
                    try Clock.wall.time {
                        try ProgramRun.perform(executable, arguments)
                    }
                )
            }
        }
        return Measurement(
            work: "process start to solved, seeds 1 to \(seeds)",
            threads: threads ?? ProcessInfo.processInfo.activeProcessorCount,
            samples: seconds
        )
    }
}
