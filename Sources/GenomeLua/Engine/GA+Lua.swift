import Search

extension GAOptions {
    /// The options of `genome.ga`.
    init(describing search: Description) {
        self.init()
        populationSize = search.integer("population_size")!
        elites = search.integer("elites")!
        mutation = search.number("mutation")!
        crossover = search.number("crossover")!
        biasDeviation = search.number("bias_deviation")!
    }
}

extension Description {
    /// The selection that `genome.truncation` or `genome.tournament` describes.
    var selection: any Selection & Sendable {
        switch constructor {
        case "truncation": TruncationSelection(size: integer("size")!)
        case "tournament": TournamentSelection(size: integer("size")!)
        default: preconditionFailure("no selection is made by genome.\(constructor)")
        }
    }
}
