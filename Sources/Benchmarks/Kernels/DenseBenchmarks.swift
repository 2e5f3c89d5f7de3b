import Kernels
import Networks
import Randomness
import Rollouts
import Search

extension Benchmark {
    static let denseForward = Benchmark(
        "dense-forward",
        unit: "networks/s",
        "Forward passes of one float32 network 64-64-2 with relu where each output feeds the next input."
    ) { settings in
        let network = DenseNetwork(widths: [64, 64, 2], activation: .relu)
        let genome = Genome(bitCount: 0, floatCount: network.floatCount)
        let inputs = DenseInputs(width: 64, capacity: 1)
        var random = RandomStream(RandomAddress(seed: 1, purpose: .initial))
        for place in 0..<genome.floatCount { genome.floats[place] = Float(random.uniform(-0.05, 0.05)) }
        for place in 0..<64 { inputs.rows[place] = Float(random.uniform(-0.05, 0.05)) }
        let loaded = LoadedDenseNetworks(network, slots: 1, capacity: 1)
        loaded.load(genome, slot: 0)
        let outputs = Buffer<Float>(repeating: 0, count: 2)
        let stage = settings.kernels.forward(loaded.networks, inputs: inputs, outputs: outputs)
        var place = 0
        let rates = try settings.rates(items: 1) {
            for _ in 0..<$0 {
                try stage.run(lanes: 1)
                inputs.rows[place] += 1e-3 * outputs[0]
                place = (place + 1) % 64
            }
        }
        return Measurement(work: "64-64-2, relu, output feeds the next input", samples: rates)
    }

    /// Parameters of the two below.
    private static let parameters = 4_000_000

    static let memoryCopy = Benchmark(
        "memory-copy",
        unit: "bytes/s",
        "Copies of 4 million float32 numbers, counted as read and written: what es-update is to be compared with."
    ) { settings in
        let source = Buffer<Float>(repeating: 1, count: parameters)
        let target = Buffer<Float>(repeating: 0, count: parameters)
        let rates = settings.rates(items: Double(8 * parameters)) {
            for _ in 0..<$0 { target.copy(from: source, 0..<parameters, at: 0) }
        }
        return Measurement(work: "4 M float32 numbers", samples: rates)
    }

    static let esUpdate = Benchmark(
        "es-update",
        unit: "bytes/s",
        """
        Generations of genome.es on 4 million parameters, population 64, all noise made again: every individual written \
        and every pair added to the gradient, 8 bytes a parameter for each.
        """
    ) { settings in
        var options = ESOptions()
        options.populationSize = 64
        let problem = Problem(bits: 0, floats: parameters)
        let search = ES(problem: problem, options: options, seed: 1, kernels: settings.kernels)
        let genome = problem.makeGenome()
        let pool = try WorkerPool(count: 1) { _ in () }
        var generation = 0
        let passes = options.populationSize + options.populationSize / 2
        let rates = try settings.rates(items: Double(8 * parameters * passes)) {
            for _ in 0..<$0 {
                for recipe in search.ask(generation: generation).recipes {
                    search.expression.express(recipe, into: genome)
                }
                let evaluations = Evaluations(individuals: options.populationSize, episodes: 1)
                evaluations.returns.copy(from: (0..<options.populationSize).map { Double($0 * 37 % 64) })
                _ = try search.tell(evaluations, generation: generation, parallel: pool)
                generation += 1
            }
        }
        return Measurement(work: "4 M parameters, population 64", samples: rates)
    }

    static let lineage = Benchmark(
        "lineage",
        unit: "s",
        "Makes an individual of genome.deep_ga again: 4 million float32 weights and 265 mutations."
    ) { settings in
        let problem = Problem(bits: 0, floats: parameters)
        let genome = problem.makeGenome()
        let steps = (0..<266).map { Lineage.Step(run: 1, subject: UInt64($0), power: 0.002) }
        let lineage = Lineage(first: steps[0], mutations: Array(steps.dropFirst()))
        let noise = LineageNoise(problem: problem, kernels: settings.kernels)
        let seconds = (0..<settings.repetitions).map { _ in Clock.thread.time { noise.express(lineage, into: genome) } }
        return Measurement(work: "4 M weights, 265 mutations", samples: seconds)
    }
}
