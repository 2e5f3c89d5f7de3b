import Kernels
import Networks
import Randomness
import Records

/// A genetic algorithm for several objectives: NSGA-II.
///
/// Each generation, parents and children compete: by fronts of individuals that none before them dominates, and within a
/// front by how much room they have. So many as a generation has go on, and their children are those of binary
/// tournaments by the same order. Parents keep their ratings, but for novelty, which is worked out anew.
///
/// Deviation from the paper: tournaments are drawn with replacement; mutation and crossover are those of `GA`.
/// - SeeAlso: Deb et al. 2002, "A fast and elitist multiobjective genetic algorithm: NSGA-II",
///   <https://doi.org/10.1109/4235.996017>.
package final class NSGA2: SearchAlgorithm {
    package let problem: Problem
    package let options: NSGA2Options
    private let seed: UInt64
    /// Its survivors are those that went on from the last generation, the best first.
    private var breeder: Breeder
    /// What the survivors were rated by, novelty last.
    private var ratings = ObjectiveTable([])
    /// What they did, where novelty counts; empty for one whose episodes all failed.
    private var behaviors: [[Double]] = []
    /// How many of them are of the first front.
    private var frontCount = 0
    /// How many of them were children then.
    private var newcomers = 0
    /// For each child, its parent among the survivors.
    private var parents: [Int32] = []
    private var novelty: NoveltyScore?
    private var asked = KnownRecipes()

    package init(problem: Problem, options: NSGA2Options, seed: UInt64, kernels: KernelSet) {
        self.problem = problem
        self.options = options
        self.seed = seed
        breeder = Breeder(problem: problem, options: options.breeding, seed: seed, kernels: kernels)
        novelty = options.novelty.map { NoveltyScore($0, seed: seed) }
    }

    package func ask(generation: Int) -> Round {
        Round(recipes: recipes(of: generation))
    }

    private func recipes(of generation: Int) -> [Recipe] { asked.of(generation) { bred(generation) } }

    private func bred(_ generation: Int) -> [Recipe] {
        breeder.survivors.count == 0
            ? breeder.first(options.populationSize, generation: generation)
            : breeder.recipes(of: breeder.children(of: parents, generation: generation))
    }

    package var expression: any RecipeExpression { breeder.expression }

    package func tell(_ evaluations: Evaluations, generation: Int, parallel: any Parallel) throws -> Bool {
        let children = recipes(of: generation)
        let known = breeder.survivors.count
        let (all, behaviors) = try compared(evaluations, generation)
        let (order, front) = all.crowdedOrder()
        let chosen = Array(order.prefix(options.populationSize))
        breeder.keep(chosen, of: (0..<known).map(breeder.kept) + children, parallel)
        ratings = ObjectiveTable(chosen.map { all[$0] })
        self.behaviors = behaviors.isEmpty ? [] : chosen.map { behaviors[$0] }
        frontCount = min(front, chosen.count)
        newcomers = chosen.count { $0 >= known }
        parents = tournaments(generation)
        let next = breeder.children(of: parents, generation: generation + 1)
        asked.replace(generation + 1, breeder.raise(next, generation: generation + 1, parallel))
        return false
    }

    /// What survivors and children, in this order, are compared by, and what they did.
    private func compared(
        _ evaluations: Evaluations, _ generation: Int
    ) throws -> (ObjectiveTable, behaviors: [[Double]]) {
        let known = (0..<ratings.count).map { Array(ratings[$0].prefix(objectiveCount)) }
        let rated = try evaluations.ratings()
        if let first = known.first, first.count != rated[0].count {
            throw NSGA2Error.otherCount(got: rated[0].count, expected: first.count)
        }
        var rows = known + rated
        var behaviors: [[Double]] = []
        if novelty != nil {
            behaviors = self.behaviors + (try evaluations.comparableBehaviors())
            let novelties = try novelty!.novelty(of: behaviors, known: known.count, generation: generation)
            for (individual, novelty) in novelties.enumerated() { rows[individual].append(novelty) }
        }
        guard rows[0].count > 1 else { throw NSGA2Error.oneObjective }
        return (ObjectiveTable(rows), behaviors)
    }

    /// Objectives of the survivors but for novelty.
    private var objectiveCount: Int { ratings.width - (novelty == nil || ratings.count == 0 ? 0 : 1) }

    /// Parents of the next generation's children: of two survivors the one that comes first.
    private func tournaments(_ generation: Int) -> [Int32] {
        let places = (0..<breeder.survivors.count).map { -Double($0) }
        return TournamentSelection(size: 2).parents(
            options.populationSize, of: RatedPopulation(fitness: places),
            random: RandomStream(RandomAddress(seed: seed, purpose: .selection, generation: generation))
        ).map(Int32.init)
    }

    /// The fittest of the first front.
    package func policy() -> Recipe {
        guard frontCount > 0 else { return .initial(seed: 0) }
        return breeder.kept((0..<frontCount).map { ratings[$0, 0] }.best(1)[0])
    }

    package var scalars: [(tag: String, value: Double)] {
        let best = (0..<objectiveCount).map { objective in
            let value = (0..<ratings.count).reduce(-.infinity) { max($0, ratings[$1, objective]) }
            return (tag: "search/objective_\(objective + 1)", value: value)
        }
        return [("search/front", Double(frontCount)), ("search/newcomers", Double(newcomers))] + best
            + (novelty?.scalars ?? [])
    }

    package var bernoulli: BernoulliDistribution? { nil }
}

// MARK: Checkpoints

extension NSGA2 {
    package func save(to archive: inout ArchiveWriter) {
        breeder.save(to: &archive)
        archive.write(ratings.values, as: "objectives", shape: [ratings.count, ratings.width])
        archive.write(Int64(frontCount), as: "front")
        archive.write(Int64(newcomers), as: "newcomers")
        archive.write(parents, as: "parents")
        guard let novelty else { return }
        behaviors.save(size: behaviors.size, to: &archive)
        archive.scoped("novelty") { novelty.save(to: &$0) }
    }

    package func restore(from archive: ArchiveReader) throws(ArchiveError) {
        let survivors = try breeder.survivors(from: archive, most: options.populationSize)
        let count = survivors.count
        let parents = try archive.values("parents", of: Int32.self)
        guard parents.count == (count == 0 ? 0 : options.populationSize),
            parents.allSatisfy({ $0 >= 0 && $0 < count })
        else { throw archive.invalid("parents", because: "does not fit the survivors") }
        guard novelty != nil || !archive.contains("novelty/mean_novelty") else {
            throw archive.invalid("objectives", because: "counts novelty, which the search does not")
        }
        let ratings = ObjectiveTable(try Self.objectives(of: count, from: archive))
        let behaviors = novelty == nil ? [] : try [[Double]](count: count, from: archive)
        let (front, newcomers) = (
            try archive.value("front", of: Int64.self), try archive.value("newcomers", of: Int64.self)
        )
        guard (min(count, 1)...count).contains(Int(front)) else {
            throw archive.invalid("front", because: "is \(front), but there are \(count) survivors")
        }
        guard (0...count).contains(Int(newcomers)) else {
            throw archive.invalid("newcomers", because: "is \(newcomers), but there are \(count) survivors")
        }
        try novelty?.restore(from: archive.scoped("novelty"))
        breeder.replaceSurvivors(survivors)
        (self.ratings, self.behaviors, self.parents) = (ratings, behaviors, parents)
        (frontCount, self.newcomers) = (Int(front), Int(newcomers))
        asked.forget()
    }

    /// Finite numbers of each survivor.
    private static func objectives(
        of count: Int, from archive: ArchiveReader
    ) throws(ArchiveError) -> [[Double]] {
        let shape = try archive.shape(of: "objectives")
        guard shape.count == 2, shape[0] == count, count == 0 || shape[1] >= 2 else {
            throw archive.invalid(
                "objectives", because: "has the shape \(shape), which does not fit \(count) survivors")
        }
        let values = try archive.doubles("objectives", shape: shape)
        guard values.allSatisfy(\.isFinite) else {
            throw archive.invalid("objectives", because: "has a number that is not finite")
        }
        return (0..<count).map { Array(values[$0 * shape[1]..<($0 + 1) * shape[1]]) }
    }
}
