extension Constructor {
    private static let nesPresets = Presets(
        origin: "Defaults of the original program",
        all: [
            Presets.Preset(
                "genome",
                [
                    "shaping": .value(.text("none")), "learning_rate": .value(.number(0.06)),
                    "logit_deviation": .value(.number(3)),
                ])
        ])

    /// `genome.nes`: natural evolution strategies on binary weights.
    static let nes = Constructor(
        name: "nes",
        className: "NES",
        role: .search,
        sentence: "Natural evolution strategies on a separable Bernoulli distribution of weight bits",
        options: [
            Option("population_size", .integer(atLeast: 1), .value(.integer(64)), "Individuals in a generation"),
            Option(
                "learning_rate", .number(.positive), .value(.number(10)),
                "Step size on the logits; 10 is made for centered ranks"),
            Option(
                "shaping", .choice(["none", "centered_ranks", "standardized"]), .value(.text("centered_ranks")),
                "How fitness becomes utility"),
            Option(
                "gradient", .choice(["natural", "plain"]), .value(.text("natural")),
                "Which gradient of the expected fitness is followed"),
            Option(
                "epsilon", .number(.positive), .value(.number(0.1)),
                "Added to p(1 - p) where the natural gradient divides by it"),
            Option(
                "logit_deviation", .number(.notNegative), .value(.number(1)), "Standard deviation of the first logits"),
            Option(
                "logit_decay", .number(NumberRange(lower: .open(0), upper: .closed(1))), .value(.number(1)),
                "Logits are multiplied by it after each update"),
            Option(
                "mirrored", .boolean, .value(.boolean(false)), "Whether individuals come in pairs with opposite draws"),
            Option(
                "bias_deviation", .number(.positiveSingle), .value(.number(1)),
                "First standard deviation of each bias, or number of a dense network; their means begin at 0"),
            Option("adapt_bias_deviation", .boolean, .value(.boolean(true)), "Whether these deviations are learned"),
            Option(
                "bias_learning_rate", .number(.positive), .same(as: "learning_rate"),
                "Step size on the means and deviations of biases"),
            Option("optimizer", .constructed(.optimizer), .constructed("sgd"), "How a gradient becomes a step"),
            nesPresets.option,
        ],
        presets: nesPresets,
        check: { description throws(OptionError) in
            let size = description.integer("population_size") ?? 0
            if description.boolean("mirrored") == true && size % 2 != 0 {
                throw .conflict("population_size must be even when mirrored, got \(size)")
            }
            if let shaping = description.text("shaping"), shaping != "none", size < 2 {
                throw .conflict("population_size must be at least 2 when shaping is '\(shaping)', got \(size)")
            }
        }
    )
}
