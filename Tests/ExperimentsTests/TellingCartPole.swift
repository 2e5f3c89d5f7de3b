import Environments
import Experiments
import Kernels
import Rollouts

extension EnvironmentChoice {
    /// CartPole whose episodes say what they did.
    static var tellingCartPole: EnvironmentChoice {
        EnvironmentChoice(specification: cartPole.specification) { TellingKit(try cartPole.makeKit()) }
    }
}

/// Plays as another kit does, and says how long episodes were.
private final class TellingKit: WorkerKit {
    private let other: any WorkerKit

    init(_ other: any WorkerKit) { self.other = other }

    func makeEnvironment(capacity: Int, kernels: KernelSet) throws -> any Environment {
        try other.makeEnvironment(capacity: capacity, kernels: kernels)
    }

    func makeBehavior(_ environment: any Environment) -> (any BehaviorFunction)? { Telling() }

    private final class Telling: BehaviorFunction {
        func behavior(lane: Int, length: Int, episodeReturn: Double) -> [Double] {
            [Double(length), Double(length % 7)]
        }
    }
}
