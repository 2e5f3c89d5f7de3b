import Search

extension Constructor {
    private static let share = OptionType.number(.unit)

    private static let noveltyPresets = Presets(
        origin: Presets.deepNeuroevolution + " (with reward = genome.sign_reward {})",
        all: [
            preset("frostbite_ns", .novelty, centers: 3, episodes: 1, populationSize: 100, timesteps: 1000),
            preset("frostbite_nsr", .mixed, centers: 3, episodes: 1, populationSize: 1000, timesteps: 10_000),
            preset("humanoid_ns", .novelty, centers: 5, episodes: 5, populationSize: 1000, timesteps: 100_000),
            preset("humanoid_nsr", .mixed, centers: 5, episodes: 5, populationSize: 1000, timesteps: 100_000),
        ])

    private static func preset(
        _ name: String, _ variant: NoveltyESOptions.Variant, centers: Int64, episodes: Int64, populationSize: Int64,
        timesteps: Int64
    ) -> Presets.Preset {
        Presets.Preset(
            name,
            [
                "variant": .value(.text(variant.rawValue)), "centers": .value(.integer(centers)),
                "choice": .value(.text(NoveltyESOptions.Choice.novelty.rawValue)), "neighbors": .value(.integer(10)),
                "center_episodes": .value(.integer(episodes)), "population_size": .value(.integer(populationSize)),
                "deviation": .value(.number(0.02)), "learning_rate": .value(.number(0.01)),
                "weight_decay": .value(.number(0.005)), "optimizer": .constructed("adam"),
                "timesteps": .value(.integer(timesteps)),
            ])
    }

    private static let neighbors = Option(
        "neighbors", .integer(atLeast: 1), .value(.integer(10)),
        "Nearest behaviors whose mean distance is the novelty of another")

    private static let archive = Option(
        "archive", .integer(atLeast: 1), .value(.integer(100_000)),
        "Behaviors that the archive keeps, with each of which every individual is compared; past these the oldest leave"
    )

    /// `genome.novelty`: Lehman and Stanley 2011, <https://doi.org/10.1162/EVCO_a_00025>.
    static let novelty = Constructor(
        name: "novelty",
        className: "Novelty",
        role: .novelty,
        sentence: "Parents are chosen by how far their behavior is from others, of this generation and an archive",
        options: [
            neighbors,
            Option(
                "memory", share, .value(.number(0.02)),
                "Probability that a behavior is archived: a generation adds this times its individuals"),
            archive,
            Option(
                "weight", share, .value(.number(1)), "Share of novelty against fitness, both as ranks; 1: novelty alone"
            ),
        ]
    )

    /// `genome.novelty_es`: Conti et al. 2018, <https://arxiv.org/abs/1712.06560>.
    static let noveltyES = Constructor(
        name: "novelty_es",
        className: "NoveltyES",
        role: .search,
        sentence: "Evolution strategies around several centers that prefer new behaviors: NS-ES, NSR-ES, NSRA-ES",
        options: [
            Option(
                "variant", .choice(NoveltyESOptions.Variant.allCases.map(\.rawValue)), .value(.text("adaptive")),
                "novelty: that alone (NS-ES); mixed: the mean of its ranks and those of fitness (NSR-ES); adaptive: both, "
                    + "by weights that follow success (NSRA-ES)"),
            Option(
                "centers", .integer(atLeast: 1, atMost: 10_000), .value(.integer(3)), "Points that are searched around"),
            Option(
                "choice", .choice(NoveltyESOptions.Choice.allCases.map(\.rawValue)), .value(.text("novelty")),
                "Which center a generation moves: more likely a novel one, or one after the other"),
            neighbors,
            archive,
            Option(
                "center_episodes", .integer(atLeast: 1, atMost: 1_000_000), .value(.integer(1)),
                "Episodes that say what a center does after its move"),
            Option(
                "weight_step", share, .value(.number(0.05)),
                "By how much the weight of fitness changes at a time, where it is adaptive"),
            Option(
                "patience", .integer(atLeast: 1), .value(.integer(50)),
                "Generations without a better center after which fitness counts less, where it is adaptive"),
        ] + es.options.filter { $0.name != "shaping" && $0.name != "compat" } + [noveltyPresets.option],
        presets: noveltyPresets,
        check: { description throws(OptionError) in try es.check(description) }
    )
}
