import Kernels

/// What rating the individuals of a round gave, in order of individual.
///
/// Workers write the episodes that they played, each its own; the run reads them when all are done.
package final class Evaluations: Sendable {
    package let individuals: Int
    /// Episodes of each individual.
    package let episodes: Int
    /// What each episode earned in the environment's own rewards; shape `[individuals, episodes]`.
    package let returns: Buffer<Double>
    /// Steps of each episode; shape `[individuals, episodes]`.
    package let lengths: Buffer<Int32>
    /// What a reward function made of each episode; nil without one: fitness is the return then.
    package let shaped: Buffer<Double>?

    /// How the episodes of an individual make its fitness.
    package let combination: EpisodeCombination

    package init(
        individuals: Int, episodes: Int, combination: EpisodeCombination = .mean, isShaped: Bool = false
    ) {
        self.combination = combination
        self.individuals = individuals
        self.episodes = episodes
        returns = Buffer(repeating: 0, count: individuals * episodes)
        lengths = Buffer(repeating: 0, count: individuals * episodes)
        shaped = isShaped ? Buffer(repeating: 0, count: individuals * episodes) : nil
    }

    /// One individual's part.
    package struct Evaluation: Sendable {
        /// Counted from 0.
        package let index: Int
        package let returns: [Double]
        package let lengths: [Int]

        package var meanReturn: Double { returns.reduce(0, +) / Double(returns.count) }
    }

    package subscript(index: Int) -> Evaluation {
        let range = index * episodes..<(index + 1) * episodes
        return Evaluation(index: index, returns: returns.array(range), lengths: lengths.array(range).map(Int.init))
    }

    /// Steps of all episodes.
    package var timesteps: Int { lengths.withSpan { lengths in lengths.indices.reduce(0) { $0 + Int(lengths[$1]) } } }

    /// Fitness of each individual.
    package var fitness: [Double] { combined(combination, of: shaped ?? returns) }

    /// Mean return of each individual.
    package func meanReturns() -> [Double] { combined(.mean, of: returns) }

    /// One number an individual from those of its episodes: the returns, unless it is others.
    package func combined(_ rule: EpisodeCombination, of values: Buffer<Double>? = nil) -> [Double] {
        let values = values ?? returns
        // The mean, the least and the median of one number are itself.
        if episodes == 1 { return values.array() }
        return (0..<individuals).map { individual in
            rule.combine(values.array(individual * episodes..<(individual + 1) * episodes))
        }
    }
}

/// How the fitness of several episodes becomes one.
package enum EpisodeCombination: String, Sendable, CaseIterable {
    case mean
    case min
    case median

    func combine(_ values: [Double]) -> Double {
        switch self {
        case .mean:
            return values.reduce(0, +) / Double(values.count)
        case .min:
            return values.reduce(.infinity) { Swift.min($0, $1) }
        case .median:
            let sorted = values.sorted()
            let middle = sorted.count / 2
            return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
        }
    }
}
