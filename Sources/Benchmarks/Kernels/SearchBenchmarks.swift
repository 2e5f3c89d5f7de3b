import Kernels
import Networks
import Randomness
import Search

extension Benchmark {
    static let sample = Benchmark(
        "sample",
        unit: "networks/s",
        "Weight bits of one network after the other, 4160 weights of 16-bit probabilities; keying by address included."
    ) { settings in
        let weights = BernoulliDistribution(count: 4160, seed: 1, kernels: settings.kernels)
        weights.drawLogits(deviation: 1)
        let bits = Buffer<UInt64>(repeating: 0, count: 65)
        var individual = 0
        let rates = settings.rates(items: 1) {
            for _ in 0..<$0 {
                let subject = RandomAddress.subject(generation: 7, individual: individual & 0xffff)
                weights.sample(seed: subject, sign: .plus, block: 0, into: bits, at: 0)
                individual += 1
            }
        }
        return Measurement(work: "4160 weights, 16-bit probabilities", samples: rates)
    }

    static let update = accumulation("update", weights: 4160, individuals: 64, isRanked: true)
    static let updateWide = accumulation("update-wide", weights: 1 << 20, individuals: 256, isRanked: true)
    static let updateFloat = accumulation("update-float", weights: 4160, individuals: 64, isRanked: false)

    /// The sums of an update: samples in memory as a search keeps them, block by block.
    private static func accumulation(_ name: String, weights: Int, individuals: Int, isRanked: Bool) -> Benchmark {
        let kind = isRanked ? "ranks" : "real utilities as 32-bit fixed point"
        return Benchmark(
            name,
            unit: "weights*individuals/s",
            "The sums of utility times bit of an update, \(kind): \(weights) weights, population \(individuals), samples in memory."
        ) { settings in
            var random = RandomStream(RandomAddress(seed: 1, purpose: .initial))
            let words = weights / 64
            let bits = Buffer<UInt64>(repeating: 0, count: words * individuals)
            for word in 0..<bits.count { bits[word] = random.next() }
            let fitness = (0..<individuals).map { _ in random.uniform() }
            let shaping: Shaping = isRanked ? .centeredRanks : .standardized
            let utilities = Buffer(try shaping.utilities(of: fitness).integers)
            let sums = Buffer<Int32>(repeating: 0, count: min(weights, KernelSet.blockSize))
            let rates = settings.rates(items: Double(weights * individuals)) {
                for _ in 0..<$0 {
                    for block in stride(from: 0, to: words, by: KernelSet.blockWords) {
                        let width = min(KernelSet.blockWords, words - block)
                        // As at each update: sums that grew without end would leave their range.
                        sums.fill(0)
                        settings.kernels.accumulate(
                            bits: bits,
                            start: block * individuals,
                            stride: width,
                            utilities: utilities,
                            first: 0,
                            individuals: individuals,
                            words: width,
                            into: sums
                        )
                    }
                }
            }
            return Measurement(work: "\(weights) weights, population \(individuals), \(kind)", samples: rates)
        }
    }
}
