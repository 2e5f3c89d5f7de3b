import Kernels
import Networks
import Randomness
import Records

/// A genetic algorithm on bits: elites, parents by selection, crossover, flip mutation.
///
/// The first generation is drawn evenly. After each, parents are chosen, by fitness or by novelty, and kept written out.
/// - SeeAlso: Holland 1975, "Adaptation in natural and artificial systems".
package final class GA: SearchAlgorithm {
    package let problem: Problem
    package let options: GAOptions
    private let seed: UInt64
    private let selection: any Selection
    /// Its survivors are the best and the parents, the best first.
    private var breeder: Breeder
    /// For each child that is no elite, its parent among the survivors.
    private var parents: [Int32] = []
    /// Survivors that are parents.
    private var parentCount = 0
    private var novelty: NoveltyScore?
    private var asked = KnownRecipes()

    /// - Parameter selection: Chooses `populationSize - elites` parents in each generation.
    package init(
        problem: Problem, options: GAOptions, selection: any Selection, seed: UInt64, kernels: KernelSet
    ) {
        precondition(options.elites >= 0 && options.elites < options.populationSize, "\(options.elites) elites")
        self.problem = problem
        self.options = options
        self.selection = selection
        self.seed = seed
        breeder = Breeder(problem: problem, options: options.breeding, seed: seed, kernels: kernels)
        novelty = options.novelty.map { NoveltyScore($0, seed: seed) }
    }

    package func ask(generation: Int) -> Round {
        Round(recipes: recipes(of: generation))
    }

    private func recipes(of generation: Int) -> [Recipe] { asked.of(generation) { bred(generation) } }

    private func bred(_ generation: Int) -> [Recipe] {
        if breeder.survivors.count == 0 { return breeder.first(options.populationSize, generation: generation) }
        return breeder.recipes(of: children(generation), after: options.elites)
    }

    private func children(_ generation: Int) -> [Child] {
        breeder.children(of: parents, generation: generation, from: options.elites)
    }

    package var expression: any RecipeExpression { breeder.expression }

    package func tell(_ evaluations: Evaluations, generation: Int, parallel: any Parallel) throws -> Bool {
        let fitness = evaluations.fitness
        try ShapingError.check(fitness)
        let scores = try novelty?.scores(evaluations, fitness: fitness, generation: generation) ?? fitness
        let chosen = try selection.parents(
            options.populationSize - options.elites,
            of: RatedPopulation(
                fitness: scores, behaviors: evaluations.meanBehaviors(), objectives: evaluations.meanObjectives()),
            random: RandomStream(RandomAddress(seed: seed, purpose: .selection, generation: generation))
        )
        survive(chosen, fitness, generation, parallel)
        return false
    }

    /// Keeps the best, the elites and all chosen, each once.
    private func survive(_ chosen: [Int], _ fitness: [Double], _ generation: Int, _ parallel: any Parallel) {
        var order: [Int] = []
        order.reserveCapacity(fitness.count)
        var place = [Int32](repeating: -1, count: fitness.count)
        for individual in fitness.best(max(options.elites, 1)) + chosen where place[individual] < 0 {
            place[individual] = Int32(order.count)
            order.append(individual)
        }
        if !breeder.keepRaised(order, generation: generation) {
            breeder.keep(order, of: recipes(of: generation), parallel)
        }
        parents = chosen.map { place[$0] }
        countParents()
        let next = generation + 1
        asked.replace(next, breeder.raise(children(next), after: options.elites, generation: next, parallel))
    }

    private func countParents() {
        var isParent = [Bool](repeating: false, count: breeder.survivors.count)
        for parent in parents { isParent[Int(parent)] = true }
        parentCount = isParent.count { $0 }
    }

    /// The best of the last generation.
    package func policy() -> Recipe { breeder.survivors.count == 0 ? .initial(seed: 0) : breeder.kept(0) }

    package var scalars: [(tag: String, value: Double)] {
        [("search/parents", Double(parentCount))] + (novelty?.scalars ?? [])
    }

    package var bernoulli: BernoulliDistribution? { nil }

    package func save(to archive: inout ArchiveWriter) {
        breeder.save(to: &archive)
        archive.write(parents, as: "parents")
        if let novelty { archive.scoped("novelty") { novelty.save(to: &$0) } }
    }

    package func restore(from archive: ArchiveReader) throws(ArchiveError) {
        let survivors = try breeder.survivors(from: archive, most: options.populationSize)
        let parents = try archive.values("parents", of: Int32.self)
        let expected = survivors.count == 0 ? 0 : options.populationSize - options.elites
        guard parents.count == expected, parents.allSatisfy({ $0 >= 0 && $0 < survivors.count }) else {
            throw archive.invalid("parents", because: "does not fit the survivors")
        }
        try novelty?.restore(from: archive.scoped("novelty"))
        breeder.replaceSurvivors(survivors)
        self.parents = parents
        countParents()
        asked.forget()
    }
}
