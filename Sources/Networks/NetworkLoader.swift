import Kernels

/// Writes genomes into the slots of a bank as networks that the forward kernel runs.
///
/// It holds memory for one network's thresholds, so each thread has its own.
package final class NetworkLoader {
    package let network: BinaryNetwork
    private let layers: [BinaryNetwork.Layer]
    private let thresholds: Buffer<Int32>

    package init(_ network: BinaryNetwork) {
        self.network = network
        layers = network.layers
        thresholds = Buffer(repeating: 0, count: network.shape.rows)
        if !network.hasBiases { setThresholds { _ in 0 } }
    }

    /// Writes the network of a genome into a slot.
    package func load(_ genome: Genome, into bank: NetworkBank, slot: Int) {
        precondition(bank.shape == network.shape, "a bank for another shape")
        precondition(genome.bitCount == network.bitCount, "\(genome.bitCount) bits for \(network.bitCount) weights")
        precondition(genome.floatCount == network.floatCount, "\(genome.floatCount) floats")
        if network.hasBiases { setThresholds { Self.bias(genome.floats[$0]) } }
        bank.store(bits: genome.bits, thresholds: thresholds, slot: slot)
    }

    /// Folds the bias of every row into its threshold.
    private func setThresholds(bias: (_ row: Int) -> Int) {
        var row = 0
        for (index, layer) in layers.enumerated() {
            let isOutput = index == layers.count - 1
            for _ in 0..<layer.outputs {
                let bias = bias(row)
                thresholds[row] = Int32(
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
