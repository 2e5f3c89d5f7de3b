import Search

extension Constructor {
    private static let probability = OptionType.number(.unit)

    /// `genome.ga`: a genetic algorithm on binary weights.
    static let ga = Constructor(
        name: "ga",
        className: "GA",
        role: .search,
        sentence: "A genetic algorithm on weight bits: elites, selection, crossover, flip mutation",
        options: [
            Option("population_size", .integer(atLeast: 2), .value(.integer(64)), "Individuals in a generation"),
            Option("elites", .integer(atLeast: 0), .value(.integer(1)), "The best that go on unchanged"),
            Option(
                "selection", .constructedOrFunction(.selection, signature: selectionSignature),
                .constructed("tournament"),
                "Chooses population_size - elites parents: selection(population, random)"),
        ] + breeding(crossover: 0.5) + [
            Option(
                "novelty", .constructed(.novelty), .none, "How parents are chosen by novelty; without it, by fitness")
        ],
        check: { description throws(OptionError) in
            let (size, elites) = (description.integer("population_size") ?? 0, description.integer("elites") ?? 0)
            guard elites < size else {
                throw .conflict("elites must be below population_size, got \(elites) of \(size)")
            }
            try checkNovelty(description)
        }
    )

    /// How children are made of parents.
    /// - Parameter crossover: The default.
    private static func breeding(crossover: Double) -> [Option] {
        [
            Option(
                "mutation", probability, .value(.number(0.01)),
                "Probability that a bit is flipped, and that a number changes"),
            Option("crossover", probability, .value(.number(crossover)), "Probability that a child has two parents"),
            Option(
                "crossover_kind", .choice(Crossover.allCases.map(\.rawValue)), .value(.text("uniform")),
                "How two parents share: each bit by chance, or cut at one or two places"),
            Option(
                "bias_deviation", .number(.positiveSingle), .value(.number(1)),
                "Standard deviation of what mutation adds to a number, and of first ones; those of a dense network begin by "
                    + "hidden_gain and output_gain"),
        ]
    }

    /// Novelty stands in place of the fitness that a selection goes by: that of a script has both before it, and a wheel
    /// has no room for numbers below 0.
    private static func checkNovelty(_ search: Description) throws(OptionError) {
        guard let novelty = search.subDescription("novelty") else { return }
        guard let selection = search.subDescription("selection") else {
            throw .conflict(
                "novelty is for the selections of genome; one of the script sees each individual's behavior itself")
        }
        guard let weight = novelty.number("weight"), weight < 1,
            ["roulette", "stochastic_universal"].contains(
                selection.constructor), selection.text("baseline") == "zero"
        else { return }
        throw .conflict(
            "ranks by novelty and fitness are also below 0, which the baseline 'zero' has no room for; use the baseline "
                + "'worst', or novelty of weight 1")
    }

    /// `genome.nsga2`: Deb et al. 2002, <https://doi.org/10.1109/4235.996017>.
    static let nsga2 = Constructor(
        name: "nsga2",
        className: "NSGA2",
        role: .search,
        sentence: "A genetic algorithm for several objectives: fitness, those that come with it, and novelty if asked",
        options: [
            Option(
                "population_size", .integer(atLeast: 2), .value(.integer(100)),
                "Individuals that are bred in a generation, and that go on from it")
        ] + breeding(crossover: 0.9) + [
            Option(
                "novelty", .constructed(.novelty), .none,
                "How novelty is worked out as a further objective; without it, novelty is none")
        ],
        check: { description throws(OptionError) in
            guard description.subDescription("novelty")?.isGiven("weight") == true else { return }
            throw .conflict("novelty is an objective of its own here, to which a weight means nothing; remove weight")
        }
    )

    private static let selectionSignature =
        "fun(population: genome.Individual[], random: genome.Random): integer[]"

    /// `genome.truncation`: parents from the best.
    static let truncation = Constructor(
        name: "truncation",
        className: "Truncation",
        role: .selection,
        sentence: "Each parent is one of the best, all of them equally likely",
        options: [Option("size", .integer(atLeast: 1), .value(.integer(16)), "How many count as the best")]
    )

    /// `genome.tournament`: parents from tournaments.
    static let tournament = Constructor(
        name: "tournament",
        className: "Tournament",
        role: .selection,
        sentence: "Each parent is the best of some drawn at random, with replacement",
        options: [
            Option(
                "size", .integer(atLeast: 1, atMost: 65_536), .value(.integer(3)), "Individuals in a tournament")
        ]
    )

    /// `genome.roulette`: parents in proportion to fitness.
    static let roulette = Constructor(
        name: "roulette",
        className: "Roulette",
        role: .selection,
        sentence: "Each parent is drawn in proportion to its fitness above a baseline; evenly where none is above it",
        options: [baseline]
    )

    /// `genome.stochastic_universal`: the same with less chance.
    static let stochasticUniversal = Constructor(
        name: "stochastic_universal",
        className: "StochasticUniversal",
        role: .selection,
        sentence: "As genome.roulette, but each is chosen as often as expected, rounded up or down",
        options: [baseline]
    )

    private static let baseline = Option(
        "baseline", .choice(FitnessBaseline.allCases.map(\.rawValue)), .value(.text("worst")),
        "'worst': the generation's lowest fitness; 'zero': then a negative fitness is an error")

    /// `genome.rank`: parents by linear ranking.
    static let rank = Constructor(
        name: "rank",
        className: "Rank",
        role: .selection,
        sentence: "Each parent is drawn with a probability that rises linearly with its rank; ties share their ranks",
        options: [
            Option(
                "pressure", .number(NumberRange(lower: .closed(1), upper: .closed(2))), .value(.number(2)),
                "How many times as likely as the mean the best is")
        ]
    )
}
