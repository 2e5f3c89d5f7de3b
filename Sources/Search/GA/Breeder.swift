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
    /// Of the generation to come, if it is known.
    private var nursery: Nursery?

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
    func children(of parents: [Int32], generation: Int, from first: Int = 0) -> [Recipe] {
        var draws = BulkDraws(
            RandomAddress(seed: seed, purpose: .selection, generation: generation, individual: Self.mating),
            count: parents.count)
        return parents.indices.map { child in
            let subject = RandomAddress.subject(generation: generation, individual: first + child)
            let parent = Int(parents[child])
            guard draws.uniform() < options.crossover else {
                return .mutation(parent: parent, seed: subject, power: options.mutation)
            }
            let second = Int(parents[child + 1 < parents.count ? child + 1 : 0])
            return .crossover(first: parent, second: second, seed: subject, power: options.mutation)
        }
    }

    /// Breeds the children of a generation at once, if they are small.
    /// - Parameter recipes: Those of its individuals, all of this search.
    mutating func raise(_ recipes: [Recipe], generation: Int, _ parallel: any Parallel) {
        let spare = nursery?.rows
        nursery = nil
        guard let next = Nursery(problem, generation: generation, count: recipes.count, spare: spare) else { return }
        write(Array(recipes.indices), of: recipes, to: next.rows, parallel)
        nursery = next
    }

    /// The draws of a generation's selections have two addresses: 0 chooses parents, this says which children have two.
    private static let mating = 1

    var expression: GAExpression {
        GAExpression(
            problem, seed: seed, kernels: kernels, mutation: mutation, crossover: options.crossoverKind,
            survivors: survivors, nursery: nursery)
    }
}

// MARK: Survivors

extension Breeder {
    /// Makes some of the individuals that recipes stand for the survivors.
    /// - Parameter order: Which, each once.
    mutating func keep(_ order: [Int], of recipes: [Recipe], _ parallel: any Parallel) {
        let next = spare.resized(to: order.count)
        write(order, of: recipes, to: next, parallel)
        (spare, survivors) = (survivors, next)
    }

    /// Rows that a thread writes before it asks for more.
    private static let rowsTogether = 16

    private func write(_ order: [Int], of recipes: [Recipe], to rows: Survivors, _ parallel: any Parallel) {
        let expression = expression
        let together = Self.rowsTogether
        parallel.forEach((order.count + together - 1) / together) { piece in
            let recipes = recipes.span
            for row in piece * together..<min((piece + 1) * together, order.count) {
                expression.express(recipes[order[row]], into: row, of: rows)
            }
        }
    }

    func save(to archive: inout ArchiveWriter) {
        let count = survivors.count
        let bits = survivors.bits.array(0..<count * survivors.words)
        archive.write(bits, as: "bits", shape: [count, survivors.words])
        let floats = survivors.floats.array(0..<count * problem.floats)
        archive.write(floats, as: "floats", shape: [count, problem.floats])
    }

    /// The survivors that an archive holds.
    /// - Parameter most: As many as there may be.
    func survivors(from archive: ArchiveReader, most: Int) throws(ArchiveError) -> Survivors {
        let shape = try archive.shape(of: "bits")
        guard let count = shape.first, count <= most else {
            throw archive.invalid("bits", because: "has the shape \(shape), which is that of no survivors")
        }
        let restored = Survivors(problem, count: count)
        restored.bits.copy(from: try archive.values("bits", of: UInt64.self, shape: [count, restored.words]))
        let floats = try archive.floats("floats", shape: [count, problem.floats])
        guard floats.allSatisfy(\.isFinite) else {
            throw archive.invalid("floats", because: "has a number that is not finite")
        }
        restored.floats.copy(from: floats)
        for row in 0..<count { restored.clearPadding(of: row) }
        return restored
    }

    /// Goes on with other survivors.
    mutating func replaceSurvivors(_ others: Survivors) { (survivors, nursery) = (others, nil) }
}
