import Kernels
import Networks
import Randomness
import Records

/// Real numbers that samples perturb, and that move by what the samples earned.
///
/// A sample adds normal deviates, which its seed makes again at any time: no table of noise, and no sample, is kept.
/// Deviates are drawn in blocks of 8192, each from its own key.
final class PerturbedVector: Sendable, Checkpointable {
    let count: Int
    /// Shape `[count]`.
    private let values: Buffer<Double>
    /// The same in float32: what is perturbed.
    let center: Buffer<Float>
    private let ascent: Ascent
    /// Of the draws of every sample, but for the subject.
    private let samples: RandomAddress
    private let kernels: KernelSet

    /// What an update did, as sums of squares.
    struct Norms: Sendable {
        var values = 0.0
        var gradient = 0.0
        var change = 0.0
        /// Whether what was moved is still within float32.
        var isFinite = true

        static func + (first: Norms, second: Norms) -> Norms {
            Norms(
                values: first.values + second.values, gradient: first.gradient + second.gradient,
                change: first.change + second.change, isFinite: first.isFinite && second.isFinite)
        }
    }

    /// - Parameters:
    ///   - groups: How the first numbers are drawn, in their order.
    ///   - purpose: Of the samples' draws.
    ///   - number: Tells vectors of one search apart that are first drawn for the same purpose.
    init(
        groups: [FloatGroup], purpose: Purpose, number: Int, optimizer: OptimizerRule, seed: UInt64,
        kernels: KernelSet
    ) {
        count = groups.reduce(0) { $0 + $1.count }
        values = Buffer(repeating: 0, count: count)
        center = Buffer(repeating: 0, count: count)
        ascent = Ascent(optimizer, count: count, kernels: kernels)
        samples = RandomAddress(seed: seed, purpose: purpose)
        self.kernels = kernels
        let first = RandomAddress(seed: seed, purpose: .initial, subject: UInt64(number))
        for block in 0..<blockCount { noise(first.bulkKey(block), scale: 1, range(ofBlock: block), into: center) }
        var start = 0
        for group in groups {
            for place in start..<start + group.count { values[place] = group.deviation * Double(center[place]) }
            start += group.count
        }
        refresh(0..<count)
    }

    var blockCount: Int { (count + KernelSet.blockSize - 1) / KernelSet.blockSize }

    /// The places of a block.
    func range(ofBlock block: Int) -> Range<Int> {
        block * KernelSet.blockSize..<min((block + 1) * KernelSet.blockSize, count)
    }

    /// - Returns: Whether all are finite.
    @discardableResult
    private func refresh(_ range: Range<Int>) -> Bool {
        // By the bits, of which the highest can be found for many at once.
        var largest: UInt32 = 0
        values.withSpan { values in
            center.withMutableSpan { center in
                for place in range {
                    let value = Float(values[place])
                    center[place] = value
                    largest = max(largest, value.magnitude.bitPattern)
                }
            }
        }
        return largest < Float.infinity.bitPattern
    }

    private func noise(_ key: BulkKey, scale: Float, _ range: Range<Int>, into target: Buffer<Float>) {
        kernels.addNoise(key: key, scale: scale, to: target, range, into: target, at: range.lowerBound)
    }

    /// Writes a block of a sample: the center and `scale` times its deviates.
    /// - Parameter start: The place in `target` of the block's first number.
    func sample(seed: UInt64, scale: Double, block: Int, into target: Buffer<Float>, at start: Int) {
        kernels.addNoise(
            key: samples.bulkKey(block, subject: seed), scale: Float(scale), to: center, range(ofBlock: block),
            into: target, at: start)
    }

    /// Begins a step; then every block is moved once, on any thread.
    func beginStep() { ascent.beginStep() }

    /// Moves a block along a sum of samples' deviates, in their order, less the decay of its own numbers.
    func move(block: Int, along pairs: [WeightedSample], rate: Double, weightDecay: Double) -> Norms {
        let range = range(ofBlock: block)
        let sums = Buffer<Float>(repeating: 0, count: range.count)
        for pair in pairs where pair.weight != 0 {
            let key = samples.bulkKey(block, subject: pair.seed)
            kernels.addNoise(
                key: key, scale: Float(pair.weight), to: sums, 0..<range.count, into: sums, at: 0)
        }
        let gradient = Buffer<Double>(repeating: 0, count: range.count)
        var norms = Norms()
        for place in 0..<range.count {
            let value = values[range.lowerBound + place]
            let slope = Double(sums[place]) - weightDecay * value
            gradient[place] = slope
            norms.gradient += slope * slope
            norms.values += value * value
        }
        norms.change = ascent.step(values, range, gradient: gradient, rate: rate, decay: 1)
        norms.isFinite = refresh(range)
        return norms
    }

    func save(to archive: inout ArchiveWriter) {
        archive.write(values.array(), as: "values")
        archive.scoped("optimizer") { ascent.save(to: &$0) }
    }

    func restore(from archive: ArchiveReader) throws(ArchiveError) {
        let values = try archive.doubles("values", shape: [count])
        guard values.allSatisfy({ Float($0).isFinite }) else {
            throw archive.invalid("values", because: "has a number that is not finite in float32")
        }
        self.values.copy(from: values)
        try ascent.restore(from: archive.scoped("optimizer"))
        refresh(0..<count)
    }
}

/// A sample's part in an update.
struct WeightedSample: Sendable {
    let seed: UInt64
    let weight: Double
}

extension PerturbedVector.Norms {
    /// As figures of a search.
    var scalars: [(tag: String, value: Double)] {
        [
            ("search/center_norm", values.squareRoot()),
            ("search/gradient_norm", gradient.squareRoot()),
            ("search/update_norm", change.squareRoot()),
        ]
    }

    func save(to archive: inout ArchiveWriter) { archive.write([values, gradient, change], as: "norms") }

    init(from archive: ArchiveReader) throws(ArchiveError) {
        let sums = try archive.doubles("norms", shape: [3])
        guard sums.allSatisfy({ $0.isFinite && $0 >= 0 }) else {
            throw archive.invalid("norms", because: "has a number that is no sum of squares")
        }
        self.init(values: sums[0], gradient: sums[1], change: sums[2])
    }
}
