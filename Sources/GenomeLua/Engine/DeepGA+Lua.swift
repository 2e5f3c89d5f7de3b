import Search

extension DeepGAOptions {
    /// The options of `genome.deep_ga` or `genome.random_search`.
    init(describing search: Description) {
        self.init()
        populationSize = search.integer("population_size")!
        candidates = search.integer("candidates")!
        episodes = search.integer("candidate_episodes")!
        timesteps = search.integer("timesteps")!
        guard search.constructor == "deep_ga" else {
            parents = 0
            return
        }
        parents = search.integer("parents")!
        power = Schedule(describing: search["mutation_power"])
        weightDecay = search.number("weight_decay")!
        novelty = search.subDescription("novelty").map(NoveltyOptions.init(describing:))
    }
}
