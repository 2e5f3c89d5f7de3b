import Randomness

/// The antithetic pairs of a generation: individuals 2i and 2i + 1 share the draws of pair i, with opposite signs.
struct ESBatch {
    private var batch: Batch

    init(_ options: ESOptions) {
        batch = Batch(populationSize: options.populationSize, timesteps: options.timesteps, unit: 2)
    }

    /// The next round.
    func next(generation: Int) -> Round {
        let individuals = batch.next
        let recipes = individuals.map { individual in
            Recipe.sample(seed: Self.seed(generation, pair: individual / 2), sign: individual % 2 == 0 ? .plus : .minus)
        }
        return Round(.population(first: individuals.lowerBound), recipes: recipes)
    }

    private static func seed(_ generation: Int, pair: Int) -> UInt64 {
        RandomAddress.subject(generation: generation, individual: pair)
    }

    /// Adds the evaluations of a round.
    /// - Returns: Those of all individuals, once there are enough.
    mutating func add(_ evaluations: Evaluations) -> Evaluations? { batch.add(evaluations) }

    /// What each pair's deviates weigh in the gradient.
    /// - Parameter utilities: Of all individuals.
    static func pairs(generation: Int, _ utilities: [Double]) -> [WeightedSample] {
        (0..<utilities.count / 2).map { pair in
            WeightedSample(
                seed: seed(generation, pair: pair),
                weight: (utilities[2 * pair] - utilities[2 * pair + 1]) / Double(utilities.count))
        }
    }
}
