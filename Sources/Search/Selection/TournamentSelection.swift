import Randomness

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
        let fitness = population.fitness
        var draws = IndividualDraws(random.address, among: fitness.count, count: count * size)
        return (0..<count).map { _ in
            var best = draws.next()
            for _ in 1..<size {
                let other = draws.next()
                best = fitness[other] > fitness[best] ? other : best
            }
            return best
        }
    }
}
