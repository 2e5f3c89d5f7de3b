import Kernels

/// What makes the fitness of rated individuals in place of their returns.
package enum RewardChoice: String, Sendable {
    /// A function or class of the script, which the worker's kit makes.
    case script
    /// The sum of the signs of an episode's rewards: -1, 0 or 1 a step.
    case sign

    /// The part of a group's steps that does it.
    func part(_ context: RewardContext, of kit: any WorkerKit, _ kernels: KernelSet) throws -> (any EpisodePart)? {
        switch self {
        case .script: try kit.makeReward(context)
        case .sign: SignReward(context, kernels)
        }
    }
}
