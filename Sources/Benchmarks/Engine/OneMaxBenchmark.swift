import Experiments
import Kernels
import Networks
import Randomness
import Rollouts
import Search

/// Fitness is the number of bits that are 1.
private final class OneMax: Objective {
    private let kernels: KernelSet

    init(_ kernels: KernelSet) { self.kernels = kernels }

    func rate(_ genome: Genome, random: RandomAddress, further: inout [Double]) -> Double {
        Double(kernels.ones(in: genome.bits))
    }

    func share(_ values: [Double]) {}
    func isForgivable(_ error: any Error) -> Bool { false }
}

extension BenchmarkSettings {
    /// Runs a genetic algorithm in a temporary folder.
    /// - Returns: Generations a second of a range of them, everything included.
    fileprivate func breed(_ generations: Range<Int>, bits: Int, populationSize: Int, threads: Int) throws -> Double {
        var options = GAOptions()
        options.populationSize = populationSize
        options.breeding.mutation = 1 / Double(bits)
        let search = SearchChoice.ga(
            options, selection: TournamentSelection(size: 3), selectionIdentity: "tournament of 3")
        let objective = ObjectiveChoice(variables: Variables(bits: bits)) { [kernels] in OneMax(kernels) }
        var configuration = ExperimentConfiguration(
            name: "onemax", scriptPath: "", rating: .objective(objective), search: search)
        configuration.generations = generations.upperBound
        configuration.solved = SolvedRule(meanReturn: nil, episodes: 1)
        configuration.seed = 1
        configuration.threads = threads
        return try ScratchFolder.use { folder in
            var request = RunRequest()
            request.output = folder
            request.kernels = kernels
            let times = GenerationTimes(generations)
            _ = try Run.perform(configuration, request, observer: times)
            return Double(generations.count) / times.seconds
        }
    }
}

extension Benchmark {
    static let oneMax = Benchmark(
        "onemax",
        unit: "generations/s",
        """
        A run of genome.ga from generation 100 on, everything included: 4096 bits, fitness the number of ones, \
        population 256, tournaments of 3.
        """
    ) { settings in
        let threads = settings.threads ?? 1
        let first = 100
        let generations = first..<first + max(10, Int(settings.seconds * 33_000))
        var rates: [Double] = []
        for _ in 0..<settings.repetitions {
            rates.append(try settings.breed(generations, bits: 4096, populationSize: 256, threads: threads))
        }
        return Measurement(
            work: "4096 bits, population 256, tournaments of 3, uniform crossover 0.5, mutation 1/4096, event file",
            threads: threads, samples: rates)
    }
}
