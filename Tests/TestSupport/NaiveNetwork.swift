/// A binary network written out: inputs, weights and hidden units are the integers -1 and +1, and sums are sums.
///
/// A hidden unit is +1 when the dot product of its row with the layer's input, plus its bias, is positive; an output is
/// that sum itself. What is packed, folded or counted elsewhere is compared with this.
package struct NaiveNetwork: Sendable {
    package struct Layer: Sendable {
        /// Each -1 or +1; shape `[outputs, inputs]`.
        package var weights: [[Int]]
        /// Shape `[outputs]`.
        package var biases: [Int]

        func sums(_ input: [Int]) -> [Int] {
            var sums: [Int] = []
            for (row, bias) in zip(weights, biases) {
                var sum = bias
                for position in 0..<input.count { sum += row[position] * input[position] }
                sums.append(sum)
            }
            return sums
        }
    }

    package var layers: [Layer]

    /// - Parameters:
    ///   - widths: Units of the input, the hidden layers and the output.
    ///   - biases: Those of layer `layer`, which has so many outputs.
    package init(widths: [Int], using random: inout SplitMix64, biases: (_ layer: Int, _ outputs: Int) -> [Int]) {
        layers = []
        for (inputs, outputs) in zip(widths, widths.dropFirst()) {
            let rows = (0..<outputs).map { _ in Self.signs(inputs, using: &random) }
            layers.append(Layer(weights: rows, biases: biases(layers.count, outputs)))
        }
    }

    /// A network whose weights are packed bits, 1 for +1: layer after layer, unit after unit, input after input.
    package init(widths: [Int], bits: [UInt64], biases: [Int]) {
        layers = []
        var (bit, row) = (0, 0)
        for (inputs, outputs) in zip(widths, widths.dropFirst()) {
            var layer = Layer(weights: [], biases: [])
            for _ in 0..<outputs {
                layer.weights.append((bit..<bit + inputs).map { bits[$0 / 64] >> UInt64($0 % 64) & 1 == 1 ? 1 : -1 })
                layer.biases.append(biases.isEmpty ? 0 : biases[row])
                (bit, row) = (bit + inputs, row + 1)
            }
            layers.append(layer)
        }
    }

    /// The linear outputs for an input of -1 and +1.
    package func outputs(_ input: [Int]) -> [Int] {
        var values = input
        for layer in layers.dropLast() { values = layer.sums(values).map { $0 > 0 ? 1 : -1 } }
        return layers[layers.count - 1].sums(values)
    }

    /// The weights as packed bits, without gaps: what a genome holds.
    package var bits: [UInt64] { Self.packed(layers.flatMap { $0.weights.flatMap(\.self) }) }

    /// Random -1 and +1.
    package static func signs(_ count: Int, using random: inout SplitMix64) -> [Int] {
        (0..<count).map { _ in random.next() >> 63 == 1 ? 1 : -1 }
    }

    /// Packed bits, 1 for +1: bit i in word i / 64 at position i % 64.
    package static func packed(_ signs: [Int]) -> [UInt64] {
        var words = [UInt64](repeating: 0, count: (signs.count + 63) / 64)
        for (position, sign) in signs.enumerated() where sign == 1 {
            words[position / 64] |= 1 << UInt64(position % 64)
        }
        return words
    }
}
