import Kernels

/// A fully connected network of float32 numbers: hidden layers with an activation, a linear output, biases throughout.
///
/// A genome's floats are, layer after layer, the weights of one input after the other (to each output), then the biases;
/// then, of a hidden layer that a virtual batch normalises, what its units' scales have beyond 1. How sums are rounded,
/// `DenseBank` says.
package struct DenseNetwork: Sendable, Hashable {
    /// Units of the input, the hidden layers and the output.
    package let widths: [Int]
    package let activation: Activation
    /// Standard deviation of the sum that a unit of the first networks makes of inputs of mean square 1; one for the
    /// hidden layers and one for the output.
    package let hiddenGain: Double
    package let outputGain: Double
    /// Whether a virtual batch normalises the sums of hidden units.
    package let isNormalized: Bool

    package init(
        widths: [Int], activation: Activation, hiddenGain: Double = 1, outputGain: Double = 1,
        isNormalized: Bool = false
    ) {
        precondition(widths.count >= 2 && widths.allSatisfy { $0 >= 1 }, "a network of widths \(widths)")
        self.isNormalized = isNormalized
        self.widths = widths
        self.activation = activation
        self.hiddenGain = hiddenGain
        self.outputGain = outputGain
    }

    /// One layer's part of a genome.
    package struct Layer: Sendable, Hashable {
        /// As `LayerName` gives it.
        package let name: String
        /// Among the genome's floats.
        package let weights: Range<Int>
        package let biases: Range<Int>
        /// Empty where sums are not normalised.
        package let scales: Range<Int>
    }

    package var layers: [Layer] {
        var layers: [Layer] = []
        for (index, (inputs, outputs)) in zip(widths, widths.dropFirst()).enumerated() {
            let isOutput = index == widths.count - 2
            let first = layers.last?.scales.upperBound ?? 0
            let weights = first..<(first + inputs * outputs)
            let biases = weights.upperBound..<(weights.upperBound + outputs)
            layers.append(
                Layer(
                    name: LayerName.of(index, among: widths.count - 1),
                    weights: weights,
                    biases: biases,
                    scales: biases.upperBound..<(biases.upperBound + (isNormalized && !isOutput ? outputs : 0))
                )
            )
        }
        return layers
    }

    /// Weights, biases and scales of a genome.
    package var floatCount: Int { layers.last!.scales.upperBound }

    /// How the weights of first networks are drawn: by their number of inputs, biases 0, scales 1.
    /// - SeeAlso: LeCun et al. 1998, "Efficient backprop", section 4.6.
    package var firstDeviations: [FloatGroup] {
        zip(layers, widths).enumerated().flatMap { index, layer in
            let (layer, inputs) = layer
            let gain = index == layers.count - 1 ? outputGain : hiddenGain
            return [
                FloatGroup(count: layer.weights.count, deviation: gain / Double(inputs).squareRoot()),
                FloatGroup(count: layer.biases.count + layer.scales.count, deviation: 0),
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
