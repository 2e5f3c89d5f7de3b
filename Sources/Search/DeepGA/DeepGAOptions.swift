/// How a genetic algorithm of seeds breeds.
package struct DeepGAOptions: Sendable, Hashable {
    /// Individuals of a generation, at least 1.
    package var populationSize = 64
    /// The best that have children, all equally, the elite among them; 0: every individual is drawn anew, which is random search.
    package var parents = 10
    /// Standard deviation of what a mutation adds to each float, and probability that it flips a bit.
    package var power = Schedule.constant(0.02)
    /// Part of each float that a mutation takes away before it adds, at least 0 and below 1.
    ///
    /// Where nothing else holds them, as by novelty, floats grow with every mutation, until one changes little; with a
    /// decay of d they keep a deviation of about power / sqrt(2 d).
    package var weightDecay = 0.0
    /// The best that are rated again, the elite among them; 0: the best of a generation is its elite.
    package var candidates = 10
    /// Episodes that rate them again.
    package var episodes = 10
    /// How parents are chosen by novelty; nil: by fitness alone. The elite is by fitness always.
    package var novelty: NoveltyOptions?
    /// Environment steps that a generation has at least, without those of rating again: individuals are added until there
    /// are.
    package var timesteps = 0
    /// Whose children the first generation is; nil: it is drawn anew.
    package var start: Lineage?

    package init() {}
}
