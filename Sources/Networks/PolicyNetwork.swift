import Kernels

/// The network of a policy, of either kind.
package enum PolicyNetwork: Sendable, Hashable {
    case binary(BinaryNetwork)
    case dense(DenseNetwork)

    /// Units of the input, the hidden layers and the output.
    package var widths: [Int] {
        switch self {
        case .binary(let network): network.shape.widths
        case .dense(let network): network.widths
        }
    }

    /// Weight bits of a genome.
    package var bitCount: Int {
        switch self {
        case .binary(let network): network.bitCount
        case .dense: 0
        }
    }

    /// Floats of a genome.
    package var floatCount: Int {
        switch self {
        case .binary(let network): network.floatCount
        case .dense(let network): network.floatCount
        }
    }

    /// Whether a virtual batch normalises it.
    package var isNormalized: Bool {
        switch self {
        case .binary: false
        case .dense(let network): network.isNormalized
        }
    }

    /// About the bytes of a network that lanes run.
    package var bytes: Int {
        switch self {
        case .binary(let network): network.shape.bytes
        case .dense(let network): DenseBank.bytes(widths: network.widths)
        }
    }

    /// How the floats of first networks are drawn; nil: as the search has it.
    package var firstDeviations: [FloatGroup]? {
        switch self {
        case .binary: nil
        case .dense(let network): network.firstDeviations
        }
    }

    /// Memory for a genome of this network.
    package func makeGenome() -> Genome { Genome(bitCount: bitCount, floatCount: floatCount) }
}
