import Kernels
import Networks
import Randomness
import Records

/// Natural evolution strategies on a separable distribution: a Bernoulli for each weight bit, a normal for each bias.
///
/// Each generation draws a population, and moves the logits along the gradient of expected utility:
/// `logit += rate * mean of utility * (bit - p) / (p (1 - p) + epsilon)`.
/// - SeeAlso: Wierstra et al. 2014, "Natural evolution strategies", section 3,
///   <https://www.jmlr.org/papers/v15/wierstra14a.html>.
package final class NES: SearchAlgorithm {
    package let problem: Problem
    package let options: NESOptions
    private let weights: BernoulliDistribution
    private let biases: GaussianBiases
    private let ascent: Ascent
    private let kernels: KernelSet
    private let numbering: NESNumbering
    private let kept: KeptSamples?
    /// Root of the summed squared changes of the logits at the last update.
    private var updateNorm = 0.0
    private var meanEntropy = 0.0

    package init(problem: Problem, options: NESOptions, seed: UInt64, kernels: KernelSet) {
        self.problem = problem
        self.options = options
        self.kernels = kernels
        numbering = NESNumbering(populationSize: options.populationSize, isMirrored: options.isMirrored)
        kept = KeptSamples(individuals: options.populationSize, weights: problem.bits)
        weights = BernoulliDistribution(count: problem.bits, seed: seed, kernels: kernels)
        biases = GaussianBiases(
            count: problem.floats,
            deviation: options.biasDeviation,
            seed: seed,
            kernels: kernels
        )
        ascent = Ascent(options.optimizer, count: problem.bits, kernels: kernels)
        weights.drawLogits(deviation: options.logitDeviation)
        measureEntropy()
    }

    package func save(to archive: inout ArchiveWriter) {
        archive.write(weights.logits.array(0..<problem.bits), as: "logits")
        archive.write(updateNorm, as: "update_norm")
        archive.scoped("biases") { biases.save(to: &$0) }
        archive.scoped("optimizer") { ascent.save(to: &$0) }
    }

    package func restore(from archive: ArchiveReader) throws(ArchiveError) {
        weights.logits.copy(from: try archive.doubles("logits", shape: [problem.bits]))
        updateNorm = try archive.value("update_norm")
        try biases.restore(from: archive.scoped("biases"))
        try ascent.restore(from: archive.scoped("optimizer"))
        weights.refresh(0..<problem.bits)
        kept?.forget()
        measureEntropy()
    }

    private func measureEntropy() {
        meanEntropy = weights.meanEntropy((0..<weights.blockCount).map(weights.entropy(ofBlock:)))
    }

    package func ask(generation: Int) -> Round { Round(recipes: numbering.recipes(generation: generation)) }

    package var expression: any RecipeExpression {
        NESExpression(weights: weights, biases: biases, numbering: numbering, kept: kept)
    }

    package func tell(
        _ evaluations: Evaluations,
        generation: Int,
        parallel: any Parallel
    ) throws(ShapingError) -> Bool {
        precondition(evaluations.individuals == options.populationSize, "\(evaluations.individuals) evaluations")
        let utilities = try options.shaping.utilities(of: evaluations.fitness)
        let recipes = numbering.recipes(generation: generation)
        moveWeights(recipes, utilities, parallel)
        biases.update(
            recipes,
            utilities: utilities.values,
            rate: options.biasLearningRate ?? options.learningRate,
            adaptsDeviations: options.adaptsBiasDeviation
        )
        return false
    }

    package func policy() -> Recipe {
        let genome = problem.makeGenome()
        weights.mode(into: genome)
        biases.mode(into: genome)
        return .explicit(genome)
    }

    package var scalars: [(tag: String, value: Double)] {
        [("search/entropy", meanEntropy), ("search/update_norm", updateNorm)]
    }

    package var bernoulli: BernoulliDistribution? { weights }

    /// Each block of weights is moved alone: blocks need nothing of each other.
    private func moveWeights(_ recipes: [Recipe], _ utilities: Utilities, _ parallel: any Parallel) {
        let blocks = weights.blockCount
        let squaredChanges = Buffer<Double>(repeating: 0, count: blocks)
        let entropies = Buffer<Double>(repeating: 0, count: blocks)
        ascent.beginStep()
        let update = NESBlockUpdate(
            options: options,
            weights: weights,
            ascent: ascent,
            kernels: kernels,
            recipes: recipes,
            kept: kept.flatMap { $0.hold(recipes) ? $0 : nil },
            utilities: utilities
        )
        let sums = update.sharedSums(parallel)
        parallel.forEach(blocks) { block in
            squaredChanges[block] = update.apply(toBlock: block, sums: sums?[block] ?? update.sums(ofBlock: block))
            entropies[block] = update.weights.entropy(ofBlock: block)
        }
        kept?.forget()
        updateNorm = squaredChanges.array().reduce(0, +).squareRoot()
        meanEntropy = weights.meanEntropy(entropies.array())
    }
}
