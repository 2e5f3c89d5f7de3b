import Kernels
import Networks
import Randomness

/// Breeds the genomes of a generation's recipes from those that survived the one before.
struct GAExpression: RecipeExpression {
    /// Of the run.
    let seed: UInt64
    let biasDeviation: Double
    let survivors: [Genome]

    func express(_ recipe: Recipe, into genome: Genome) {
        switch recipe {
        case .initial(let seed):
            var random = stream(seed)
            for word in 0..<genome.bits.count { genome.bits[word] = random.next() }
            genome.clearPadding()
            for place in 0..<genome.floatCount { genome.floats[place] = Float(biasDeviation * random.normal()) }
        case .mutation(let parent, let seed, let power):
            genome.copy(from: survivors[parent])
            var random = stream(seed)
            mutate(genome, power: power, &random)
        case .crossover(let first, let second, let seed, let power):
            var random = stream(seed)
            cross(survivors[first], survivors[second], into: genome, &random)
            mutate(genome, power: power, &random)
        case .explicit(let other): genome.copy(from: other)
        case .sample, .lineage, .listed: preconditionFailure("a recipe of another search")
        }
    }

    private func stream(_ number: UInt64) -> RandomStream {
        RandomStream(RandomAddress(seed: seed, purpose: .mutation, subject: number))
    }

    /// Each bit and float is that of either parent, equally likely.
    private func cross(_ first: Genome, _ second: Genome, into genome: Genome, _ random: inout RandomStream) {
        for word in 0..<genome.bits.count {
            let mask = random.next()
            genome.bits[word] = first.bits[word] & mask | second.bits[word] & ~mask
        }
        for place in 0..<genome.floatCount {
            genome.floats[place] = random.next() >> 63 == 0 ? first.floats[place] : second.floats[place]
        }
    }

    /// Draws how far it is from one flipped bit to the next: few are.
    private func mutate(_ genome: Genome, power: Double, _ random: inout RandomStream) {
        guard power > 0 else { return }
        // Of the probability that a bit stays; 0 where that is 1 in a double.
        let logarithm = power < 1 ? Elementary.log(1 - power) : -.infinity
        guard logarithm < 0 else { return }
        func gap() -> Int {
            let gap = Elementary.log(1 - random.uniform()) / logarithm
            return gap < 0x1p40 ? Int(gap) : 1 << 40
        }
        var bit = gap()
        while bit < genome.bitCount {
            genome.bits[bit / 64] ^= 1 << UInt64(bit % 64)
            bit += 1 + gap()
        }
        for place in 0..<genome.floatCount where random.uniform() < power {
            genome.floats[place] += Float(biasDeviation * random.normal())
        }
    }
}
