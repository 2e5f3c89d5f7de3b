import Kernels

/// Turns the linear outputs of a group of networks into actions.
package protocol Decoder: AnyObject {
    /// Outputs that a network must have.
    var outputCount: Int { get }

    /// The stage that decodes the outputs of as many lanes as `actions` has; `outputs` has shape
    /// `[capacity, outputCount]`.
    func stage(from outputs: NetworkOutputs, into actions: ActionBatch) -> Stage
}

/// How a discrete action is chosen.
package enum DiscreteChoice: String, Sendable, Hashable, CaseIterable {
    /// Two actions from one output: 1 if it is positive, else 0.
    case sign
    /// As many actions as outputs: the first of the greatest.
    case argmax

    /// The choice for a number of actions when none is named.
    package static func standard(actions: Int) -> DiscreteChoice { actions == 2 ? .sign : .argmax }
}

/// A decoder to discrete actions.
package final class DiscreteDecoder: Decoder {
    package let choice: DiscreteChoice
    package let outputCount: Int
    private let kernels: KernelSet

    /// - Parameter actions: Discrete actions, at least 1; exactly 2 for `sign`.
    package init(_ choice: DiscreteChoice, actions: Int, kernels: KernelSet) {
        precondition(choice == .argmax || actions == 2, "the sign of one output for \(actions) actions")
        self.choice = choice
        self.kernels = kernels
        outputCount = choice == .sign ? 1 : actions
    }

    package func stage(from outputs: NetworkOutputs, into actions: ActionBatch) -> Stage {
        let (capacity, actions) = (actions.capacity, actions.discrete)
        switch choice {
        case .sign:
            return kernels.signDecoding(outputs: outputs, count: 1, capacity: capacity, into: actions)
        case .argmax:
            return kernels.argmaxDecoding(outputs: outputs, count: outputCount, capacity: capacity, into: actions)
        }
    }
}
