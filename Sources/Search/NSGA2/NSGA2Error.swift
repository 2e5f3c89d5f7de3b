/// What keeps individuals from being compared by their objectives.
package enum NSGA2Error: Error, Equatable, CustomStringConvertible {
    case oneObjective
    case otherCount(got: Int, expected: Int)
    /// Individuals and objectives count from 1.
    case notFinite(individual: Int, objective: Int, value: Double)

    package var description: String {
        switch self {
        case .oneObjective:
            """
            nsga2: individuals have one objective, their fitness, and need at least 2: let the experiment's fitness or \
            reward return several numbers, or give genome.nsga2 novelty = genome.novelty {}
            """
        case .otherCount(let got, let expected):
            "nsga2: individuals have \(got) objectives, but those of the generation before had \(expected)"
        case .notFinite(let individual, let objective, let value):
            "objective \(objective) of individual \(individual) is \(value); it must be a finite number"
        }
    }
}

extension Evaluations {
    /// All that individuals are rated by: fitness, and what there is beyond it. One with a failed episode has the lowest
    /// of each that others have.
    /// - Throws: `ShapingError`, `NSGA2Error.notFinite`.
    func ratings() throws -> [[Double]] {
        let (fitness, further) = (fitness, meanObjectives())
        try ShapingError.check(fitness)
        for (individual, values) in further.enumerated() {
            guard let bad = values.firstIndex(where: { !$0.isFinite }) else { continue }
            throw NSGA2Error.notFinite(individual: individual + 1, objective: bad + 2, value: values[bad])
        }
        let whole = further.indices.filter { !hasFailed($0) }
        let lowest = (whole.first.map { further[$0] } ?? []).indices.map { objective in
            whole.reduce(.infinity) { min($0, further[$1][objective]) }
        }
        return fitness.indices.map { [fitness[$0]] + (hasFailed($0) || further.isEmpty ? lowest : further[$0]) }
    }
}
