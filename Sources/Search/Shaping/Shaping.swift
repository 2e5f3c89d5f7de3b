/// What becomes of fitness before it moves a search.
package enum Shaping: String, Sendable, CaseIterable {
    /// Fitness as it is: the size of an update follows the scale of the rewards.
    case none
    /// Ranks spread evenly over `-0.5 ... 0.5`; ties share the mean of their ranks.
    ///
    /// Updates depend only on the order of the population, so a reward may be rescaled without retuning.
    /// - SeeAlso: Salimans et al. 2017, section 2.1, <https://arxiv.org/abs/1703.03864>. There ties are broken by index.
    case centeredRanks = "centered_ranks"
    /// Fitness minus its mean, divided by its standard deviation; zero for all if they are equal.
    case standardized

    /// The utilities of a population.
    /// - Parameter fitness: Higher is better; each finite; at least 2 for centered ranks.
    /// - Throws: `ShapingError.notFinite` naming the first bad individual.
    package func utilities(of fitness: [Double]) throws(ShapingError) -> Utilities {
        try ShapingError.check(fitness)
        switch self {
        case .none: return Utilities(fixedPointOf: fitness)
        case .centeredRanks: return centeredRanks(of: fitness)
        case .standardized: return Utilities(fixedPointOf: standardized(fitness))
        }
    }

    /// Twice the mean rank of each tie is an integer, so these utilities are exact.
    private func centeredRanks(of fitness: [Double]) -> Utilities {
        precondition(fitness.count >= 2, "ranks of \(fitness.count) individuals")
        let count = fitness.count
        // In which order ties stand makes no difference.
        let order = fitness.enumerated().sorted { $0.element < $1.element }
        var doubled = [Int](repeating: 0, count: count)
        var first = 0
        while first < count {
            var last = first
            while last + 1 < count && order[last + 1].element == order[first].element { last += 1 }
            for position in first...last { doubled[order[position].offset] = first + last - (count - 1) }
            first = last + 1
        }
        let scale = 1 / Double(2 * (count - 1))
        return Utilities(integers: doubled, scale: scale) ?? Utilities(fixedPointOf: doubled.map { Double($0) * scale })
    }

    private func standardized(_ fitness: [Double]) -> [Double] {
        // Equal values may differ from their own mean by its rounding.
        guard let least = fitness.min(), let greatest = fitness.max(), least < greatest else {
            return fitness.map { _ in 0 }
        }
        // A power of two changes no bit of the quotients, and keeps the squares from leaving the range of a double.
        let exponent = -Int(max(greatest.magnitude, least.magnitude).exponent)
        let fitness = fitness.map { Double(sign: .plus, exponent: exponent, significand: $0) }
        let mean = fitness.reduce(0, +) / Double(fitness.count)
        let variance = fitness.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(fitness.count)
        let deviation = variance.squareRoot()
        return fitness.map { ($0 - mean) / deviation }
    }
}

package enum ShapingError: Error, Equatable, CustomStringConvertible {
    /// Individuals are counted from 1.
    case notFinite(individual: Int, fitness: Double)

    /// - Throws: `notFinite` naming the first bad individual.
    package static func check(_ fitness: [Double]) throws(ShapingError) {
        if let bad = fitness.firstIndex(where: { !$0.isFinite }) {
            throw .notFinite(individual: bad + 1, fitness: fitness[bad])
        }
    }

    package var description: String {
        switch self {
        case .notFinite(let individual, let fitness):
            "fitness of individual \(individual) is \(fitness); it must be a finite number"
        }
    }
}
