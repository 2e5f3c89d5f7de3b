import Kernels

/// Writes genomes into the slots of a bank as networks that the forward kernel runs.
package struct NetworkLoader: Sendable {
    package let network: BinaryNetwork
    private let layers: [BinaryNetwork.Layer]
    /// Whether every row fills whole words, so that a genome's bits are the network's rows.
    private let rowsAreGenomeWords: Bool

    package init(_ network: BinaryNetwork) {
        self.network = network
        layers = network.layers
        rowsAreGenomeWords = network.shape.widths.dropLast().allSatisfy { $0 % 64 == 0 }
    }

    /// Writes the network of a genome into a slot.
    package func load(_ genome: Genome, into bank: NetworkBank, slot: Int) {
        precondition(bank.shape == network.shape, "a bank for another shape")
        precondition(genome.bitCount == network.bitCount, "\(genome.bitCount) bits for \(network.bitCount) weights")
        precondition(genome.floatCount == network.floatCount, "\(genome.floatCount) floats")
        let firstWord = slot * bank.weightStride
        if rowsAreGenomeWords {
            bank.weights.copy(from: genome.bits, 0..<genome.bits.count, at: firstWord)
        } else {
            copyRows(genome, into: bank, firstWord: firstWord)
        }
        setThresholds(genome, of: bank, first: slot * bank.thresholdStride)
    }

    private func copyRows(_ genome: Genome, into bank: NetworkBank, firstWord: Int) {
        genome.bits.withSpan { source in
            bank.weights.withMutableSpan { target in
                var word = firstWord
                for layer in layers {
                    for row in 0..<layer.outputs {
                        let bit = layer.bits.lowerBound + row * layer.inputs
                        word = Self.copyRow(source, from: bit, count: layer.inputs, into: &target, at: word)
                    }
                }
            }
        }
    }

    /// Copies `count` bits from any position to whole words; returns the word after them.
    @inline(__always)
    private static func copyRow(
        _ source: Span<UInt64>,
        from first: Int,
        count: Int,
        into target: inout MutableSpan<UInt64>,
        at start: Int
    ) -> Int {
        var (word, bit, left) = (start, first, count)
        while left > 0 {
            let (index, offset) = (bit / 64, UInt64(bit % 64))
            var value = source[index] >> offset
            if offset > 0 && index + 1 < source.count { value |= source[index + 1] << (64 - offset) }
            if left < 64 { value &= (1 << UInt64(left)) - 1 }
            target[word] = value
            word += 1
            bit += 64
            left -= 64
        }
        return word
    }

    private func setThresholds(_ genome: Genome, of bank: NetworkBank, first: Int) {
        var row = first
        for (index, layer) in layers.enumerated() {
            let isOutput = index == layers.count - 1
            for unit in 0..<layer.outputs {
                let bias = network.hasBiases ? Self.bias(genome.floats[layer.biases.lowerBound + unit]) : 0
                bank.thresholds[row] = Int32(
                    isOutput ? layer.inputs + bias : Self.hiddenThreshold(inputs: layer.inputs, bias: bias)
                )
                row += 1
            }
        }
    }

    /// The integer bias of a real one: rounded, ties to even, within ± 2^30; 0 for NaN.
    package static func bias(_ value: Float) -> Int {
        value.isNaN ? 0 : Int(min(max(value.rounded(.toNearestOrEven), -0x1p30), 0x1p30))
    }

    /// The number of mismatches below which a unit fires: `ceil((inputs + bias) / 2)`, within `0 ... inputs + 1`.
    package static func hiddenThreshold(inputs: Int, bias: Int) -> Int {
        let sum = inputs + bias
        let half = sum >= 0 ? (sum + 1) / 2 : sum / 2
        return min(max(half, 0), inputs + 1)
    }
}
