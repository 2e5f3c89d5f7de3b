import Randomness
import Records

/// How a genetic algorithm prefers individuals that do what none did before.
package struct NoveltyOptions: Sendable, Hashable {
    /// Nearest behaviors whose mean distance is the novelty of another, at least 1.
    package var neighbors = 10
    /// Probability that an individual's behavior is remembered for good; `0 ... 1`.
    package var memory = 0.02
    /// The most behaviors that are remembered, at least 1: past these the oldest are forgotten.
    package var archive = 100_000
    /// Share of novelty in what parents are chosen by, against fitness, both as ranks; `0 ... 1`.
    package var weight = 1.0

    package init() {}
}

/// Rates the individuals of a generation by novelty among themselves and what an archive remembers.
struct NoveltyScore: Checkpointable {
    private let options: NoveltyOptions
    private let seed: UInt64
    private var archive: NoveltyArchive
    private var meanNovelty = 0.0

    init(_ options: NoveltyOptions, seed: UInt64) {
        self.options = options
        self.seed = seed
        archive = NoveltyArchive(neighbors: options.neighbors, capacity: options.archive)
    }

    /// Figures for TensorBoard.
    var scalars: [(tag: String, value: Double)] {
        [("search/novelty", meanNovelty), ("search/archive", Double(archive.count))]
    }

    /// What parents are to be chosen by; then some behaviors are remembered.
    /// - Throws: `NoveltyError`, `ShapingError`.
    mutating func scores(_ evaluations: Evaluations, fitness: [Double], generation: Int) throws -> [Double] {
        let novelty = try novelty(of: evaluations.comparableBehaviors(), generation: generation)
        guard options.weight < 1 else { return novelty }
        let (first, second) = (
            try Shaping.centeredRanks.utilities(of: novelty).values,
            try Shaping.centeredRanks.utilities(of: fitness).values
        )
        return zip(first, second).map { options.weight * $0 + (1 - options.weight) * $1 }
    }

    /// How far each behavior is from the others and from what is remembered; then some are remembered. One that is not
    /// known is as novel as the least novel, and never remembered.
    /// - Parameter known: So many, the first, are of generations before, and were remembered then or not.
    /// - Throws: `NoveltyError`.
    mutating func novelty(
        of behaviors: [[Double]], known: Int = 0, generation: Int
    ) throws(NoveltyError) -> [Double] {
        try archive.check(behaviors)
        let novelty = behaviors.novelties { archive.novelty(of: $1, among: behaviors, except: $0) }
        meanNovelty = novelty.reduce(0, +) / Double(novelty.count)
        var random = RandomStream(RandomAddress(seed: seed, purpose: .archive, generation: generation))
        for behavior in behaviors[known...] where random.uniform() < options.memory && !behavior.isEmpty {
            try archive.add(behavior)
        }
        return novelty
    }

    func save(to archive: inout ArchiveWriter) {
        self.archive.save(to: &archive)
        archive.write(meanNovelty, as: "mean_novelty")
    }

    mutating func restore(from archive: ArchiveReader) throws(ArchiveError) {
        try self.archive.restore(from: archive)
        meanNovelty = try archive.value("mean_novelty")
        guard meanNovelty.isFinite else { throw archive.invalid("mean_novelty", because: "is not finite") }
    }
}
