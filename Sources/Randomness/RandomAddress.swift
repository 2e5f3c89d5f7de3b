import Kernels

/// Where a random draw comes from: the run's seed, what the draw is for, and for whom.
///
/// A draw is a function of its address alone, never of the thread, lane or moment that asks for it. The address is the
/// key and three words of the counter of Philox4x32-10; the fourth counts the draws at the address.
/// - SeeAlso: Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3",
///   <https://doi.org/10.1145/2063384.2063405>.
package struct RandomAddress: Sendable, Hashable {
    package let seed: UInt64
    package let purpose: Purpose
    /// Who draws, by convention of the purpose: a generation and an individual, or a recipe's seed.
    package let subject: UInt64
    /// Which episode of the subject, in `0 ..< 2^24`.
    package let episode: Int

    @inlinable package init(seed: UInt64, purpose: Purpose, subject: UInt64 = 0, episode: Int = 0) {
        precondition(episode >= 0 && episode < 1 << 24, "episode \(episode)")
        self.seed = seed
        self.purpose = purpose
        self.subject = subject
        self.episode = episode
    }

    @inlinable package init(seed: UInt64, purpose: Purpose, generation: Int, individual: Int = 0, episode: Int = 0) {
        self.init(
            seed: seed,
            purpose: purpose,
            subject: Self.subject(generation: generation, individual: individual),
            episode: episode
        )
    }

    /// The subject that stands for an individual (counted from 0) of a generation.
    @inlinable package static func subject(generation: Int, individual: Int) -> UInt64 {
        UInt64(UInt32(generation)) << 32 | UInt64(UInt32(individual))
    }

    /// Draw `index` at this address: 128 random bits.
    package func block(_ index: UInt32) -> SIMD4<UInt32> { Philox.block(counter: counter(index, subject), key: key) }

    /// The draws one after the other.
    package var words: PhiloxStream { PhiloxStream(counter: counter(0, subject), key: key) }

    /// The draws from which block `index` of the bulk generator starts, in `0 ..< 2^28`.
    @inlinable package func bulkKey(_ index: Int) -> BulkKey { bulkKey(index, subject: subject) }

    /// The same for another subject.
    @inlinable package func bulkKey(_ index: Int, subject: UInt64) -> BulkKey {
        BulkKey(counter: counter(UInt32(16 * index), subject), key: key)
    }

    @usableFromInline func counter(_ index: UInt32, _ subject: UInt64) -> SIMD4<UInt32> {
        SIMD4(
            index,
            UInt32(truncatingIfNeeded: subject),
            UInt32(truncatingIfNeeded: subject >> 32),
            UInt32(purpose.rawValue) | UInt32(episode) << 8
        )
    }

    @usableFromInline var key: SIMD2<UInt32> {
        SIMD2(UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32))
    }
}
