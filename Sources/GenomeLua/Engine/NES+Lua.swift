import Search

extension NESOptions {
    /// The options of `genome.nes`; those of `compat` are among its values already.
    init(describing search: Description) {
        self.init()
        populationSize = search.integer("population_size")!
        learningRate = search.number("learning_rate")!
        shaping = Shaping(rawValue: search.text("shaping")!)!
        usesNaturalGradient = search.text("gradient") == "natural"
        epsilon = search.number("epsilon")!
        logitDeviation = search.number("logit_deviation")!
        logitDecay = search.number("logit_decay")!
        isMirrored = search.boolean("mirrored")!
        biasDeviation = search.number("bias_deviation")!
        adaptsBiasDeviation = search.boolean("adapt_bias_deviation")!
        biasLearningRate = search.number("bias_learning_rate")
        optimizer = OptimizerRule(describing: search.subDescription("optimizer")!)
    }
}
