import Randomness

/// One turn of the wheel of `RouletteSelection` for all parents, whose pointers stand at equal distances: each individual
/// is chosen as often as expected, rounded up or down. The parents are then shuffled, so that mates meet by chance.
/// - SeeAlso: Baker 1987, "Reducing bias and inefficiency in the selection algorithm".
package struct StochasticUniversalSelection: Selection, Hashable {
    package let baseline: FitnessBaseline

    package init(baseline: FitnessBaseline) { self.baseline = baseline }

    package func parents(
        _ count: Int, of population: RatedPopulation, random: RandomStream
    ) throws(SelectionError) -> [Int] {
        let shares = try baseline.shares(of: population.fitness)
        let scale = Double(count) / shares.reduce(0, +)
        var draws = BulkDraws(random.address, count: count + 1)
        var parents: [Int] = []
        parents.reserveCapacity(count)
        let turn = draws.uniform()
        var end = 0.0
        for (individual, share) in shares.enumerated() where share > 0 {
            end += share * scale
            while parents.count < count && Double(parents.count) + turn < end { parents.append(individual) }
        }
        // Rounding may have left the last sector a trifle short.
        if let last = shares.lastIndex(where: { $0 > 0 }) {
            while parents.count < count { parents.append(last) }
        }
        // Fisher and Yates; a place is the high word of a product, whose bias is below 2^-40.
        for position in stride(from: count - 1, to: 0, by: -1) {
            parents.swapAt(position, Int(draws.next().multipliedFullWidth(by: UInt64(position + 1)).high))
        }
        return parents
    }
}
