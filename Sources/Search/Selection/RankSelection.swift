import Randomness

/// Each parent is drawn with a probability that rises linearly with its rank; ties share the mean of their ranks.
/// - SeeAlso: Baker 1985, "Adaptive selection methods for genetic algorithms".
package struct RankSelection: Selection, Hashable {
    /// How many times as likely as the mean the best is, in `1 ... 2`; the worst is likely 2 less that.
    package let pressure: Double

    package init(pressure: Double) {
        precondition(pressure >= 1 && pressure <= 2, "a pressure of \(pressure)")
        self.pressure = pressure
    }

    /// - Throws: `ShapingError` if a fitness is not a finite number.
    package func parents(
        _ count: Int, of population: RatedPopulation, random: RandomStream
    ) throws(ShapingError) -> [Int] {
        let fitness = population.fitness
        guard fitness.count > 1 else { return Array(repeating: 0, count: count) }
        let ranks = try Shaping.centeredRanks.utilities(of: fitness).values
        let wheel = Wheel(ranks.map { 1 + 2 * (pressure - 1) * $0 })
        var draws = BulkDraws(random.address, count: count)
        return (0..<count).map { _ in wheel.individual(at: draws.uniform()) }
    }
}
