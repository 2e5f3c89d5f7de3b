import Randomness

/// The antithetic pairs of a generation: individuals 2i and 2i + 1 share the draws of pair i, with opposite signs.
///
/// It has so many individuals, and where so many environment steps are asked for as well, more until there are: each
/// further round has as many as the mean length of the episodes so far makes necessary.
struct ESBatch: Sendable {
    private let populationSize: Int
    /// At least so many environment steps.
    private let timesteps: Int
    /// Of all individuals that were rated, in their order.
    private(set) var fitness: [Double] = []
    private var stepsSoFar = 0

    init(populationSize: Int, timesteps: Int) {
        self.populationSize = populationSize
        self.timesteps = timesteps
    }

    /// The recipes of the next round.
    func next(generation: Int) -> [Recipe] {
        let first = fitness.count
        return (first..<first + nextCount).map { individual in
            .sample(seed: Self.seed(generation, pair: individual / 2), sign: individual % 2 == 0 ? .plus : .minus)
        }
    }

    private var nextCount: Int {
        guard !fitness.isEmpty else { return populationSize }
        let pairs = (timesteps - stepsSoFar) * fitness.count / (2 * max(stepsSoFar, 1))
        return 2 * min(max(pairs, 1), populationSize)
    }

    private static func seed(_ generation: Int, pair: Int) -> UInt64 {
        RandomAddress.subject(generation: generation, individual: pair)
    }

    /// Adds the individuals of a round.
    /// - Returns: Whether there are enough.
    mutating func isFull(with fitness: [Double], timesteps: Int) -> Bool {
        self.fitness += fitness
        stepsSoFar += timesteps
        // An objective takes no steps.
        return stepsSoFar >= self.timesteps || timesteps == 0
    }

    /// What each pair's deviates weigh in the gradient.
    func pairs(generation: Int, _ utilities: [Double]) -> [WeightedSample] {
        (0..<fitness.count / 2).map { pair in
            WeightedSample(
                seed: Self.seed(generation, pair: pair),
                weight: (utilities[2 * pair] - utilities[2 * pair + 1]) / Double(fitness.count))
        }
    }

    mutating func clear() {
        fitness = []
        stepsSoFar = 0
    }
}
