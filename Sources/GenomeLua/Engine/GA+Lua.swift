import Search

extension GAOptions {
    /// The options of `genome.ga`.
    init(describing search: Description) {
        self.init()
        populationSize = search.integer("population_size")!
        elites = search.integer("elites")!
        breeding = BreedingOptions(describing: search)
        novelty = search.subDescription("novelty").map(NoveltyOptions.init(describing:))
    }
}

extension NSGA2Options {
    /// The options of `genome.nsga2`.
    init(describing search: Description) {
        self.init()
        populationSize = search.integer("population_size")!
        breeding = BreedingOptions(describing: search)
        novelty = search.subDescription("novelty").map(NoveltyOptions.init(describing:))
    }
}

extension BreedingOptions {
    /// Those of `genome.ga` or `genome.nsga2`.
    init(describing search: Description) {
        self.init()
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
