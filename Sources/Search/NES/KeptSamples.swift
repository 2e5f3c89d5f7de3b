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
    private let rows: [Rows]

    /// An individual's rows.
    private final class Rows: Sendable {
        static let none = UInt64.max
        /// Of the sample that they hold, or are about to.
        let seed = Atomic(none)
    }

    /// Nil if the samples would not fit.
    init?(individuals: Int, weights: Int) {
        words = NetworkShape.words(weights)
        guard words * individuals * MemoryLayout<UInt64>.size <= Self.mostBytes else { return nil }
        self.individuals = individuals
        bits = Buffer(repeating: 0, count: words * individuals)
        rows = (0..<individuals).map { _ in Rows() }
    }

    /// Keeps an individual's genome. Any thread may do so; those that come second with the same one do nothing.
    func keep(_ genome: Genome, of individual: Int, seed: UInt64) {
        guard individual < individuals else { return }
        let previous = rows[individual].seed.exchange(seed, ordering: .acquiringAndReleasing)
        guard previous != seed else { return }
        for (block, first) in stride(from: 0, to: words, by: KernelSet.blockWords).enumerated() {
            let range = first..<min(first + KernelSet.blockWords, words)
            let start = position(block: block, individual: individual, words: range.count)
            bits.copy(from: genome.bits, range, at: start)
        }
    }

    /// Whether the samples of all these recipes are here. Whoever kept them must have ended.
    func hold(_ recipes: [Recipe]) -> Bool {
        recipes.count == individuals
            && zip(recipes, rows).allSatisfy { recipe, rows in
                if case .sample(let seed, _) = recipe { seed == rows.seed.load(ordering: .acquiring) } else { false }
            }
    }

    /// Where the row of an individual in a block begins.
    /// - Parameter words: Of a row of this block.
    func position(block: Int, individual: Int, words: Int) -> Int {
        block * KernelSet.blockWords * individuals + individual * words
    }

    /// Forgets all samples: the distribution is another.
    func forget() {
        for row in rows { row.seed.store(Rows.none, ordering: .releasing) }
    }
}
