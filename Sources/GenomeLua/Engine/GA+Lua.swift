import Search

extension GAOptions {
    /// The options of `genome.ga`.
    init(describing search: Description) {
        self.init()
        populationSize = search.integer("population_size")!
        elites = search.integer("elites")!
        mutation = search.number("mutation")!
        crossover = search.number("crossover")!
        crossoverKind = Crossover(rawValue: search.text("crossover_kind")!)!
        biasDeviation = search.number("bias_deviation")!
    }
}

extension Description {
    /// The selection that `genome.tournament`, or another constructor of that role, describes.
    var selection: any Selection & Sendable {
        switch constructor {
        case "truncation": TruncationSelection(size: integer("size")!)
        case "tournament": TournamentSelection(size: integer("size")!)
        case "roulette": RouletteSelection(baseline: baseline)
        case "stochastic_universal": StochasticUniversalSelection(baseline: baseline)
        case "rank": RankSelection(pressure: number("pressure")!)
        default: preconditionFailure("no selection is made by genome.\(constructor)")
        }
    }

    private var baseline: FitnessBaseline { FitnessBaseline(rawValue: text("baseline")!)! }
}
