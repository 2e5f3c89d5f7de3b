import Kernels
import Networks

/// What a group of lanes plays, but for the environment itself: who plays, how many at once, and what is noted.
package struct Game: Sendable {
    package let shape: PolicyShape
    /// Episodes that step together.
    package let lanes: Int
    /// What makes the fitness of rated individuals; nil: their returns do.
    package let reward: RewardChoice?
    /// Whether it is said what they did.
    package let hasBehavior: Bool

    /// - Parameter lanes: Nil: chosen by the size of the networks.
    package init(shape: PolicyShape, lanes: Int?, reward: RewardChoice? = nil, hasBehavior: Bool = false) {
        (self.shape, self.reward, self.hasBehavior) = (shape, reward, hasBehavior)
        self.lanes = lanes ?? Self.lanes(for: shape)
    }

    var ratings: WorkerEvaluator.Ratings {
        WorkerEvaluator.Ratings(areShaped: reward != nil, haveBehaviors: hasBehavior, function: "reward")
    }

    /// Memory that a group's networks may take, in bytes.
    package static let groupBytes = 16 << 20
    /// The most lanes that a group has unless it is told: two full vectors of 16, whose small networks leave half of the
    /// nearest cache free.
    package static let standardLanes = 32

    /// Memory that a group's observations may take, in bytes.
    package static let observationBytes = 64 << 20

    /// Lanes of a group for policies of this shape: those whose networks fit 16 MiB and whose observations fit 64 MiB, at
    /// least 1 and at most `standardLanes`.
    package static func lanes(for shape: PolicyShape) -> Int {
        let fitting = min(groupBytes / shape.network.bytes, observationBytes / shape.observationBytes)
        return min(max(fitting, 1), standardLanes)
    }
}
