import Networks
import Randomness
import Records
import Rollouts

/// The file of an individual whose episode failed: enough to play that episode again.
struct FailedIndividual {
    static let format = "genome-lua failed individual"
    static let version = 1
    static let fileName = "failed-individual"

    let policy: Policy
    /// Counted from 0, as are the next two.
    let generation: Int
    let individual: Int
    let episode: Int
    let purpose: Purpose
    /// The run's shared numbers as they stood.
    let sharedValues: [Double]

    init(policy: Policy, failure: EpisodeFailure, sharedValues: [Double]) {
        self.policy = policy
        self.sharedValues = sharedValues
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
        policy.save(to: &archive)
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
        policy = try Policy(from: archive)
    }
}
