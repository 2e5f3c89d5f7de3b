import Foundation
import Kernels
import Networks
import Records
import TestSupport
import Testing

/// A dense network with normalised hidden units, as the paper has them: number by number, in float64.
private struct NaiveNetwork {
    let network: DenseNetwork
    let genome: [Double]

    private func sums(_ layer: Int, of batch: [[Double]]) -> [[Double]] {
        let outputs = network.widths[layer + 1]
        let weights = genome[network.layers[layer].weights]
        return batch.map { x in
            (0..<outputs).map { output in
                x.indices.reduce(0) { $0 + x[$1] * weights[weights.startIndex + $1 * outputs + output] }
            }
        }
    }

    /// The outputs for one more input, which changes nothing of the statistics.
    func outputs(of input: [Double], reference: [[Double]]) -> [Double] {
        var batch = reference + [input]
        for (index, layer) in network.layers.enumerated() {
            let biases = Array(genome[layer.biases])
            let sums = sums(index, of: batch)
            guard index < network.layers.count - 1 else { return zip(sums.last!, biases).map { $0 + $1 } }
            let count = Double(reference.count)
            batch = sums.map { row in
                row.indices.map { unit in
                    let column = sums.dropLast().map { $0[unit] }
                    let mean = column.reduce(0, +) / count
                    let variance = column.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
                    let gamma = 1 + genome[layer.scales.lowerBound + unit]
                    return tanh(gamma * (row[unit] - mean) / (variance + 1e-3).squareRoot() + biases[unit])
                }
            }
        }
        return []
    }
}

@Suite struct `A virtual batch` {
    private static let network = DenseNetwork(widths: [3, 12, 5, 2], activation: .tanh, isNormalized: true)

    private let reference: ReferenceBatch
    private let genome: Genome

    init() {
        var random = SplitMix64(seed: 5)
        let samples = [-20...40, 0...0.01, -1...1].map { range in
            (0..<37).map { _ in Float.random(in: Float(range.lowerBound)...Float(range.upperBound), using: &random) }
        }
        reference = ReferenceBatch(30, of: samples)
        genome = Genome(bitCount: 0, floatCount: Self.network.floatCount)
        for place in 0..<genome.floatCount { genome.floats[place] = Float.random(in: -0.7...0.7, using: &random) }
    }

    private func rows(_ observations: [[Float]]) -> DenseInputs {
        let inputs = DenseInputs(width: 3, capacity: observations.count)
        for (lane, observation) in observations.enumerated() { inputs.rows.copy(from: observation, at: 16 * lane) }
        return inputs
    }

    private func outputs(of observation: [Float], _ kernels: KernelSet) throws -> [Float] {
        let inputs = DenseInputs(width: 3, capacity: reference.count)
        let encoding = kernels.observing(reference.lanes, normalizer: nil, into: inputs)
        let virtualBatch = VirtualBatch(
            Self.network, size: reference.count, inputs: inputs, encoding: [encoding], normalizer: nil,
            kernels: kernels)
        virtualBatch.encode(nil)
        let loaded = LoadedDenseNetworks(Self.network, slots: 2, capacity: 1, virtualBatch: virtualBatch)
        // What another network left behind makes no difference.
        loaded.load(Genome(bitCount: 0, floatCount: Self.network.floatCount), slot: 0)
        loaded.load(genome, slot: 1)
        loaded[0] = 1
        let outputs = Buffer<Float>(repeating: 0, count: 2)
        try kernels.forward(loaded.networks, inputs: rows([observation]), outputs: outputs).run(lanes: 1)
        return outputs.array()
    }

    @Test func `makes of a network what the paper says`() throws {
        let naive = NaiveNetwork(network: Self.network, genome: genome.floats.array().map(Double.init))
        let batch = (0..<reference.count).map { lane in
            reference.observations[3 * lane..<3 * lane + 3].map(Double.init)
        }
        for observation in [[0, 0, 0], [35, 0.009, -1], [-500, 1, 80]] as [[Float]] {
            let expected = naive.outputs(of: observation.map(Double.init), reference: batch)
            for (ours, theirs) in zip(try outputs(of: observation, .best), expected) {
                #expect(abs(Double(ours) - theirs) < 1e-4, "\(observation)")
            }
        }
    }

    @Test(arguments: KernelSet.available) func `does so with the same bits everywhere`(kernels: KernelSet) throws {
        let expected = try outputs(of: [12, 0.004, 0.5], .best)
        #expect(try outputs(of: [12, 0.004, 0.5], kernels).map(\.bitPattern) == expected.map(\.bitPattern))
    }

    @Test func `takes observations evenly from all there are`() {
        let batch = ReferenceBatch(4, of: [[0, 1, 2, 3, 4, 5, 6, 7, 8], [0, 10, 20, 30, 40, 50, 60, 70, 80]])
        #expect(batch.observations == [0, 0, 2, 20, 4, 40, 6, 60])
        #expect(ReferenceBatch(4, of: [[1, 2]]).observations == [1, 1, 2, 2], "again where there are too few")
    }

    @Test func `has scales of 1 at first, and one for each hidden unit`() {
        let layers = Self.network.layers
        #expect(layers.map(\.scales) == [48..<60, 125..<130, 142..<142])
        #expect(layers.map(\.weights.lowerBound) == [0, 60, 130])
        #expect(Self.network.floatCount == 142)
        #expect(Self.network.firstDeviations.map(\.count) == [36, 24, 60, 10, 10, 2])
        #expect(Self.network.firstDeviations.map(\.deviation)[1] == 0)
    }

    @Test func `is part of a policy's file`() throws {
        let policy = Policy(
            shape: PolicyShape(
                encoder: .values(3), network: .dense(Self.network),
                decoder: .continuous(low: [-1, 0], high: [1, 2], noise: 0.25), reference: reference),
            genome: genome)
        var archive = ArchiveWriter(format: "genome-lua policy", version: 1)
        policy.save(to: &archive)
        let bytes = archive.finish()
        let copy = try Policy(
            from: ArchiveReader(bytes, path: "policy", format: "genome-lua policy", supportedVersions: 1...1))
        #expect(copy.shape == policy.shape)
        #expect(copy.genome.floats.array() == genome.floats.array())
    }
}
