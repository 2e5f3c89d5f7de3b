import Kernels
import Networks
import Randomness
import Records

/// OpenAI's evolution strategy: antithetic samples around a center, which follows the mean of noise times utility.
///
/// `gradient = sum (u+ - u-) noise / population - weight decay * center`; the optimizer makes a step of it. Bits are the
/// signs of numbers that are searched in their place.
/// - SeeAlso: Salimans et al. 2017, "Evolution strategies as a scalable alternative to reinforcement learning",
///   algorithm 2, <https://arxiv.org/abs/1703.03864>.
package final class ES: SearchAlgorithm {
    package let problem: Problem
    package let options: ESOptions
    private let center: ESCenter
    private var batch: ESBatch
    private var norms = PerturbedVector.Norms()

    package init(problem: Problem, options: ESOptions, seed: UInt64, kernels: KernelSet) {
        precondition(options.populationSize >= 2 && options.populationSize % 2 == 0, "\(options.populationSize)")
        self.problem = problem
        self.options = options
        center = ESCenter(problem: problem, options: options, seed: seed, kernels: kernels)
        batch = ESBatch(options)
    }

    package func ask(generation: Int) -> Round { batch.next(generation: generation) }

    package var expression: any RecipeExpression { ESExpression(center: center) }

    package func tell(
        _ evaluations: Evaluations, generation: Int, parallel: any Parallel
    ) throws -> Bool {
        try ShapingError.check(evaluations.fitness)
        guard let population = batch.add(evaluations) else { return true }
        let utilities = try options.shaping.utilities(of: population.fitness).values
        norms = try center.move(
            along: ESBatch.pairs(generation: generation, utilities), options: options, parallel: parallel)
        return false
    }

    /// The center.
    package func policy() -> Recipe {
        let genome = problem.makeGenome()
        center.express(seed: 0, sign: nil, into: genome)
        return .explicit(genome)
    }

    package var scalars: [(tag: String, value: Double)] { norms.scalars }

    package var bernoulli: BernoulliDistribution? { nil }

    package func save(to archive: inout ArchiveWriter) {
        center.save(to: &archive)
        norms.save(to: &archive)
    }

    package func restore(from archive: ArchiveReader) throws(ArchiveError) {
        try center.restore(from: archive)
        norms = try PerturbedVector.Norms(from: archive)
        batch = ESBatch(options)
    }
}
