import Search

extension ESOptions {
    /// The options of `genome.es`.
    init(describing search: Description) {
        self.init()
        populationSize = search.integer("population_size")!
        deviation = search.number("deviation")!
        learningRate = search.number("learning_rate")!
        if search.constructor == "es" { shaping = Shaping(rawValue: search.text("shaping")!)! }
        weightDecay = search.number("weight_decay")!
        optimizer = OptimizerRule(describing: search.subDescription("optimizer")!)
        timesteps = search.integer("timesteps")!
    }
}
