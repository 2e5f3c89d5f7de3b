import Kernels

/// How the outputs of a network become an action.
package enum PolicyDecoder: Sendable, Hashable {
    case discrete(DiscreteChoice, actions: Int)
    /// Each value of a real action is one of its levels.
    case levels(ActionLevels)
    /// Each value of a real action is an output of a dense network, from -1 for its low end to 1 for its high end; while
    /// individuals are rated, noise of this deviation is added to it.
    case continuous(low: [Float], high: [Float], noise: Double)
    /// A script makes actions of `outputs` outputs.
    case script(ScriptPart, outputs: Int, actions: ActionShape)

    /// Outputs that a network must have.
    package var outputCount: Int {
        switch self {
        case .discrete(let choice, let actions): choice == .sign ? 1 : actions
        case .levels(let levels): levels.outputCount
        case .continuous(let low, _, _): low.count
        case .script(_, let outputs, _): outputs
        }
    }

    package var actions: ActionShape {
        switch self {
        case .discrete(_, let actions): .discrete(count: actions)
        case .levels(let levels): .real(count: levels.valueCount)
        case .continuous(let low, _, _): .real(count: low.count)
        case .script(_, _, let actions): actions
        }
    }

    /// The stage that decodes the outputs of as many lanes as `actions` has; nil where a script does.
    /// - Parameter outputs: Shape `[capacity, outputCount]`.
    package func stage(from outputs: NetworkOutputs, into actions: ActionBatch, kernels: KernelSet) -> Stage? {
        switch self {
        case .discrete(let choice, let count):
            DiscreteDecoder(choice, actions: count, kernels: kernels).stage(from: outputs, into: actions)
        case .levels(let levels):
            LevelsDecoder(levels, kernels: kernels).stage(from: outputs, into: actions)
        case .continuous(let low, let high, _):
            switch outputs {
            case .floats(let outputs):
                kernels.continuousDecoding(outputs: outputs, low: low, high: high, into: actions)
            case .integers: preconditionFailure("continuous actions of a binary network")
            }
        case .script:
            nil
        }
    }
}
