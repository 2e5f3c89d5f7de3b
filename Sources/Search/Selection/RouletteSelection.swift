import Randomness

/// Each parent is drawn with a probability in proportion to how far its fitness is above a baseline; where none is above
/// it, all are equally likely.
/// - SeeAlso: Holland 1975, "Adaptation in natural and artificial systems"; De Jong 1975, "An analysis of the behavior of
///   a class of genetic adaptive systems".
package struct RouletteSelection: Selection, Hashable {
    package let baseline: FitnessBaseline

    package init(baseline: FitnessBaseline) { self.baseline = baseline }

    package func parents(
        _ count: Int, of population: RatedPopulation, random: RandomStream
    ) throws(SelectionError) -> [Int] {
        let wheel = Wheel(try baseline.shares(of: population.fitness))
        var draws = BulkDraws(random.address, count: count)
        return (0..<count).map { _ in wheel.individual(at: draws.uniform()) }
    }
}
