/// The settings of evolution strategies that search for novelty.
package struct NoveltyESOptions: Sendable, Hashable {
    /// How each center is perturbed and moved.
    package var es = ESOptions()
    /// What samples are ranked by.
    package var variant = Variant.adaptive
    /// Centers that are searched around, one in each generation, at least 1.
    package var centers = 3
    /// How the generation's center is chosen.
    package var choice = Choice.novelty
    /// Nearest behaviors of the archive whose mean distance is the novelty of another, at least 1.
    package var neighbors = 10
    /// The most behaviors of the archive, at least 1: past these the oldest leave.
    package var archive = 100_000
    /// Episodes that say what a center does once it has moved, at least 1.
    package var episodes = 1
    /// Of the adaptive variant: how much the weight of fitness changes at a time, `0 ... 1`.
    package var weightStep = 0.05
    /// Of the adaptive variant: generations without a better center after which fitness counts less, at least 1.
    package var patience = 50

    package init() {}

    package enum Variant: String, Sendable, Hashable, CaseIterable {
        /// Novelty alone (NS-ES).
        case novelty
        /// The mean of the ranks by fitness and by novelty (NSR-ES).
        case mixed
        /// Both, weighted by how well fitness has served of late (NSRA-ES).
        case adaptive
    }

    package enum Choice: String, Sendable, Hashable, CaseIterable {
        /// With probabilities proportional to the centers' novelty.
        case novelty
        case roundRobin = "round_robin"
    }
}
