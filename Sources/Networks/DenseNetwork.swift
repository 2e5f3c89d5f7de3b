import Kernels

/// A fully connected network of float32 numbers: hidden layers with an activation, a linear output, biases throughout.
///
/// A genome's floats are, layer after layer, the weights of one input after the other (to each output), then the biases.
/// How sums are rounded, `DenseBank` says.
package struct DenseNetwork: Sendable, Hashable {
    /// Units of the input, the hidden layers and the output.
    package let widths: [Int]
    package let activation: Activation
    /// Standard deviation of the sum that a unit of the first networks makes of inputs of mean square 1; one for the
    /// hidden layers and one for the output.
    package let hiddenGain: Double
    package let outputGain: Double

    package init(widths: [Int], activation: Activation, hiddenGain: Double = 1, outputGain: Double = 1) {
        precondition(widths.count >= 2 && widths.allSatisfy { $0 >= 1 }, "a network of widths \(widths)")
        self.widths = widths
        self.activation = activation
        self.hiddenGain = hiddenGain
        self.outputGain = outputGain
    }

    /// One layer's part of a genome.
    package struct Layer: Sendable, Hashable {
        /// `hidden_0`, `hidden_1` … `output`.
        package let name: String
        /// Among the genome's floats.
        package let weights: Range<Int>
        package let biases: Range<Int>
    }

    package var layers: [Layer] {
        var layers: [Layer] = []
        for (index, (inputs, outputs)) in zip(widths, widths.dropFirst()).enumerated() {
            let first = layers.last?.biases.upperBound ?? 0
            let weights = first..<(first + inputs * outputs)
            layers.append(
                Layer(
                    name: index == widths.count - 2 ? "output" : "hidden_\(index)",
                    weights: weights,
                    biases: weights.upperBound..<(weights.upperBound + outputs)
                )
            )
        }
        return layers
    }

    /// Weights and biases of a genome.
    package var floatCount: Int { zip(widths, widths.dropFirst()).reduce(0) { $0 + ($1.0 + 1) * $1.1 } }

    /// How the weights of first networks are drawn: by their number of inputs, biases 0.
    /// - SeeAlso: LeCun et al. 1998, "Efficient backprop", section 4.6.
    package var firstDeviations: [FloatGroup] {
        zip(widths, widths.dropFirst()).enumerated().flatMap { index, layer in
            let gain = index == widths.count - 2 ? outputGain : hiddenGain
            return [
                FloatGroup(count: layer.0 * layer.1, deviation: gain / Double(layer.0).squareRoot()),
                FloatGroup(count: layer.1, deviation: 0),
            ]
        }
    }
}

/// Floats of a genome that are first drawn alike.
package struct FloatGroup: Sendable, Hashable {
    package let count: Int
    /// Standard deviation of the first values, whose mean is 0.
    package let deviation: Double

    package init(count: Int, deviation: Double) {
        self.count = count
        self.deviation = deviation
    }
}
