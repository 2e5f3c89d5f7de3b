import Kernels
import Networks
import Synchronization

/// The weight bits of a generation's individuals, kept from their expression to the update, which else draws them again.
///
/// Blocks follow one another, and in each a row for every individual: the update goes block by block.
final class KeptSamples: Sendable {
    /// Bytes of samples that are worth the room.
    private static let mostBytes = 64 << 20

    let bits: Buffer<UInt64>
    private let individuals: Int
    private let words: Int
    /// The seed of the sample that each individual's rows hold, or are about to.
    private let seeds: Mutex<[UInt64?]>

    /// Nil if the samples would not fit.
    init?(individuals: Int, weights: Int) {
        words = NetworkShape.words(weights)
        guard words * individuals * MemoryLayout<UInt64>.size <= Self.mostBytes else { return nil }
        self.individuals = individuals
        bits = Buffer(repeating: 0, count: words * individuals)
        seeds = Mutex(Array(repeating: nil, count: individuals))
    }

    /// Keeps an individual's genome. Any thread may do so; those that come second with the same one do nothing.
    func keep(_ genome: Genome, of individual: Int, seed: UInt64) {
        let isNew = seeds.withLock { seeds in
            guard individual < individuals, seeds[individual] != seed else { return false }
            seeds[individual] = seed
            return true
        }
        guard isNew else { return }
        for first in stride(from: 0, to: words, by: KernelSet.blockSize / 64) {
            let range = first..<min(first + KernelSet.blockSize / 64, words)
            bits.copy(from: genome.bits, range, at: first * individuals + individual * range.count)
        }
    }

    /// Whether the samples of all these recipes are here. Whoever kept them must have ended.
    func hold(_ recipes: [Recipe]) -> Bool {
        seeds.withLock { seeds in
            recipes.count == individuals
                && zip(recipes, seeds).allSatisfy { recipe, seed in
                    if case .sample(seed, _) = recipe { true } else { false }
                }
        }
    }

    /// Where the row of an individual in a block begins.
    /// - Parameter words: Of a row of this block.
    func position(block: Int, individual: Int, words: Int) -> Int {
        block * (KernelSet.blockSize / 64) * individuals + individual * words
    }

    /// Forgets all samples: the distribution is another.
    func forget() {
        seeds.withLock { seeds in
            for individual in seeds.indices { seeds[individual] = nil }
        }
    }
}
