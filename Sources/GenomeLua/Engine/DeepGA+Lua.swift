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
        novelty = search.subDescription("novelty").map(NoveltyOptions.init(describing:))
    }
}

extension Schedule {
    /// A number, or what `genome.linear` or `genome.exponential` describes.
    init(describing value: DescriptionValue) {
        guard let schedule = value.described else {
            self = .constant(value.number!)
            return
        }
        let (from, to) = (schedule.number("from")!, schedule.number("to")!)
        let (over, unit) = (schedule.integer("over")!, Unit(rawValue: schedule.text("unit")!)!)
        switch schedule.constructor {
        case "linear": self = .linear(from: from, to: to, over: over, unit: unit)
        case "exponential": self = .exponential(from: from, to: to, over: over, unit: unit)
        default: preconditionFailure("no schedule is made by genome.\(schedule.constructor)")
        }
    }
}
