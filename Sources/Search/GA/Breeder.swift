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

    /// How to make a child again.
    func recipe(_ child: Child) -> Recipe {
        guard let second = child.second else {
            return .mutation(parent: child.first, seed: child.subject, power: options.mutation)
        }
        return .crossover(first: child.first, second: second, seed: child.subject, power: options.mutation)
    }

    /// Breeds the individuals of a generation at once, if they are small.
    /// - Parameters:
    ///   - elites: Survivors, the first ones, that go on as they are and are its first individuals.
    ///   - children: The others.
    mutating func raise(_ children: [Child], after elites: Int = 0, generation: Int, _ parallel: any Parallel) {
        let count = elites + children.count
        guard Nursery.holds(count, of: problem) else { return }
        let next = Nursery(problem, generation: generation, count: count, spare: takeSpareRows())
        let (expression, rows) = (expression, next.rows)
        Self.forEachRow(count, parallel) { row in
            if row < elites {
                expression.copy(row, into: row, of: rows)
            } else {
                expression.express(children.span[row - elites], into: row, of: rows)
            }
        }
        nursery = next
    }

    /// Rows of which nothing is wanted any more.
    private mutating func takeSpareRows() -> Survivors {
        if let nursery {
            self.nursery = nil
            return nursery.rows
        }
        defer { spare = Survivors(problem, count: 0) }
        return spare
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
        let expression = expression
        Self.forEachRow(order.count, parallel) { row in
            expression.express(recipes.span[order[row]], into: row, of: next)
        }
        (spare, survivors) = (survivors, next)
    }

    /// Makes some of the individuals that were raised the survivors, where they lie.
    /// - Parameter order: Which, each once.
    /// - Returns: False if the generation was not raised.
    mutating func keepRaised(_ order: [Int], generation: Int) -> Bool {
        guard let nursery, nursery.generation == generation else { return false }
        (spare, survivors) = (survivors, nursery.rows[rows: order])
        self.nursery = nil
        return true
    }

    /// Rows that a thread writes before it asks for more.
    private static let rowsTogether = 16

    private static func forEachRow(
        _ count: Int, _ parallel: any Parallel, _ body: @escaping @Sendable (Int) -> Void
    ) {
        parallel.forEach((count + rowsTogether - 1) / rowsTogether) { piece in
            for row in piece * rowsTogether..<min((piece + 1) * rowsTogether, count) { body(row) }
        }
    }

    func save(to archive: inout ArchiveWriter) {
        let count = survivors.count
        let bits = (0..<count).flatMap { survivors.bits.array(survivors.words(of: $0)) }
        archive.write(bits, as: "bits", shape: [count, survivors.words])
        let floats = (0..<count).flatMap { survivors.floats.array(survivors.floats(of: $0)) }
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
        for row in 0..<count { restored.clearPadding(ofRow: row) }
        return restored
    }

    /// Goes on with other survivors.
    mutating func replaceSurvivors(_ others: Survivors) { (survivors, nursery) = (others, nil) }
}
