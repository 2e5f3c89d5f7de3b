import Kernels
import Randomness

/// What is fixed about an environment.
package struct EnvironmentSpecification: Sendable, Hashable, Codable {
    /// The name in a script, such as `cartpole`.
    package let name: String
    /// What was chosen for it, where it has options.
    package let options: [EnvironmentOption]
    /// One sentence for a list of environments.
    package let summary: String
    package let observationSpace: Space
    package let actionSpace: Space
    /// Steps after which an episode is truncated; nil if it never is.
    package let maxSteps: Int?
    /// How the environment lays out the observations of a group of lanes.
    package let layout: BatchLayout
    /// What its episodes depend on beside this program and its scripts, such as a library and its digest; nil: nothing.
    package let version: String?

    package init(
        name: String,
        options: [EnvironmentOption] = [],
        summary: String,
        observationSpace: Space,
        actionSpace: Space,
        maxSteps: Int?,
        layout: BatchLayout = .laneMajor,
        version: String? = nil
    ) {
        self.name = name
        self.options = options
        self.summary = summary
        self.observationSpace = observationSpace
        self.actionSpace = actionSpace
        self.maxSteps = maxSteps
        self.layout = layout
        self.version = version
    }

    /// What the lanes of a group of it observe.
    package func makeBatch(capacity: Int) -> ObservationBatch {
        if let image = observationSpace.image { return ObservationBatch(capacity: capacity, image: image) }
        return ObservationBatch(capacity: capacity, valueCount: observationSpace.valueCount, layout: layout)
    }

    /// The environment as policies name it.
    package var chosen: ChosenEnvironment { ChosenEnvironment(name, options: options) }
}

/// A group of episodes of one task, stepped together.
///
/// The running episodes are those of lanes `0 ..< lanes`; whoever steps closes the gap of an ended one by moving the
/// last lane there. There is no automatic reset, and an ended lane is not stepped. An instance belongs to one thread.
/// Terms are Gymnasium's, <https://gymnasium.farama.org/api/env/>.
package protocol Environment: LaneWork {
    var specification: EnvironmentSpecification { get }

    /// What the lanes observe and earn; it has room for every lane of the group.
    var batch: ObservationBatch { get }

    /// Begins an episode in a lane; its first observation stands in `batch` after `finishResets`.
    /// - Parameter random: The episode's own draws, which it may keep.
    func reset(lane: Int, random: RandomStream) throws

    /// Returns when the first observations of all episodes that were begun stand in `batch`. Where an episode's beginning
    /// failed in `failedLane`, the next call goes on with the others.
    func finishResets() throws

    /// After `LostWorker`: makes it ready to begin episodes anew; those that ran are lost.
    func recover() throws

    /// The stage that takes a step in each of the first lanes: it writes observation, reward, terminated and truncated
    /// to `batch`.
    /// - Parameter actions: The actions of every step; of the batch's capacity.
    func stage(actions: ActionBatch) -> Stage
}

extension Environment {
    package func finishResets() {}

    package func recover() { preconditionFailure("this environment loses no workers") }
}

/// An environment whose steps Swift takes.
package protocol StepwiseEnvironment: Environment {
    /// Takes a step in each of the first `lanes` lanes.
    func step(lanes: Int, actions: ActionBatch) throws
}

extension StepwiseEnvironment {
    package func stage(actions: ActionBatch) -> Stage {
        Stage(capacity: batch.capacity) { lanes in try self.step(lanes: lanes, actions: actions) }
    }
}
