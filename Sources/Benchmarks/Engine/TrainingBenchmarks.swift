import Experiments
import GenomeLua

extension BenchmarkSettings {
    /// Runs the experiment in a temporary folder, testing its policy in each generation and never ending as solved.
    /// - Parameter script: Of the experiment; the settings' own if nil.
    /// - Returns: Environment steps a second of a range of generations, everything included.
    fileprivate func train(
        _ generations: Range<Int>, of script: String? = nil, populationSize: Int, threads: Int
    ) throws -> Double {
        try ScratchFolder.use { folder in
            var request = RunRequest()
            request.output = folder
            request.claim = .overwrite
            request.name = "train"
            request.kernels = kernels
            let times = GenerationTimes(generations)
            let loaded = try Script.load(
                path: script ?? self.script, settings: ["population_size=\(populationSize)"], ScriptConfiguration())
            let overrides = ExperimentOverrides(seed: 1, generations: generations.upperBound, threads: threads)
            var configuration = loaded.configuration(overrides)
            configuration.solved = SolvedRule(meanReturn: nil, episodes: 100)
            _ = try Run.perform(configuration, request, observer: times)
            return Double(times.steps) / times.seconds
        }
    }
}

extension Benchmark {
    static let train = Benchmark(
        "train",
        unit: "steps/s",
        "Generations 100 to 300 of the experiment, 100 test episodes each, everything included: environment steps on the wall."
    ) { settings in
        let threads = settings.threads ?? 1
        var rates: [Double] = []
        for _ in 0..<settings.repetitions {
            rates.append(try settings.train(100..<300, populationSize: 64, threads: threads))
        }
        return Measurement(work: "generations 100 to 300, population 64", threads: threads, samples: rates)
    }

    static let esCartPole = Benchmark(
        "es-cartpole",
        unit: "steps/s",
        """
        Generations 50 to 150 of genome.es on CartPole, dense 4-16-16-2 with relu, population 256, 100 test episodes each, \
        everything included: environment steps on the wall.
        """
    ) { settings in
        let threads = settings.threads ?? 1
        var rates: [Double] = []
        for _ in 0..<settings.repetitions {
            let script = "experiments/cartpole_es.lua"
            rates.append(try settings.train(50..<150, of: script, populationSize: 256, threads: threads))
        }
        return Measurement(work: "generations 50 to 150, population 256", threads: threads, samples: rates)
    }

    static let threads = Benchmark(
        "threads",
        unit: "x",
        "How many times as fast two threads (or --threads) train as one: the experiment with a population of 1024."
    ) { settings in
        let threads = settings.threads ?? 2
        var ratios: [Double] = []
        for _ in 0..<settings.repetitions {
            let one = try settings.train(20..<50, populationSize: 1024, threads: 1)
            let several = try settings.train(20..<50, populationSize: 1024, threads: threads)
            ratios.append(several / one)
        }
        return Measurement(work: "generations 20 to 50, population 1024", threads: threads, samples: ratios)
    }
}
