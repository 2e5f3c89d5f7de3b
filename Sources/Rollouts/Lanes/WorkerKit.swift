import Environments
import Kernels

/// Makes what a worker plays with: each worker has its own, made and used on its own thread.
package protocol WorkerKit: AnyObject {
    /// A group with room for `capacity` lanes.
    func makeEnvironment(capacity: Int, kernels: KernelSet) throws -> any Environment
    /// What makes bits of observations; nil: thresholds do.
    func makeEncoder(_ context: EncoderContext) throws -> (any EpisodePart)?
    /// What makes actions of outputs; nil: the policy's own decoder does.
    func makeDecoder(_ context: DecoderContext) throws -> (any EpisodePart)?
    /// What makes fitness of every step by the script's reward; nil: there is none.
    func makeReward(_ context: RewardContext) throws -> (any EpisodePart)?
    /// What says what the episodes of an environment did; nil: nothing does.
    func makeBehavior(_ environment: any Environment) throws -> (any BehaviorFunction)?
    /// Shows the numbers of a request to what it made.
    func share(_ values: [Double])
    /// Whether an error of an episode may count as the individual's own: an error that a script raised.
    func isForgivable(_ error: any Error) -> Bool
    /// Says that a worker of the environment was lost, and that its episodes are played again.
    func note(_ loss: any Error)
}

extension WorkerKit {
    package func share(_ values: [Double]) {}
    package func isForgivable(_ error: any Error) -> Bool { false }
    package func note(_ loss: any Error) {}
    package func makeEncoder(_ context: EncoderContext) throws -> (any EpisodePart)? { nil }
    package func makeDecoder(_ context: DecoderContext) throws -> (any EpisodePart)? { nil }
    package func makeReward(_ context: RewardContext) throws -> (any EpisodePart)? { nil }
    package func makeBehavior(_ environment: any Environment) throws -> (any BehaviorFunction)? { nil }
}

/// An environment that an experiment chose: what is fixed about it, and how workers come by it.
package struct EnvironmentChoice: Sendable {
    package let specification: EnvironmentSpecification
    /// Groups that play at the same time for each thread that is asked for: more than one where groups wait for others.
    package let groupsPerThread: Int
    /// Called by each worker on its own thread.
    package let makeKit: @Sendable () throws -> any WorkerKit

    package init(
        specification: EnvironmentSpecification, groupsPerThread: Int = 1,
        makeKit: @escaping @Sendable () throws -> any WorkerKit
    ) {
        self.specification = specification
        self.groupsPerThread = groupsPerThread
        self.makeKit = makeKit
    }

    /// A built-in environment.
    /// - Throws: `EnvironmentError.unknown` with all names.
    package static func builtIn(_ name: String) throws(EnvironmentError) -> EnvironmentChoice {
        let entry = try EnvironmentRegistry.entry(named: name)
        return EnvironmentChoice(specification: entry.specification) { BuiltInKit(entry) }
    }
}

/// The kit of a built-in environment.
package final class BuiltInKit: WorkerKit {
    private let entry: EnvironmentRegistry.Entry

    package init(_ entry: EnvironmentRegistry.Entry) {
        self.entry = entry
    }

    package func makeEnvironment(capacity: Int, kernels: KernelSet) -> any Environment {
        entry.make(capacity, kernels)
    }
}
