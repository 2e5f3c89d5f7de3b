import Experiments
import FoundationEssentials

extension Benchmark {
    static let solve = Benchmark(
        "solve",
        unit: "s",
        "The whole program from its start until CartPole is solved: seeds 1 to 20, each in a process of its own."
    ) { settings in
        var seconds: [Double] = []
        try ScratchFolder.use { folder in
            for seed in 1...settings.runs {
                var arguments = ["run", settings.script, "--seed", "\(seed)", "--quiet", "--output", folder]
                arguments += ["--kernels", settings.kernels.name]
                if let threads = settings.threads { arguments += ["--threads", "\(threads)"] }
                seconds.append(
                    try Clock.wall.time { () throws(ChildProcessError) in
                        try ChildProcess.run(settings.executable, arguments)
                    }
                )
            }
        }
        return Measurement(
            work: "process start to solved, seeds 1 to \(settings.runs)",
            threads: settings.threads ?? ProcessInfo.processInfo.activeProcessorCount,
            samples: seconds
        )
    }
}
