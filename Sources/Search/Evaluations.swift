import Kernels
import Networks

/// What rating the individuals of a round gave, in order of individual.
///
/// Workers write the episodes that they played, each its own; the run reads them when all are done.
///
/// Invariant: `behaviors`, `objectives` and `lowestBefore` are set when no worker writes any more, before the search reads.
package final class Evaluations: @unchecked Sendable {
    package let individuals: Int
    /// Episodes of each individual.
    package let episodes: Int
    /// What each episode earned in the environment's own rewards; shape `[individuals, episodes]`.
    package let returns: Buffer<Double>
    /// Steps of each episode; shape `[individuals, episodes]`.
    package let lengths: Buffer<Int32>
    /// What a reward function made of each episode; nil without one: fitness is the return then.
    package let shaped: Buffer<Double>?

    /// 1 for each episode that an error of a script ended, where that is forgiven; its return and length are those of
    /// the steps before. Shape `[individuals, episodes]`.
    package let failures: Buffer<UInt8>?

    /// What each episode did, where that is asked: numbers, as many in each; none for one that failed. Shape
    /// `[individuals, episodes]`.
    package var behaviors: [[Double]] = []

    /// What an objective or a reward function gave beyond the fitness, as many numbers for each rating; none for one that
    /// failed, empty where there are none. Shape `[individuals, episodes]`.
    package var objectives: [[Double]] = []

    /// What individuals are worth that all failed: the lowest fitness of those that the generation rated before.
    package var lowestBefore = 0.0

    /// What all episodes observed, where observations are normalised.
    package var observations: ObservationStatistics?

    /// How the episodes of an individual make its fitness.
    package let combination: EpisodeCombination

    package init(
        individuals: Int, episodes: Int, combination: EpisodeCombination = .mean, isShaped: Bool = false,
        forgivesFailures: Bool = false
    ) {
        self.combination = combination
        self.individuals = individuals
        self.episodes = episodes
        returns = Buffer(repeating: 0, count: individuals * episodes)
        lengths = Buffer(repeating: 0, count: individuals * episodes)
        failures = forgivesFailures ? Buffer(repeating: 0, count: individuals * episodes) : nil
        shaped = isShaped ? Buffer(repeating: 0, count: individuals * episodes) : nil
    }

    /// The individuals of several rounds, at least one, as one population, in their order; each has as many episodes.
    package static func joined(_ rounds: [Evaluations]) -> Evaluations {
        let first = rounds[0]
        guard rounds.count > 1 else { return first }
        let joined = Evaluations(
            individuals: rounds.reduce(0) { $0 + $1.individuals }, episodes: first.episodes,
            combination: first.combination, isShaped: first.shaped != nil, forgivesFailures: first.failures != nil)
        let hasObjectives = rounds.contains { !$0.objectives.isEmpty }
        var start = 0
        for round in rounds {
            joined.returns.copy(from: round.returns.array(), at: start)
            joined.lengths.copy(from: round.lengths.array(), at: start)
            if let values = round.shaped { joined.shaped?.copy(from: values.array(), at: start) }
            if let flags = round.failures { joined.failures?.copy(from: flags.array(), at: start) }
            joined.behaviors += round.behaviors
            // Those of a round that failed as a whole are not known.
            let unknown = hasObjectives && round.objectives.isEmpty
            joined.objectives +=
                unknown ? [[Double]](repeating: [], count: round.lengths.count) : round.objectives
            start += round.lengths.count
        }
        return joined
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

    /// Steps of an individual's episodes.
    package func steps(_ individual: Int) -> Int {
        (individual * episodes..<(individual + 1) * episodes).reduce(0) { $0 + Int(lengths[$1]) }
    }

    /// Steps of all episodes.
    package var timesteps: Int { lengths.withSpan { lengths in lengths.indices.reduce(0) { $0 + Int(lengths[$1]) } } }

    /// Episodes of so many steps or more.
    package func episodes(reaching limit: Int) -> Int {
        lengths.withSpan { lengths in lengths.indices.reduce(0) { $0 + (Int(lengths[$1]) >= limit ? 1 : 0) } }
    }

    /// Fitness of each individual: that of one with a failed episode is the lowest of those without, or `lowestBefore` if
    /// there are none.
    package var fitness: [Double] {
        let fitness = combined(combination, of: shaped ?? returns)
        guard failedEpisodes > 0 else { return fitness }
        let lowest = fitness.indices.filter { !hasFailed($0) }.map { fitness[$0] }.min() ?? lowestBefore
        return fitness.indices.map { hasFailed($0) ? lowest : fitness[$0] }
    }

    /// Whether an episode of an individual failed.
    package func hasFailed(_ individual: Int) -> Bool {
        guard let failures else { return false }
        return (individual * episodes..<(individual + 1) * episodes).contains { failures[$0] != 0 }
    }

    /// Episodes that failed.
    package var failedEpisodes: Int { failures.map { $0.array().reduce(0) { $0 + Int($1) } } ?? 0 }

    /// Whether no individual is without a failed episode.
    package var haveAllFailed: Bool { (0..<individuals).allSatisfy(hasFailed) }

    /// What each individual did: the mean of its episodes, without those that failed; empty where that is not known.
    package func meanBehaviors() -> [[Double]] { means(behaviors) }

    /// Further objectives of each individual: the mean over its ratings.
    package func meanObjectives() -> [[Double]] { means(objectives) }

    private func means(_ values: [[Double]]) -> [[Double]] {
        guard !values.isEmpty else { return [] }
        return (0..<individuals).map { individual in
            let played = values[individual * episodes..<(individual + 1) * episodes].filter { !$0.isEmpty }
            guard let first = played.first, played.count > 1 else { return played.first ?? [] }
            return first.indices.map { index in played.reduce(0) { $0 + $1[index] } / Double(played.count) }
        }
    }

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
