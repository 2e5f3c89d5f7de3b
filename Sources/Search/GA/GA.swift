import Kernels
import Networks
import Randomness
import Records

/// A genetic algorithm on bits: elites, parents by selection, uniform crossover, flip mutation.
///
/// The first generation is drawn evenly. After each, parents are chosen and kept written out; a child is a recipe that
/// names one or two of them. Child i has the i-th chosen as parent, and where it has two, the next one as well.
/// - SeeAlso: Holland 1975, "Adaptation in natural and artificial systems"; Syswerda 1989, "Uniform crossover in
///   genetic algorithms".
package final class GA: SearchAlgorithm {
    package let problem: Problem
    package let options: GAOptions
    private let seed: UInt64
    private let selection: any Selection

    /// Those of the last generation that have children or go on, the best first; none before the first.
    private var survivors: [Genome] = []
    /// For each child that is no elite, its parent among the survivors.
    private var parents: [Int32] = []

    /// - Parameter selection: Chooses `populationSize - elites` parents in each generation.
    package init(problem: Problem, options: GAOptions, selection: any Selection, seed: UInt64) {
        precondition(options.elites >= 0 && options.elites < options.populationSize, "\(options.elites) elites")
        self.problem = problem
        self.options = options
        self.selection = selection
        self.seed = seed
    }

    package func ask(generation: Int) -> Round {
        Round(recipes: (0..<options.populationSize).map { recipe(of: $0, generation: generation) })
    }

    private func recipe(of individual: Int, generation: Int) -> Recipe {
        let number = RandomAddress.subject(generation: generation, individual: individual)
        if survivors.isEmpty { return .initial(seed: number) }
        if individual < options.elites { return .mutation(parent: individual, seed: number, power: 0) }
        let child = individual - options.elites
        let (first, second) = (Int(parents[child]), Int(parents[(child + 1) % parents.count]))
        var random = RandomStream(RandomAddress(seed: seed, purpose: .crossover, subject: number))
        guard random.uniform() < options.crossover else {
            return .mutation(parent: first, seed: number, power: options.mutation)
        }
        return .crossover(first: first, second: second, seed: number, power: options.mutation)
    }

    package var expression: any RecipeExpression {
        GAExpression(seed: seed, biasDeviation: options.biasDeviation, survivors: survivors)
    }

    package func tell(_ evaluations: Evaluations, generation: Int, parallel: any Parallel) throws -> Bool {
        let fitness = evaluations.fitness
        try ShapingError.check(fitness)
        let chosen = try selection.parents(
            options.populationSize - options.elites,
            of: RatedPopulation(
                fitness: fitness, behaviors: evaluations.meanBehaviors(), objectives: evaluations.meanObjectives()),
            random: RandomStream(RandomAddress(seed: seed, purpose: .selection, generation: generation))
        )
        survive(chosen, fitness, generation, parallel)
        return false
    }

    /// Writes out the best, the elites and all chosen, each once.
    private func survive(_ chosen: [Int], _ fitness: [Double], _ generation: Int, _ parallel: any Parallel) {
        var order: [Int] = []
        var place = [Int32](repeating: -1, count: fitness.count)
        for individual in fitness.descendingOrder.prefix(max(options.elites, 1)) + chosen where place[individual] < 0 {
            place[individual] = Int32(order.count)
            order.append(individual)
        }
        let (expression, problem) = (expression, problem)
        let recipes = order.map { recipe(of: $0, generation: generation) }
        let written = recipes.map { _ in problem.makeGenome() }
        parallel.forEach(recipes.count) { expression.express(recipes[$0], into: written[$0]) }
        survivors = written
        parents = chosen.map { place[$0] }
    }

    /// The best of the last generation.
    package func policy() -> Recipe {
        survivors.isEmpty ? .initial(seed: 0) : .mutation(parent: 0, seed: 0, power: 0)
    }

    package var scalars: [(tag: String, value: Double)] { [("search/parents", Double(Set(parents).count))] }

    package var bernoulli: BernoulliDistribution? { nil }

    package func save(to archive: inout ArchiveWriter) {
        let words = NetworkShape.words(problem.bits)
        archive.write(survivors.flatMap { $0.bits.array() }, as: "bits", shape: [survivors.count, words])
        archive.write(survivors.flatMap { $0.floats.array() }, as: "floats", shape: [survivors.count, problem.floats])
        archive.write(parents, as: "parents")
    }

    package func restore(from archive: ArchiveReader) throws(ArchiveError) {
        let shape = try archive.shape(of: "bits")
        guard let count = shape.first, count <= options.populationSize else {
            throw archive.invalid("bits", because: "has the shape \(shape), which is that of no survivors")
        }
        let words = NetworkShape.words(problem.bits)
        let bits = try archive.values("bits", of: UInt64.self, shape: [count, words])
        let floats = try archive.floats("floats", shape: [count, problem.floats])
        let parents = try archive.values("parents", of: Int32.self)
        let expected = count == 0 ? 0 : options.populationSize - options.elites
        guard parents.count == expected, parents.allSatisfy({ $0 >= 0 && $0 < count }) else {
            throw archive.invalid("parents", because: "does not fit the survivors")
        }
        survivors = (0..<count).map { index in
            let genome = problem.makeGenome()
            genome.bits.copy(from: Array(bits[index * words..<(index + 1) * words]))
            genome.floats.copy(from: Array(floats[index * problem.floats..<(index + 1) * problem.floats]))
            genome.clearPadding()
            return genome
        }
        self.parents = parents
    }
}
