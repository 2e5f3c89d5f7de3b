/// How children are made of parents.
package struct BreedingOptions: Sendable, Hashable {
    /// Probability that a bit of a child is flipped, or that a deviate is added to a float; `0 ... 1`.
    package var mutation = 0.01
    /// Probability that a child has two parents; `0 ... 1`.
    package var crossover = 0.5
    /// Which parts of the child are whose, then.
    package var crossoverKind = Crossover.uniform
    /// Standard deviation of what mutation adds to floats, and of first ones where the problem has no other.
    package var biasDeviation = 1.0

    package init() {}
}
