/// What is kept of the episodes of a group of lanes while they are played.
package final class EpisodeBooks: Sendable {
    package let capacity: Int
    /// Rewards summed since an episode's first step; shape `[capacity]`.
    package let returns: Buffer<Double>
    /// What a reward function made of them, where there is one; shape `[capacity]`.
    package let fitness: Buffer<Double>
    /// Steps since an episode's first; shape `[capacity]`.
    package let lengths: Buffer<Int32>

    package init(capacity: Int) {
        self.capacity = capacity
        returns = Buffer(repeating: 0, count: capacity)
        fitness = Buffer(repeating: 0, count: capacity)
        lengths = Buffer(repeating: 0, count: capacity)
    }

    /// An episode begins in a lane.
    package func begin(lane: Int) {
        returns[lane] = 0
        fitness[lane] = 0
        lengths[lane] = 0
    }

    /// The episode of a lane goes on in another.
    package func move(from source: Int, to target: Int) {
        returns[target] = returns[source]
        fitness[target] = fitness[source]
        lengths[target] = lengths[source]
    }
}
