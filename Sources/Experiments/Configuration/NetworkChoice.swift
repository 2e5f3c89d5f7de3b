import Kernels
import Networks

/// The network that a script asks for, before its inputs and outputs are known.
package enum NetworkChoice: Sendable, Hashable {
    case binary(hidden: [Int], hasBiases: Bool)
    /// - Parameter virtualBatch: Observations by which hidden units are normalised; nil: they are not.
    case dense(hidden: [Int], activation: Activation, hiddenGain: Double, outputGain: Double, virtualBatch: Int? = nil)

    /// Units of each hidden layer.
    package var hidden: [Int] {
        switch self {
        case .binary(let hidden, _), .dense(let hidden, _, _, _, _): hidden
        }
    }

    var isBinary: Bool {
        switch self {
        case .binary: true
        case .dense: false
        }
    }

    /// Observations of the reference batch, where one normalises the network.
    var referenceCount: Int? {
        switch self {
        case .binary: nil
        case .dense(_, _, _, _, let count): count
        }
    }

    /// The network between so many inputs and outputs.
    func network(inputs: Int, outputs: Int) -> PolicyNetwork {
        let widths = [inputs] + hidden + [outputs]
        switch self {
        case .binary(_, let hasBiases): return .binary(BinaryNetwork(widths: widths, hasBiases: hasBiases))
        case .dense(_, let activation, let hiddenGain, let outputGain, let virtualBatch):
            return .dense(
                DenseNetwork(
                    widths: widths, activation: activation, hiddenGain: hiddenGain, outputGain: outputGain,
                    isNormalized: virtualBatch != nil))
        }
    }

    var identity: [IdentityEntry] {
        let hidden = IdentityEntry("hidden", hidden.map(String.init).joined(separator: ","))
        switch self {
        case .binary(_, let hasBiases): return [hidden, IdentityEntry("biases", "\(hasBiases)")]
        case .dense(_, let activation, let hiddenGain, let outputGain, let virtualBatch):
            let batch = virtualBatch.map { ", virtual_batch \($0)" } ?? ""
            let text = "dense(\(activation.rawValue), hidden_gain \(hiddenGain), output_gain \(outputGain)\(batch))"
            return [hidden, IdentityEntry("network", text)]
        }
    }
}
