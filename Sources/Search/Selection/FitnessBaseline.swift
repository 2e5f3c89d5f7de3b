/// What a fitness is measured from where selection is in proportion to it.
package enum FitnessBaseline: String, Sendable, Hashable, CaseIterable {
    /// The lowest fitness of the generation: any fitness will do, and the worst has no children.
    /// - SeeAlso: Grefenstette 1986, "Optimization of control parameters for genetic algorithms", on windows of one
    ///   generation.
    case worst
    /// Zero, as in Holland's scheme; a negative fitness is an error.
    case zero

    /// Numbers in proportion to which individuals are selected, in `0 ... 1`, the greatest 1. Where no individual is
    /// above the baseline, all are 1.
    /// - Parameter fitness: Finite numbers, at least one.
    func shares(of fitness: [Double]) throws(SelectionError) -> [Double] {
        // Halves: the difference of two numbers may be none.
        var base = 0.0
        switch self {
        case .worst: base = fitness.min()! / 2
        case .zero:
            if let individual = fitness.firstIndex(where: { $0 < 0 }) {
                throw .negative(individual: individual + 1, fitness: fitness[individual])
            }
        }
        let range = fitness.max()! / 2 - base
        guard range > 0 else { return fitness.map { _ in 1 } }
        return fitness.map { ($0 / 2 - base) / range }
    }
}
