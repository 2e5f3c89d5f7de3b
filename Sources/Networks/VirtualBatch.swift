import Kernels

/// Normalises dense networks by a reference batch, so that each hidden unit's sums have mean 0 and deviation 1 in it.
///
/// The statistics of a network are those of its own sums, layer by layer. They, and its scales, are folded into weights
/// and biases: what lanes run is a plain network. It belongs to one thread.
/// - SeeAlso: Salimans et al. 2016, "Improved techniques for training GANs", section 3.5,
///   <https://arxiv.org/abs/1606.03498>.
package final class VirtualBatch {
    /// What each variance is raised by.
    private static let epsilon = 1e-3

    private let layers: [DenseNetwork.Layer]
    private let size: Int
    private let passes: [Pass]
    private let encoding: [Stage]
    private let normalizer: ObservationNormalizer?
    /// The folded network: weights and biases, layer after layer.
    private let folded: Buffer<Float>

    /// The reference batch through the layers up to one, whose sums are the outputs.
    private struct Pass {
        let bank: DenseBank
        let stage: Stage
        /// Shape `[size, units]`.
        let sums: Buffer<Float>
        let units: Int
    }

    /// - Parameters:
    ///   - size: Observations of the reference batch.
    ///   - inputs: What `encoding` makes of them.
    ///   - normalizer: Of `encoding`, where it normalises.
    package init(
        _ network: DenseNetwork, size: Int, inputs: DenseInputs, encoding: [Stage], normalizer: ObservationNormalizer?,
        kernels: KernelSet
    ) {
        layers = network.layers
        self.size = size
        self.encoding = encoding
        self.normalizer = normalizer
        passes = network.widths.indices.dropFirst().dropLast().map { last in
            let widths = Array(network.widths[...last])
            let bank = DenseBank(widths: widths, activation: network.activation, slots: 1)
            let sums = Buffer<Float>(repeating: 0, count: size * widths[last])
            let stage = kernels.forward(LaneNetworks(bank: bank, capacity: size), inputs: inputs, outputs: sums)
            return Pass(bank: bank, stage: stage, sums: sums, units: widths[last])
        }
        folded = Buffer(repeating: 0, count: layers.reduce(0) { $0 + $1.weights.count + $1.biases.count })
    }

    /// Makes the inputs of the reference batch, by another normalization where there is one.
    package func encode(_ normalization: Normalization?) {
        if let normalizer, let normalization { normalizer.set(normalization) }
        for stage in encoding { stage.runNative(lanes: size) }
    }

    /// The network of a genome, as weights and biases, layer after layer; to be read before the next.
    func folded(_ genome: Genome) -> Buffer<Float> {
        var start = 0
        for (index, layer) in layers.enumerated() {
            let count = layer.weights.count + layer.biases.count
            folded.copy(from: genome.floats, layer.weights.lowerBound..<layer.biases.upperBound, at: start)
            if index < passes.count { fold(layer, of: genome, into: start, passes[index]) }
            start += count
        }
        return folded
    }

    /// Folds the statistics of a hidden layer into it, and its scales.
    /// - Parameter start: Where it begins; the layers before it are folded.
    private func fold(_ layer: DenseNetwork.Layer, of genome: Genome, into start: Int, _ pass: Pass) {
        let biases = start + layer.weights.count
        folded.fill(0, in: biases..<biases + pass.units)
        pass.bank.store(0..<biases + pass.units, from: folded, at: 0, slot: 0)
        pass.stage.runNative(lanes: size)
        for unit in 0..<pass.units {
            let (mean, variance) = statistics(of: unit, pass)
            let gain = 1 + Double(genome.floats[layer.scales.lowerBound + unit])
            let scale = gain / (variance + Self.epsilon).squareRoot()
            for weight in stride(from: start + unit, to: biases, by: pass.units) {
                folded[weight] = Float(Double(folded[weight]) * scale)
            }
            folded[biases + unit] = Float(Double(genome.floats[layer.biases.lowerBound + unit]) - mean * scale)
        }
    }

    /// Of a unit's sums, in the order of the batch.
    private func statistics(of unit: Int, _ pass: Pass) -> (mean: Double, variance: Double) {
        let sums = stride(from: unit, to: size * pass.units, by: pass.units)
        let mean = sums.reduce(0) { $0 + Double(pass.sums[$1]) } / Double(size)
        let variance =
            sums.reduce(0) { sum, place in
                let difference = Double(pass.sums[place]) - mean
                return sum + difference * difference
            } / Double(size)
        return (mean, variance)
    }
}
