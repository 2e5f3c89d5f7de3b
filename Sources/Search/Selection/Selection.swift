import Randomness

/// What selections see of the individuals of a generation, in order of individual.
package struct RatedPopulation: Sendable {
    /// Higher is better; every value finite, at least one.
    package let fitness: [Double]
    /// What each did, in numbers; empty where that is not asked, an entry where it is not known.
    package let behaviors: [[Double]]
    /// What an objective gave beyond the fitness; empty where there is nothing.
    package let objectives: [[Double]]

    package init(fitness: [Double], behaviors: [[Double]] = [], objectives: [[Double]] = []) {
        self.objectives = objectives
        self.fitness = fitness
        self.behaviors = behaviors
    }
}

/// Chooses the parents of the next generation.
package protocol Selection {
    /// - Parameters:
    ///   - count: Parents to choose, at least 0; an individual may be chosen any number of times.
    ///   - random: The draws of this generation's selection.
    /// - Returns: Individuals, counted from 0.
    /// - Throws: What a script raised.
    func parents(_ count: Int, of population: RatedPopulation, random: RandomStream) throws -> [Int]
}

extension [Double] {
    /// Positions from the highest value to the lowest; of equal ones the first comes first.
    package var descendingOrder: [Int] {
        enumerated().sorted { ($1.element, $0.offset) < ($0.element, $1.offset) }.map(\.offset)
    }
}

/// Each parent is one of the best, all of them equally likely.
/// - SeeAlso: Such et al. 2017, "Deep neuroevolution", section 3.1, <https://arxiv.org/abs/1712.06567>.
package struct TruncationSelection: Selection, Hashable {
    /// How many count as the best, at least 1; more than there are: all.
    package let size: Int

    package init(size: Int) {
        precondition(size >= 1, "truncation to \(size)")
        self.size = size
    }

    package func parents(_ count: Int, of population: RatedPopulation, random: RandomStream) -> [Int] {
        var random = random
        let best = population.fitness.descendingOrder.prefix(size)
        return (0..<count).map { _ in best[Int(random.integer(below: UInt64(best.count)))] }
    }
}

/// Each parent is the best of some drawn at random, with replacement; of equal ones the first drawn.
/// - SeeAlso: Goldberg and Deb 1991, "A comparative analysis of selection schemes used in genetic algorithms".
package struct TournamentSelection: Selection, Hashable {
    /// Individuals in a tournament, at least 1.
    package let size: Int

    package init(size: Int) {
        precondition(size >= 1, "a tournament of \(size)")
        self.size = size
    }

    package func parents(_ count: Int, of population: RatedPopulation, random: RandomStream) -> [Int] {
        var random = random
        let fitness = population.fitness
        func draw() -> Int { Int(random.integer(below: UInt64(fitness.count))) }
        return (0..<count).map { _ in
            (1..<size).reduce(draw()) { best, _ in
                let other = draw()
                return fitness[other] > fitness[best] ? other : best
            }
        }
    }
}
