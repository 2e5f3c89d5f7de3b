/// What is kept of the episodes of a group of lanes while they are played.
package final class EpisodeBooks: Sendable {
    package let capacity: Int
    /// Rewards summed since an episode's first step; shape `[capacity]`.
    package let returns: Buffer<Double>
    /// What a reward function made of them, where there is one; shape `[capacity]`.
    package let fitness: Buffer<Double>
    /// Steps since an episode's first; shape `[capacity]`.
    package let lengths: Buffer<Int32>
    /// Sums of what a reward function gives after the first number; shape `[capacity, mostObjectives - 1]`.
    package let further: Buffer<Double>
    /// How many numbers it gives in an episode; 0 before it was called; shape `[capacity]`.
    package let objectiveCounts: Buffer<Int32>

    /// Numbers that a reward function may give.
    package static let mostObjectives = 16
    /// Steps after which an episode is truncated, the same for all lanes; shape `[1]`.
    package let limit: Buffer<Int32>

    package init(capacity: Int) {
        self.capacity = capacity
        returns = Buffer(repeating: 0, count: capacity)
        fitness = Buffer(repeating: 0, count: capacity)
        lengths = Buffer(repeating: 0, count: capacity)
        further = Buffer(repeating: 0, count: capacity * (Self.mostObjectives - 1))
        objectiveCounts = Buffer(repeating: 0, count: capacity)
        limit = Buffer(repeating: .max, count: 1)
    }

    /// An episode begins in a lane.
    package func begin(lane: Int) {
        returns[lane] = 0
        fitness[lane] = 0
        lengths[lane] = 0
        objectiveCounts[lane] = 0
    }

    /// What a lane's episode has earned beyond its fitness.
    package func furtherObjectives(of lane: Int) -> [Double] {
        let start = lane * (Self.mostObjectives - 1)
        return further.array(start..<start + max(Int(objectiveCounts[lane]) - 1, 0))
    }

    /// The episode of a lane goes on in another.
    package func move(from source: Int, to target: Int) {
        returns[target] = returns[source]
        fitness[target] = fitness[source]
        lengths[target] = lengths[source]
        objectiveCounts[target] = objectiveCounts[source]
        let size = Self.mostObjectives - 1
        for place in 0..<max(Int(objectiveCounts[source]) - 1, 0) {
            further[target * size + place] = further[source * size + place]
        }
    }
}
