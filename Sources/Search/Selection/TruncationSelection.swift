import Randomness

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
        let best = population.fitness.best(size)
        var draws = IndividualDraws(random.address, among: best.count, count: count)
        return (0..<count).map { _ in best[draws.next()] }
    }
}
