import Kernels
import Networks
import Randomness
import Records

/// A genetic algorithm whose individuals are lines of mutations, each known by its seed.
///
/// The best of a generation are rated again on episodes of their own, with the elite of the generations before; the best
/// of these is the elite. Parents are the best of the population, the elite among them. Children are mutations of parents drawn
/// evenly.
/// - SeeAlso: Such et al. 2017, "Deep neuroevolution", algorithm 1, <https://arxiv.org/abs/1712.06567>.
package final class DeepGA: SearchAlgorithm {
    package let problem: Problem
    package let options: DeepGAOptions
    private let seed: UInt64
    private let noise: LineageNoise
    private var parents: LineageParents
    /// Among the parents.
    private var elite: Int?
    private var eliteFitness = 0.0
    /// Environment steps so far.
    private var timesteps = 0
    /// The population of this generation, while it is rated.
    private var batch: Batch
    /// The same, while its best are rated again.
    private var rated: Rated?

    private var novelty: NoveltyScore?

    /// Who may be the next elite.
    private enum Candidate: Hashable {
        /// The elite of the generations before.
        case elite
        /// One of the population.
        case individual(Int)
    }

    private struct Rated {
        /// From the first choice of a parent to the last.
        let order: [Int]
        let candidates: [Candidate]
        /// The highest of the population.
        let fitness: Double
        /// Individuals of the population.
        let count: Int
        /// Environment steps of the population: they count once the generation is over, as its power must not change.
        let steps: Int
    }

    package init(problem: Problem, options: DeepGAOptions, seed: UInt64, kernels: KernelSet) {
        self.problem = problem
        self.options = options
        self.seed = seed
        noise = LineageNoise(problem: problem, kernels: kernels)
        parents = LineageParents(options.start.map { [$0] } ?? [], noise: noise)
        batch = Batch(populationSize: options.populationSize, timesteps: options.timesteps)
        if options.start != nil { elite = 0 }
        novelty = options.novelty.map { NoveltyScore($0, seed: seed) }
    }

    package func ask(generation: Int) -> Round {
        guard let rated else {
            let individuals = batch.next
            let population = population(generation, count: individuals.upperBound)
            return Round(.population(first: individuals.lowerBound), recipes: Array(population[individuals]))
        }
        let population = population(generation, count: rated.count)
        let recipes: [Recipe] = rated.candidates.map { candidate in
            switch candidate {
            case .elite: .mutation(parent: elite!, seed: 0, power: 0)
            case .individual(let individual): population[individual]
            }
        }
        return Round(.others, recipes: recipes, episodes: options.episodes)
    }

    private func power(_ generation: Int) -> Double {
        options.power.value(generation: generation, timesteps: timesteps)
    }

    /// The first individuals of a generation, whose draws do not depend on how many there are.
    private func population(_ generation: Int, count individuals: Int) -> [Recipe] {
        let power = power(generation)
        var random = RandomStream(RandomAddress(seed: seed, purpose: .selection, generation: generation))
        let count = UInt64(parents.lineages.count)
        let drawsAnew = count == 0 || options.parents == 0
        return (0..<individuals).map { individual in
            let subject = RandomAddress.subject(generation: generation, individual: individual)
            if drawsAnew { return .initial(seed: subject) }
            return .mutation(parent: Int(random.integer(below: count)), seed: subject, power: power)
        }
    }

    package var expression: any RecipeExpression {
        DeepGAExpression(seed: seed, decay: options.weightDecay, parents: parents, noise: noise)
    }

    package func tell(
        _ evaluations: Evaluations, generation: Int, parallel: any Parallel
    ) throws -> Bool {
        try ShapingError.check(evaluations.fitness)
        if let rated {
            let (elite, fitness) = best(of: rated, evaluations)
            finish(rated, elite: elite, fitness, furtherSteps: evaluations.timesteps, generation, parallel)
            return false
        }
        guard let population = batch.add(evaluations) else { return true }
        return try select(population, generation, parallel)
    }

    /// The next elite and its fitness: the best candidate of those that did not fail. If all did, the elite stays what it
    /// was, or is the best of the population where there was none.
    private func best(of rated: Rated, _ evaluations: Evaluations) -> (elite: Candidate, fitness: Double) {
        let fitness = evaluations.fitness
        if let best = fitness.descendingOrder.first(where: { !evaluations.hasFailed($0) }) {
            return (rated.candidates[best], fitness[best])
        }
        return elite == nil ? (rated.candidates[0], rated.fitness) : (.elite, eliteFitness)
    }

    /// Orders the population, and asks for another round where its best are to be rated again.
    private func select(_ population: Evaluations, _ generation: Int, _ parallel: any Parallel) throws -> Bool {
        let fitness = population.fitness
        let best = fitness.descendingOrder
        let order = try novelty?.scores(population, fitness: fitness, generation: generation).descendingOrder ?? best
        let old: [Candidate] = elite == nil ? [] : [.elite]
        let candidates = Array((old + best.map(Candidate.individual)).prefix(max(options.candidates, 1)))
        let rated = Rated(
            order: order, candidates: candidates, fitness: fitness[best[0]], count: population.individuals,
            steps: population.timesteps)
        if options.candidates > 0 {
            self.rated = rated
            return true
        }
        // Random search keeps the best ever; with parents, the elite is the best of its generation.
        let keepsElite = options.parents == 0 && elite != nil && eliteFitness >= rated.fitness
        finish(
            rated, elite: keepsElite ? .elite : .individual(best[0]), keepsElite ? eliteFitness : rated.fitness,
            furtherSteps: 0, generation, parallel)
        return false
    }

    /// - Parameter furtherSteps: Of rating the candidates again.
    private func finish(
        _ rated: Rated, elite: Candidate, _ fitness: Double, furtherSteps: Int, _ generation: Int,
        _ parallel: any Parallel
    ) {
        let population = population(generation, count: rated.count)
        func successor(_ candidate: Candidate) -> LineageParents.Successor {
            guard case .individual(let individual) = candidate else { return .kept(self.elite!) }
            switch population[individual] {
            case .mutation(let parent, let subject, let power) where power > 0:
                return .mutated(
                    parent, Lineage.Step(run: seed, subject: subject, power: power, decay: options.weightDecay))
            case .mutation(let parent, _, _): return .kept(parent)
            case .initial(let subject): return .first(Lineage.Step(run: seed, subject: subject, power: 0))
            default: preconditionFailure("a recipe of another search")
            }
        }
        var chosen = rated.order.prefix(options.parents).map(Candidate.individual)
        let place = chosen.firstIndex(of: elite)
        // An elite that was not chosen is a parent in place of the last.
        if place == nil { chosen = [elite] + chosen.prefix(max(options.parents - 1, 0)) }
        parents.renew(chosen.map(successor), parallel)
        self.elite = place ?? 0
        eliteFitness = fitness
        timesteps += rated.steps + furtherSteps
        self.rated = nil
    }

    /// The elite.
    package func policy() -> Recipe {
        elite.map { .lineage(parents.lineages[$0]) } ?? .initial(seed: 0)
    }

    package var scalars: [(tag: String, value: Double)] {
        let mutations = elite.map { parents.lineages[$0].mutations.count } ?? 0
        return [("search/elite_fitness", eliteFitness), ("search/elite_mutations", Double(mutations))]
            + (novelty?.scalars ?? [])
    }

    package var bernoulli: BernoulliDistribution? { nil }

    package func save(to archive: inout ArchiveWriter) {
        archive.scoped("parents") { Lineage.save(parents.lineages, to: &$0) }
        archive.write(Int32(elite ?? -1), as: "elite")
        archive.write(eliteFitness, as: "elite_fitness")
        archive.write(Int64(timesteps), as: "timesteps")
        if let novelty { archive.scoped("novelty") { novelty.save(to: &$0) } }
    }

    package func restore(from archive: ArchiveReader) throws(ArchiveError) {
        let lineages = try Lineage.restore(from: archive.scoped("parents"))
        guard lineages.count <= max(options.parents, 1) else {
            throw archive.invalid("parents/counts", because: "has more lines than there are parents")
        }
        let elite: Int32 = try archive.value("elite")
        guard elite >= -1 && elite < lineages.count && (elite >= 0 || lineages.isEmpty) else {
            throw archive.invalid("elite", because: "is \(elite), which is none of the parents")
        }
        eliteFitness = try archive.value("elite_fitness")
        guard eliteFitness.isFinite else { throw archive.invalid("elite_fitness", because: "is not finite") }
        let timesteps: Int64 = try archive.value("timesteps")
        guard (0...1 << 60).contains(timesteps) else {
            throw archive.invalid("timesteps", because: "is \(timesteps), which is no number of steps")
        }
        self.timesteps = Int(timesteps)
        try novelty?.restore(from: archive.scoped("novelty"))
        parents = LineageParents(lineages, noise: noise)
        self.elite = elite < 0 ? nil : Int(elite)
        (batch, rated) = (Batch(populationSize: options.populationSize, timesteps: options.timesteps), nil)
    }
}
