/// How a genetic algorithm breeds.
package struct GAOptions: Sendable, Hashable {
    /// Individuals in a generation, at least 1.
    package var populationSize = 64
    /// The best that go on unchanged, below `populationSize`.
    package var elites = 1
    /// Probability that a bit of a child is flipped, or that a deviate is added to a bias; `0 ... 1`.
    package var mutation = 0.01
    /// Probability that a child has two parents; `0 ... 1`.
    package var crossover = 0.5
    /// Which parts of the child are whose, then.
    package var crossoverKind = Crossover.uniform
    /// Standard deviation of first biases, and of what mutation adds to them.
    package var biasDeviation = 1.0

    package init() {}
}
