/// How a genetic algorithm breeds.
package struct GAOptions: Sendable, Hashable {
    /// Individuals in a generation, at least 1.
    package var populationSize = 64
    /// The best that go on unchanged, below `populationSize`.
    package var elites = 1
    /// How children are made of parents.
    package var breeding = BreedingOptions()
    /// How parents are chosen by novelty; nil: by fitness alone. Elites and the policy are by fitness always.
    package var novelty: NoveltyOptions?

    package init() {}
}
