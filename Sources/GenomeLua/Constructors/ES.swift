import Search

extension Constructor {
    /// Those of deep-neuroevolution: on one machine with an accelerator, and on many.
    private static let esPresets = Presets(
        origin: Presets.deepNeuroevolution,
        all: [
            preset("es_gym", populationSize: 5000, deviation: 0.02),
            preset("es_atari", populationSize: 5000, deviation: 0.02),
            preset("frostbite_es", populationSize: 5000, deviation: 0.005, timesteps: 10_000),
            preset("humanoid_es", populationSize: 1000, deviation: 0.02, timesteps: 100_000),
        ])

    private static func preset(
        _ name: String, populationSize: Int64, deviation: Double, timesteps: Int64 = 0
    ) -> Presets.Preset {
        Presets.Preset(
            name,
            [
                "population_size": .value(.integer(populationSize)), "deviation": .value(.number(deviation)),
                "learning_rate": .value(.number(0.01)), "shaping": .value(.text("centered_ranks")),
                "weight_decay": .value(.number(0.005)), "optimizer": .constructed("adam"),
                "timesteps": .value(.integer(timesteps)),
            ])
    }

    /// `genome.es`: Salimans et al. 2017, <https://arxiv.org/abs/1703.03864>.
    static let es = Constructor(
        name: "es",
        className: "ES",
        role: .search,
        sentence: "OpenAI's evolution strategy: antithetic noise around a center; bits are signs of real numbers",
        options: [
            Option("population_size", .integer(atLeast: 2), .value(.integer(64)), "Individuals in a generation, even"),
            Option("deviation", .number(.positiveSingle), .value(.number(0.1)), "Standard deviation of the noise"),
            Option("learning_rate", .number(.positive), .value(.number(0.05)), "Step size of the optimizer"),
            Option(
                "shaping", .choice(Shaping.allCases.map(\.rawValue)), .value(.text("centered_ranks")),
                "How fitness becomes utility; with reward = genome.sign_reward {}, 'none' and 'centered_ranks' are "
                    + "deep-neuroevolution's sign and centered_sign_rank"),
            Option(
                "weight_decay", .number(.notNegative), .value(.number(0.005)),
                "Times the center, what is taken off the gradient"),
            Option("optimizer", .constructed(.optimizer), .constructed("adam"), "How a gradient becomes a step"),
            Option(
                "timesteps", .integer(atLeast: 0), .value(.integer(0)),
                "Environment steps of a generation: pairs are added until there are as many"),
            esPresets.option,
        ],
        presets: esPresets,
        check: { description throws(OptionError) in
            let size = description.integer("population_size") ?? 0
            guard size % 2 == 0 else { throw .conflict("population_size must be even, got \(size)") }
        }
    )
}
