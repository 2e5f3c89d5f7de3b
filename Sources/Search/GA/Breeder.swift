import Kernels
import Networks
import Randomness
import Records

/// Breeds children of survivors, which it keeps written out: what genetic algorithms have in common.
///
/// A child is a recipe that names one or two survivors. Child i has the i-th of the chosen parents, and where it has two,
/// the next one as well.
struct Breeder {
    private let problem: Problem
    private let options: BreedingOptions
    /// Of the run.
    private let seed: UInt64
    private let kernels: KernelSet
    private let mutation: Mutation
    /// Those of the last generation that have children or go on; none before the first.
    private(set) var survivors: Survivors
    /// Those of the generation before, whose memory the next ones take.
    private var spare: Survivors
    /// The individuals of the generation to come, if they were bred already.
    private var raised: (generation: Int, individuals: Survivors)?
    /// Recipes of those: the same in each generation.
    private var listed: [Recipe] = []

    init(problem: Problem, options: BreedingOptions, seed: UInt64, kernels: KernelSet) {
        self.problem = problem
        self.options = options
        self.seed = seed
        self.kernels = kernels
        mutation = Mutation(options, problem)
        survivors = Survivors(problem, count: 0)
        spare = survivors
    }

    /// Individuals of a first generation.
    func first(_ count: Int, generation: Int) -> [Recipe] {
        (0..<count).map { .initial(seed: RandomAddress.subject(generation: generation, individual: $0)) }
    }

    /// A survivor as it is.
    func kept(_ survivor: Int) -> Recipe { .mutation(parent: survivor, seed: 0, power: 0) }

    /// A child for each of the parents.
    /// - Parameter first: The individual that the first child is.
    func children(of parents: [Int32], generation: Int, from first: Int = 0) -> [Child] {
        var draws = BulkDraws(
            RandomAddress(seed: seed, purpose: .selection, generation: generation, individual: Self.mating),
            count: parents.count)
        return parents.indices.map { child in
            let hasTwo = draws.uniform() < options.crossover
            return Child(
                first: Int(parents[child]),
                second: hasTwo ? Int(parents[child + 1 < parents.count ? child + 1 : 0]) : nil,
                subject: RandomAddress.subject(generation: generation, individual: first + child))
        }
    }

    /// How to make elites, the first survivors, and children again.
    func recipes(of children: [Child], after elites: Int = 0) -> [Recipe] {
        (0..<elites).map(kept) + children.map(recipe)
    }

    private func recipe(_ child: Child) -> Recipe {
        guard let second = child.second else {
            return .mutation(parent: child.first, seed: child.subject, power: options.mutation)
        }
        return .crossover(first: child.first, second: second, seed: child.subject, power: options.mutation)
    }

    /// All individuals of a generation may take so many bytes, which the nearer caches hold, to be bred at once: each is
    /// wanted to be rated, and again where it survives. Larger ones are bred when they are wanted.
    private static let mostBytes = 1 << 20

    /// Breeds the individuals of a generation, if they are small: elites, which are the first survivors as they are, and
    /// children.
    /// - Returns: Their recipes.
    mutating func raise(
        _ children: [Child], after elites: Int = 0, generation: Int, _ parallel: any Parallel
    ) -> [Recipe] {
        let count = elites + children.count
        guard count * (NetworkShape.words(problem.bits) * 8 + problem.floats * 4) <= Self.mostBytes else {
            return recipes(of: children, after: elites)
        }
        let individuals = takeSpares().resized(to: count, problem)
        let (expression, survivors) = (expression, survivors)
        Self.forEach(count, parallel) { individual in
            if individual < elites {
                individuals[individual].copy(from: survivors[individual])
            } else {
                expression.breed(children.span[individual - elites], into: individual, of: individuals)
            }
        }
        raised = (generation, individuals)
        if listed.count != count { listed = (0..<count).map(Recipe.listed) }
        return listed
    }

    /// Genomes of which nothing is wanted any more.
    private mutating func takeSpares() -> Survivors {
        if let raised {
            self.raised = nil
            return raised.individuals
        }
        defer { spare = Survivors(problem, count: 0) }
        return spare
    }

    /// The draws of a generation's selections have two addresses: 0 chooses parents, this says which children have two.
    private static let mating = 1

    var expression: GAExpression {
        GAExpression(
            problem, seed: seed, kernels: kernels, mutation: mutation, crossover: options.crossoverKind,
            survivors: survivors, raised: raised?.individuals)
    }
}

// MARK: Survivors

extension Breeder {
    /// Makes some of the individuals that recipes stand for the survivors.
    /// - Parameter order: Which, each once.
    mutating func keep(_ order: [Int], of recipes: [Recipe], _ parallel: any Parallel) {
        let next = spare.resized(to: order.count, problem)
        let expression = expression
        Self.forEach(order.count, parallel) { expression.express(recipes.span[order[$0]], into: next[$0]) }
        (spare, survivors) = (survivors, next)
    }

    /// Makes some of the individuals that were raised the survivors, where they lie.
    /// - Parameter order: Which, each once.
    /// - Returns: False if the generation was not raised.
    mutating func keepRaised(_ order: [Int], generation: Int) -> Bool {
        guard let raised, raised.generation == generation else { return false }
        (spare, survivors) = (survivors, raised.individuals.chosen(order))
        self.raised = nil
        return true
    }

    /// Genomes that a thread writes before it asks for more.
    private static let together = 16

    private static func forEach(_ count: Int, _ parallel: any Parallel, _ body: @escaping @Sendable (Int) -> Void) {
        parallel.forEach((count + together - 1) / together) { piece in
            for genome in piece * together..<min((piece + 1) * together, count) { body(genome) }
        }
    }

    func save(to archive: inout ArchiveWriter) {
        let genomes = survivors.indices.map { survivors[$0] }
        archive.write(
            genomes.flatMap { $0.bits.array() }, as: "bits", shape: [genomes.count, NetworkShape.words(problem.bits)])
        archive.write(genomes.flatMap { $0.floats.array() }, as: "floats", shape: [genomes.count, problem.floats])
    }

    /// The survivors that an archive holds.
    /// - Parameter most: As many as there may be.
    func survivors(from archive: ArchiveReader, most: Int) throws(ArchiveError) -> Survivors {
        let shape = try archive.shape(of: "bits")
        guard let count = shape.first, count <= most else {
            throw archive.invalid("bits", because: "has the shape \(shape), which is that of no survivors")
        }
        let words = NetworkShape.words(problem.bits)
        let bits = try archive.values("bits", of: UInt64.self, shape: [count, words])
        let floats = try archive.floats("floats", shape: [count, problem.floats])
        guard floats.allSatisfy(\.isFinite) else {
            throw archive.invalid("floats", because: "has a number that is not finite")
        }
        let restored = Survivors(problem, count: count)
        for place in restored.indices {
            let genome = restored[place]
            genome.bits.copy(from: Array(bits[place * words..<(place + 1) * words]))
            genome.floats.copy(from: Array(floats[place * problem.floats..<(place + 1) * problem.floats]))
            genome.clearPadding()
        }
        return restored
    }

    /// Goes on with other survivors.
    mutating func replaceSurvivors(_ others: Survivors) { (survivors, raised) = (others, nil) }
}
