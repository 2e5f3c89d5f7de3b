import Kernels

/// A fully connected network of -1 and +1: binary inputs, weights and hidden units, integer biases, integer outputs.
///
/// A hidden unit fires when the dot product of its row with its input, plus its bias, is positive. Rows are evaluated as
/// `popcount(x ^ w) < ceil((inputs + bias) / 2)`. A genome holds, layer after layer and unit after unit, the unit's
/// weight bits; its floats are the biases in the same order, rounded to integers when a network is made of them.
/// - SeeAlso: Courbariaux et al. 2016, "Binarized neural networks", <https://arxiv.org/abs/1602.02830>.
package struct BinaryNetwork: Sendable, Hashable {
    package let shape: NetworkShape
    package let hasBiases: Bool

    /// - Parameter widths: Units of the input, the hidden layers and the output.
    package init(widths: [Int], hasBiases: Bool) {
        shape = NetworkShape(widths: widths)
        self.hasBiases = hasBiases
    }

    /// One layer's part of a genome.
    package struct Layer: Sendable, Hashable {
        /// As `LayerName` gives it.
        package let name: String
        package let inputs: Int
        package let outputs: Int
        /// Weight bits in the genome.
        package let bits: Range<Int>
        /// Biases among the genome's floats; empty without biases.
        package let biases: Range<Int>
    }

    package var layers: [Layer] {
        var layers: [Layer] = []
        for (index, (inputs, outputs)) in zip(shape.widths, shape.widths.dropFirst()).enumerated() {
            let firstBit = layers.last?.bits.upperBound ?? 0
            let firstBias = layers.last?.biases.upperBound ?? 0
            layers.append(
                Layer(
                    name: LayerName.of(index, among: shape.widths.count - 1),
                    inputs: inputs,
                    outputs: outputs,
                    bits: firstBit..<(firstBit + inputs * outputs),
                    biases: firstBias..<(firstBias + (hasBiases ? outputs : 0))
                )
            )
        }
        return layers
    }

    /// Weight bits of a genome.
    package var bitCount: Int { zip(shape.widths, shape.widths.dropFirst()).reduce(0) { $0 + $1.0 * $1.1 } }
    /// Biases of a genome.
    package var floatCount: Int { hasBiases ? shape.rows : 0 }

    /// Memory for a genome of this network.
    package func makeGenome() -> Genome { Genome(bitCount: bitCount, floatCount: floatCount) }
}
