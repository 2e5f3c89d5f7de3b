import Kernels
import Networks
import Randomness
import Records
import Rollouts
import Search

/// The file of an individual whose episode failed: enough to play that episode again.
struct FailedIndividual {
    static let format = "genome-lua failed individual"
    static let version = 1
    static let fileName = "failed-individual"

    let genome: Genome
    /// Of its policy; nil where an objective rates variables.
    let shape: PolicyShape?
    /// Counted from 0, as are the next two.
    let generation: Int
    let individual: Int
    let episode: Int
    let purpose: Purpose
    /// The run's shared numbers as they stood.
    let sharedValues: [Double]
    /// What normalised its observations, where that is done.
    let normalization: Normalization?
    /// Steps after which its episodes were truncated, where that was sooner than the experiment's limit.
    let episodeLimit: Int?

    init(
        genome: Genome, shape: PolicyShape?, failure: EpisodeFailure, request: EvaluationRequest
    ) {
        normalization = request.normalization
        episodeLimit = request.episodeLimit
        sharedValues = request.sharedValues
        self.genome = genome
        self.shape = shape
        generation = failure.generation
        individual = failure.individual
        episode = failure.episode
        purpose = failure.purpose
    }

    func write(to path: String) throws(FileError) {
        var archive = ArchiveWriter(
            format: Self.format, version: Self.version, attributes: ["program": Version.current])
        archive.write(Int64(generation), as: "generation")
        archive.write(Int64(individual), as: "individual")
        archive.write(Int64(episode), as: "episode")
        archive.write(Int32(purpose.rawValue), as: "purpose")
        archive.write(sharedValues, as: "shared")
        if let episodeLimit { archive.write(Int64(episodeLimit), as: "episode_limit") }
        if let shape {
            Policy(shape: shape, genome: genome, normalization: normalization).save(to: &archive)
        } else {
            archive.write(Int64(genome.bitCount), as: "bit_count")
            archive.write(genome.bits.array(), as: "bits")
            archive.write(genome.floats.array(), as: "floats")
        }
        try AtomicFile.write(archive.finish(), to: path)
    }

    /// - Throws: `ArchiveError` if the file is missing, damaged or something else.
    init(readFrom path: String) throws(ArchiveError) {
        let archive = try ArchiveReader(contentsOf: path, format: Self.format, supportedVersions: 1...Self.version)
        generation = try archive.count("generation", atLeast: 0)
        individual = try archive.count("individual", atLeast: 0)
        episode = try archive.count("episode", atLeast: 0)
        let number: Int32 = try archive.value("purpose")
        guard let purpose = UInt8(exactly: number).flatMap(Purpose.init), [.episode, .test].contains(purpose) else {
            throw archive.invalid("purpose", because: "is \(number), which no run plays episodes for")
        }
        self.purpose = purpose
        sharedValues = try archive.doubles("shared")
        episodeLimit =
            archive.contains("episode_limit") ? try archive.count("episode_limit", atLeast: 1) : nil
        guard archive.contains("bit_count") else {
            let policy = try Policy(from: archive)
            (genome, shape, normalization) = (policy.genome, policy.shape, policy.normalization)
            return
        }
        let bitCount = try archive.count("bit_count", atLeast: 0)
        let words = try archive.values("bits", of: UInt64.self)
        let floats = try archive.values("floats", of: Float.self)
        guard words.count == NetworkShape.words(bitCount) else {
            throw archive.invalid("bits", because: "does not hold \(bitCount) bits")
        }
        let genome = Genome(bitCount: bitCount, floatCount: floats.count)
        genome.bits.copy(from: words)
        genome.floats.copy(from: floats)
        (self.genome, shape, normalization) = (genome, nil, nil)
    }
}
