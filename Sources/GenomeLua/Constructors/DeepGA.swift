extension Constructor {
    private static let populationSize = Option(
        "population_size", .integer(atLeast: 1), .value(.integer(64)), "Individuals in a generation")

    private static let candidates = [
        Option(
            "candidates", .integer(atLeast: 0), .value(.integer(10)),
            "The best that are rated again, the elite so far among them; 0: none"),
        Option(
            "candidate_episodes", .integer(atLeast: 1, atMost: 1_000_000), .value(.integer(10)),
            "Episodes that rate them again"),
    ]

    private static let timesteps = Option(
        "timesteps", .integer(atLeast: 0), .value(.integer(0)),
        "Environment steps of a generation, without those of candidates: individuals are added until there are as many")

    private static let deepGAPresets = Presets(
        origin: Presets.deepNeuroevolution,
        all: [
            Presets.Preset(
                "ga_atari",
                [
                    "population_size": .value(.integer(1000)), "parents": .value(.integer(20)),
                    "mutation_power": .value(.number(0.002)), "candidates": .value(.integer(10)),
                    "candidate_episodes": .value(.integer(30)),
                ])
        ])

    private static let randomSearchPresets = Presets(
        origin: Presets.deepNeuroevolution,
        all: [
            Presets.Preset(
                "rs_atari",
                [
                    "population_size": .value(.integer(1000)), "candidates": .value(.integer(10)),
                    "candidate_episodes": .value(.integer(30)),
                ])
        ])

    /// `genome.deep_ga`: Such et al. 2017, <https://arxiv.org/abs/1712.06567>.
    static let deepGA = Constructor(
        name: "deep_ga",
        className: "DeepGA",
        role: .search,
        sentence: "A genetic algorithm of mutations alone, whose individuals are kept as seeds, whatever their size",
        options: [populationSize] + [
            Option(
                "parents", .integer(atLeast: 1), .value(.integer(10)),
                "The best that have children, all equally, the elite among them"),
            Option(
                "mutation_power", .numberOrConstructed(.notNegativeSingle, .schedule), .value(.number(0.02)),
                "Standard deviation of what is added to each float, and probability that a bit flips: where there are "
                    + "bits at most 1"),
            Option(
                "weight_decay", .number(NumberRange(lower: .closed(0), upper: .open(1))), .value(.number(0)),
                "Part of each float that a mutation takes away before it adds, if its power is above 0; it holds weights that "
                    + "novelty lets grow"),
        ] + candidates + [
            timesteps,
            Option(
                "novelty", .constructed(.novelty), .none, "How parents are chosen by novelty; without it, by fitness"),
            Option("start", .text, .none, "A run or policy of genome.deep_ga: the first generation are its children"),
            deepGAPresets.option,
        ],
        presets: deepGAPresets
    )

    /// `genome.random_search`: the best of individuals drawn at random.
    static let randomSearch = Constructor(
        name: "random_search",
        className: "RandomSearch",
        role: .search,
        sentence: "Individuals drawn anew in each generation, of which the best ever is kept",
        options: [populationSize] + candidates + [timesteps, randomSearchPresets.option],
        presets: randomSearchPresets
    )
}
