import Randomness

/// What selections see of the individuals of a generation, in order of individual.
package struct RatedPopulation: Sendable {
    /// Higher is better; every value finite, at least one.
    package let fitness: [Double]
    /// What each did, in numbers; empty where that is not asked, an entry where it is not known.
    package let behaviors: [[Double]]
    /// What their ratings gave beyond the fitness; empty where there is nothing.
    package let objectives: [[Double]]
    /// Environment steps of each; empty where an objective rates them, and for selections.
    package let steps: [Int]
    /// Whether an episode of each failed; empty where none did, and for selections.
    package let failed: [Bool]

    package init(
        fitness: [Double], behaviors: [[Double]] = [], objectives: [[Double]] = [], steps: [Int] = [],
        failed: [Bool] = []
    ) {
        self.fitness = fitness
        self.behaviors = behaviors
        self.objectives = objectives
        self.steps = steps
        self.failed = failed
    }
}

/// Chooses the parents of the next generation.
package protocol Selection {
    /// Chooses parents. A child that has two has neighbors of this list, so its order must not show how good they are.
    /// - Parameters:
    ///   - count: Parents to choose, at least 0; an individual may be chosen any number of times.
    ///   - random: The draws of this generation's selection.
    /// - Returns: Individuals, counted from 0.
    /// - Throws: What a script raised; `SelectionError` if the fitness is none that the selection can use.
    func parents(_ count: Int, of population: RatedPopulation, random: RandomStream) throws -> [Int]
}

/// A fitness that a selection cannot use.
package enum SelectionError: Error, Equatable, CustomStringConvertible {
    /// Individuals count from 1.
    case negative(individual: Int, fitness: Double)

    package var description: String {
        switch self {
        case .negative(let individual, let fitness):
            """
            fitness of individual \(individual) is \(fitness); it must be >= 0 where the baseline of its selection is \
            'zero'; use the baseline 'worst'
            """
        }
    }
}

extension [Double] {
    /// Positions from the highest value to the lowest; of equal ones the first comes first.
    package var descendingOrder: [Int] {
        enumerated().sorted { ($1.element, $0.offset) < ($0.element, $1.offset) }.map(\.offset)
    }

    /// The first positions of `descendingOrder`.
    func best(_ count: Int) -> [Int] {
        guard count <= 16 else { return [Int](descendingOrder.prefix(count)) }
        var best: [Int] = []
        for position in indices where best.count < count || self[position] > self[best[count - 1]] {
            if best.count == count { best.removeLast() }
            let place = best.firstIndex { self[position] > self[$0] } ?? best.count
            best.insert(position, at: place)
        }
        return best
    }
}
