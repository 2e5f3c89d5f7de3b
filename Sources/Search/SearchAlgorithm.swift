import Networks
import Records

/// The numbers of parameters that a search finds values for.
package struct Problem: Sendable, Hashable {
    package let bits: Int
    package let floats: Int
    /// How the floats of first individuals are drawn, in their order; nil: as the search has it.
    package let firstDeviations: [FloatGroup]?

    package init(bits: Int, floats: Int, firstDeviations: [FloatGroup]? = nil) {
        self.bits = bits
        self.floats = floats
        self.firstDeviations = firstDeviations
    }

    /// How a search draws the floats of first individuals.
    /// - Parameter deviation: Its own, of all of them.
    func firstDeviations(otherwise deviation: Double) -> [FloatGroup] {
        firstDeviations ?? [FloatGroup(count: floats, deviation: deviation)]
    }

    /// Memory for a genome of this problem.
    package func makeGenome() -> Genome { Genome(bitCount: bits, floatCount: floats) }
}

/// Runs a piece of work for each of a number of indices, on as many threads as there are.
package protocol Parallel {
    /// Calls `body` once for each index in `0 ..< count`, in any order, and returns when all are done.
    func forEach(_ count: Int, _ body: @escaping @Sendable (Int) -> Void)
}

/// One index after the other, on the thread that asks.
package struct InTurn: Parallel {
    package init() {}

    package func forEach(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) {
        for index in 0..<count { body(index) }
    }
}

/// Individuals that a search wants rated together.
package struct Round: Sendable {
    package enum Part: Sendable, Hashable {
        /// Individuals of the generation's population, numbered from `first`, counted from 0: above 0 where the
        /// population of the rounds before grows.
        case population(first: Int)
        /// Others: those of the population that are rated again, or what it is drawn around.
        case others
    }

    package let part: Part
    /// In order of individual.
    package let recipes: [Recipe]
    /// Episodes of each individual; nil: as many as the experiment has.
    package let episodes: Int?

    package init(_ part: Part = .population(first: 0), recipes: [Recipe], episodes: Int? = nil) {
        self.part = part
        self.recipes = recipes
        self.episodes = episodes
    }

    package var isPopulation: Bool { part != .others }

    /// The numbers of its individuals.
    package var individuals: Range<Int> {
        guard case .population(let first) = part else { return recipes.indices }
        return first..<first + recipes.count
    }
}

/// A search by asking and telling: it hands out recipes, and learns from the fitness of what they make.
///
/// A generation is one round of both, or as many as `tell` asks for: rating an elite again takes another.
/// Everything that a result depends on is in what `save` writes.
package protocol SearchAlgorithm: AnyObject, Checkpointable {
    var problem: Problem { get }

    /// What to rate in the next round of a generation.
    /// - Throws: What a script raised.
    func ask(generation: Int) throws -> Round

    /// What expresses the recipes of the last `ask`, and those of `policy`; valid until `tell`.
    var expression: any RecipeExpression { get }

    /// Learns from the evaluations of the last `ask`; higher fitness is better.
    /// - Returns: Whether the generation takes another round.
    /// - Throws: `ShapingError` if a fitness is not a finite number; what a script raised.
    func tell(_ evaluations: Evaluations, generation: Int, parallel: any Parallel) throws -> Bool

    /// The search's best guess, which is tested and saved; asked after `tell`.
    /// - Throws: What a script raised.
    func policy() throws -> Recipe

    /// Figures about the search's state after the last `tell`, by TensorBoard tag, in a fixed order.
    var scalars: [(tag: String, value: Double)] { get }

    /// The distribution of the weight bits, if it has one, for histograms.
    var bernoulli: BernoulliDistribution? { get }
}
