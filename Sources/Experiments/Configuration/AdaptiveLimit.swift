/// A limit of rated episodes that rises where many of them reach it, up to the limit of the experiment.
///
/// So a search whose first individuals do little wastes no time on them. What counts is every episode that rates an
/// individual, in all rounds of a generation; tests of the policy are longer from the start.
/// - SeeAlso: Salimans et al. 2017, section 2.1, <https://arxiv.org/abs/1703.03864>.
package struct AdaptiveLimit: Sendable, Hashable {
    /// Steps after which the episodes of the first generation are truncated, at least 1.
    package let first: Int
    /// The share of a generation's episodes that must reach the limit for it to rise, above 0 and at most 1.
    package let threshold: Double
    /// How many times as high it is then, above 1.
    package let ratio: Double

    package init(first: Int, threshold: Double, ratio: Double) {
        self.first = first
        self.threshold = threshold
        self.ratio = ratio
    }

    /// The limit of the next generation: rounded down, but higher by a step at least.
    /// - Parameters:
    ///   - reached: Episodes of the generation that were as long as its limit.
    ///   - episodes: All that it had.
    ///   - most: The highest that it may be.
    func next(after limit: Int, reached: Int, of episodes: Int, most: Int) -> Int {
        guard Double(reached) / Double(episodes) >= threshold else { return limit }
        let raised = (ratio * Double(limit)).rounded(.down)
        return raised < Double(most) ? max(Int(raised), limit + 1) : most
    }
}
