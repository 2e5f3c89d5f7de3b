import Kernels
import Networks
import Randomness
import Records

/// Independent real parameters, each normal with a mean and a standard deviation of its own.
///
/// Binary networks round them to their integer biases; learning sees the numbers before they are rounded.
package final class GaussianBiases: Sendable, Checkpointable {
    /// The least standard deviation that adaptation leaves.
    package static let leastDeviation = 0.1

    package let means: Buffer<Double>
    package let deviations: Buffer<Double>
    private let seed: UInt64
    private let kernels: KernelSet

    /// Means 0.
    package init(count: Int, deviation: Double, seed: UInt64, kernels: KernelSet) {
        means = Buffer(repeating: 0, count: count)
        deviations = Buffer(repeating: deviation, count: count)
        self.seed = seed
        self.kernels = kernels
    }

    package var count: Int { means.count }

    /// The standard normal deviates of a sample; shape `[count]`.
    func deviates(seed sampleSeed: UInt64, sign: Recipe.Sign, into deviates: Buffer<Double>) {
        let address = RandomAddress(seed: seed, purpose: .sampleFloats, subject: sampleSeed)
        let block = Buffer<Double>(repeating: 0, count: min(count, KernelSet.blockSize))
        for first in stride(from: 0, to: count, by: KernelSet.blockSize) {
            let length = min(KernelSet.blockSize, count - first)
            let key = address.bulkKey(first / KernelSet.blockSize)
            kernels.normal(key: key, sign: Double(sign.rawValue), count: length, into: block)
            deviates.copy(from: block, 0..<length, at: first)
        }
    }

    /// Writes a sample's parameters.
    package func sample(seed: UInt64, sign: Recipe.Sign, into genome: Genome) {
        guard count > 0 else { return }
        let deviates = Buffer<Double>(repeating: 0, count: count)
        self.deviates(seed: seed, sign: sign, into: deviates)
        for index in 0..<count { genome.floats[index] = Float(means[index] + deviations[index] * deviates[index]) }
    }

    /// Moves the means, and the deviations if asked to, along the gradient of expected utility.
    ///
    /// `mean += rate / n sum u (b - mean) / deviation^2`, `deviation += rate / n sum u ((b - mean)^2 - deviation^2) /
    /// deviation^3`, summed in order of individual, the deviation kept at 0.1 or more.
    func update(_ recipes: [Recipe], utilities: [Double], rate: Double, adaptsDeviations: Bool) {
        guard count > 0 else { return }
        var meanSums = [Double](repeating: 0, count: count)
        var deviationSums = meanSums
        let deviates = Buffer<Double>(repeating: 0, count: count)
        for (recipe, utility) in zip(recipes, utilities) {
            guard case .sample(let seed, let sign) = recipe else { continue }
            self.deviates(seed: seed, sign: sign, into: deviates)
            for index in 0..<count {
                let deviate = deviates[index]
                meanSums[index] += utility * deviate
                deviationSums[index] += utility * (deviate * deviate - 1)
            }
        }
        let step = rate / Double(recipes.count)
        for index in 0..<count {
            let deviation = deviations[index]
            means[index] += step * meanSums[index] / deviation
            guard adaptsDeviations else { continue }
            deviations[index] = max(deviation + step * deviationSums[index] / deviation, Self.leastDeviation)
        }
    }

    package func save(to archive: inout ArchiveWriter) {
        archive.write(means.array(), as: "means")
        archive.write(deviations.array(), as: "deviations")
    }

    package func restore(from archive: ArchiveReader) throws(ArchiveError) {
        means.copy(from: try archive.doubles("means", shape: [count]))
        let deviations = try archive.doubles("deviations", shape: [count])
        guard deviations.allSatisfy({ $0 > 0 }) else {
            throw archive.invalid("deviations", because: "has a value that is not positive")
        }
        self.deviations.copy(from: deviations)
    }

    /// The means as a genome's floats.
    func mode(into genome: Genome) {
        for index in 0..<count { genome.floats[index] = Float(means[index]) }
    }
}
