import Kernels
import Networks
import Randomness
import Records

/// A genetic algorithm on bits: elites, parents by selection, crossover, flip mutation.
///
/// The first generation is drawn evenly. After each, parents are chosen and kept written out; a child is a recipe that
/// names one or two of them. Child i has the i-th chosen as parent, and where it has two, the next one as well.
/// - SeeAlso: Holland 1975, "Adaptation in natural and artificial systems".
package final class GA: SearchAlgorithm {
    package let problem: Problem
    package let options: GAOptions
    private let seed: UInt64
    private let selection: any Selection
    private let kernels: KernelSet
    private let mutation: Mutation

    /// Those of the last generation that have children or go on, the best first; none before the first.
    private var survivors: Survivors
    /// Those of the generation before, whose memory the next ones take.
    private var spare: Survivors
    /// For each child that is no elite, its parent among the survivors.
    private var parents: [Int32] = []
    /// Survivors that are parents.
    private var parentCount = 0
    /// What the last `ask` handed out, for `tell`.
    private var asked: (generation: Int, recipes: [Recipe])?

    /// - Parameter selection: Chooses `populationSize - elites` parents in each generation.
    package init(
        problem: Problem, options: GAOptions, selection: any Selection, seed: UInt64, kernels: KernelSet
    ) {
        precondition(options.elites >= 0 && options.elites < options.populationSize, "\(options.elites) elites")
        self.problem = problem
        self.options = options
        self.selection = selection
        self.seed = seed
        self.kernels = kernels
        mutation = Mutation(options, problem)
        survivors = Survivors(problem, count: 0)
        spare = survivors
    }

    package func ask(generation: Int) -> Round {
        let recipes = recipes(of: generation)
        asked = (generation, recipes)
        return Round(recipes: recipes)
    }

    private func recipes(of generation: Int) -> [Recipe] {
        func number(_ individual: Int) -> UInt64 {
            RandomAddress.subject(generation: generation, individual: individual)
        }
        if survivors.count == 0 { return (0..<options.populationSize).map { .initial(seed: number($0)) } }
        var draws = BulkDraws(
            RandomAddress(seed: seed, purpose: .selection, generation: generation, individual: Self.mating),
            count: parents.count)
        return (0..<options.populationSize).map { individual in
            guard individual >= options.elites else {
                return .mutation(parent: individual, seed: number(individual), power: 0)
            }
            let child = individual - options.elites
            let first = Int(parents[child])
            guard draws.uniform() < options.crossover else {
                return .mutation(parent: first, seed: number(individual), power: options.mutation)
            }
            let second = Int(parents[child + 1 < parents.count ? child + 1 : 0])
            return .crossover(first: first, second: second, seed: number(individual), power: options.mutation)
        }
    }

    /// The draws of a generation's selections have two addresses: 0 chooses parents, this says which children have two.
    private static let mating = 1

    package var expression: any RecipeExpression { breeding }

    private var breeding: GAExpression {
        GAExpression(
            problem, seed: seed, kernels: kernels, mutation: mutation, crossover: options.crossoverKind,
            survivors: survivors)
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
        let recipes = asked?.generation == generation ? asked!.recipes : recipes(of: generation)
        var order: [Int] = []
        order.reserveCapacity(fitness.count)
        var place = [Int32](repeating: -1, count: fitness.count)
        for individual in fitness.best(max(options.elites, 1)) + chosen where place[individual] < 0 {
            place[individual] = Int32(order.count)
            order.append(individual)
        }
        let next = spare.resized(to: order.count)
        write(order, of: recipes, to: next, parallel)
        (spare, survivors) = (survivors, next)
        parents = chosen.map { place[$0] }
        countParents()
        asked = nil
    }

    /// Rows that a thread writes before it asks for more.
    private static let rowsTogether = 16

    private func write(_ order: [Int], of recipes: [Recipe], to rows: Survivors, _ parallel: any Parallel) {
        let expression = breeding
        let together = Self.rowsTogether
        parallel.forEach((order.count + together - 1) / together) { piece in
            let recipes = recipes.span
            for row in piece * together..<min((piece + 1) * together, order.count) {
                expression.express(recipes[order[row]], into: row, of: rows)
            }
        }
    }

    private func countParents() {
        var isParent = [Bool](repeating: false, count: survivors.count)
        for parent in parents { isParent[Int(parent)] = true }
        parentCount = isParent.count { $0 }
    }

    /// The best of the last generation.
    package func policy() -> Recipe {
        survivors.count == 0 ? .initial(seed: 0) : .mutation(parent: 0, seed: 0, power: 0)
    }

    package var scalars: [(tag: String, value: Double)] { [("search/parents", Double(parentCount))] }

    package var bernoulli: BernoulliDistribution? { nil }

    package func save(to archive: inout ArchiveWriter) {
        let count = survivors.count
        let bits = survivors.bits.array(0..<count * survivors.words)
        archive.write(bits, as: "bits", shape: [count, survivors.words])
        let floats = survivors.floats.array(0..<count * problem.floats)
        archive.write(floats, as: "floats", shape: [count, problem.floats])
        archive.write(parents, as: "parents")
    }

    package func restore(from archive: ArchiveReader) throws(ArchiveError) {
        let shape = try archive.shape(of: "bits")
        guard let count = shape.first, count <= options.populationSize else {
            throw archive.invalid("bits", because: "has the shape \(shape), which is that of no survivors")
        }
        let restored = Survivors(problem, count: count)
        restored.bits.copy(from: try archive.values("bits", of: UInt64.self, shape: [count, restored.words]))
        restored.floats.copy(from: try archive.floats("floats", shape: [count, problem.floats]))
        let parents = try archive.values("parents", of: Int32.self)
        let expected = count == 0 ? 0 : options.populationSize - options.elites
        guard parents.count == expected, parents.allSatisfy({ $0 >= 0 && $0 < count }) else {
            throw archive.invalid("parents", because: "does not fit the survivors")
        }
        for row in 0..<count { restored.clearPadding(of: row) }
        survivors = restored
        self.parents = parents
        countParents()
        asked = nil
    }
}
