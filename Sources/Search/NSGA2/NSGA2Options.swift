/// How individuals with several objectives are bred.
package struct NSGA2Options: Sendable, Hashable {
    /// Individuals that are bred in a generation, and that go on from it; at least 1.
    package var populationSize = 100
    /// How children are made of parents.
    package var breeding = {
        var breeding = BreedingOptions()
        breeding.crossover = 0.9
        return breeding
    }()
    /// How novelty is worked out that is a further objective; its weight means nothing. Nil: novelty is none.
    package var novelty: NoveltyOptions?

    package init() {}
}
