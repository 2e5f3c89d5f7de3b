import Kernels
import Networks
import Records

/// The point around which an evolution strategy searches: a real number for each float and for each bit, of which the
/// bit is the sign.
final class ESCenter: Sendable, Checkpointable {
    private let problem: Problem
    private let latents: PerturbedVector
    private let floats: PerturbedVector
    private let deviation: Double

    /// - Parameter number: Tells the centers of one search apart.
    init(problem: Problem, options: ESOptions, number: Int = 0, seed: UInt64, kernels: KernelSet) {
        self.problem = problem
        deviation = options.deviation
        latents = PerturbedVector(
            groups: [FloatGroup(count: problem.bits, deviation: 1)], purpose: .sampleBits, number: 2 * number,
            optimizer: options.optimizer, seed: seed, kernels: kernels)
        floats = PerturbedVector(
            groups: problem.firstDeviations(otherwise: 1), purpose: .sampleFloats, number: 2 * number + 1,
            optimizer: options.optimizer, seed: seed, kernels: kernels)
    }

    /// Writes the genome of a sample; without a sign, that of the center.
    func express(seed: UInt64, sign: Recipe.Sign?, into genome: Genome) {
        let scale = scale(sign)
        for block in 0..<floats.blockCount {
            let start = floats.range(ofBlock: block).lowerBound
            floats.sample(seed: seed, scale: scale, block: block, into: genome.floats, at: start)
        }
        guard latents.count > 0 else { return }
        let numbers = Buffer<Float>(repeating: 0, count: min(latents.count, KernelSet.blockSize))
        for block in 0..<latents.blockCount {
            latents.sample(seed: seed, scale: scale, block: block, into: numbers, at: 0)
            let places = latents.range(ofBlock: block)
            for first in stride(from: 0, to: places.count, by: 64) {
                var word: UInt64 = 0
                for bit in 0..<min(64, places.count - first) where numbers[first + bit] > 0 {
                    word |= 1 << UInt64(bit)
                }
                genome.bits[(places.lowerBound + first) / 64] = word
            }
        }
    }

    private func scale(_ sign: Recipe.Sign?) -> Double { sign.map { deviation * Double($0.rawValue) } ?? 0 }

    /// Writes a block of the floats of a sample; without a sign, of the center.
    func express(seed: UInt64, sign: Recipe.Sign?, block: Int, into floats: Buffer<Float>) {
        self.floats.sample(seed: seed, scale: scale(sign), block: block, into: floats, at: 0)
    }

    /// Moves along a sum of samples' deviates.
    func move(
        along pairs: [WeightedSample], options: ESOptions, parallel: any Parallel
    ) throws(DivergenceError) -> PerturbedVector.Norms {
        let norms = [latents, floats].map { vector in
            let norms = Buffer<PerturbedVector.Norms>(repeating: PerturbedVector.Norms(), count: vector.blockCount)
            vector.beginStep()
            parallel.forEach(vector.blockCount) { block in
                norms[block] = vector.move(
                    block: block, along: pairs, rate: options.learningRate, weightDecay: options.weightDecay)
            }
            return norms.array().reduce(PerturbedVector.Norms(), +)
        }.reduce(PerturbedVector.Norms(), +)
        guard norms.isFinite, [norms.values, norms.gradient, norms.change].allSatisfy(\.isFinite) else {
            throw DivergenceError()
        }
        return norms
    }

    func save(to archive: inout ArchiveWriter) {
        archive.scoped("bits") { latents.save(to: &$0) }
        archive.scoped("floats") { floats.save(to: &$0) }
    }

    func restore(from archive: ArchiveReader) throws(ArchiveError) {
        try latents.restore(from: archive.scoped("bits"))
        try floats.restore(from: archive.scoped("floats"))
    }
}
