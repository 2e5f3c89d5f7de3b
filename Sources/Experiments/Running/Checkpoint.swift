import Networks
import Records
import Search

/// The checkpoint file of a run.
struct Checkpoint {
    static let format = "genome-lua checkpoint"
    static let version = 1
    static let fileName = "checkpoint"
    static let previousFileName = "checkpoint-previous"
    /// That of another run, from which this one went on.
    static let startFileName = "checkpoint-start"

    let identity: [IdentityEntry]
    let shape: PolicyShape?

    static func read(_ path: String) throws(ArchiveError) -> ArchiveReader {
        try ArchiveReader(contentsOf: path, format: format, supportedVersions: 1...version)
    }

    /// The bytes of a checkpoint.
    /// - Throws: What the hooks threw.
    func bytes(_ state: RunState, search: any SearchAlgorithm, hooks: (any RunHooks)?) throws -> [UInt8] {
        var archive = ArchiveWriter(format: Self.format, version: Self.version)
        archive.scoped("experiment") { archive in
            for entry in identity { archive.write(entry.value, as: entry.name) }
        }
        archive.write(Int64(state.generation), as: "generation")
        archive.write(Int64(state.evaluations), as: "evaluations")
        archive.write(Int64(state.timesteps), as: "timesteps")
        archive.write(state.isSolved, as: "is_solved")
        if let limit = state.episodeLimit { archive.write(Int64(limit), as: "episode_limit") }
        if state.isStopped { archive.write(true, as: "is_stopped") }
        if case .thresholds(let thresholds) = shape?.encoder {
            archive.scoped("thresholds") { archive in
                archive.write(thresholds.values.map { Int32($0.count) }, as: "counts")
                archive.write(thresholds.values.flatMap(\.self), as: "values")
            }
        }
        shape?.reference?.save(to: &archive)
        if let statistics = state.statistics { archive.scoped("observations") { statistics.save(to: &$0) } }
        for (scope, test) in [("last_test", state.lastTest), ("best_test", state.bestTest)] {
            guard let test else { continue }
            archive.scoped(scope) { save(test, to: &$0) }
        }
        try archive.scoped("search") { try search.save(to: &$0) }
        if let hooks { try archive.scoped("script") { try hooks.save(to: &$0) } }
        return archive.finish()
    }

    private func save(_ test: PolicyTest, to archive: inout ArchiveWriter) {
        archive.write(Int64(test.generation), as: "generation")
        archive.write(Int64(test.episodes), as: "episodes")
        archive.write(test.meanReturn, as: "mean_return")
        switch test.recipe {
        case .lineage(let lineage): lineage.save(to: &archive)
        case .explicit(let genome):
            archive.write(genome.bits.array(), as: "bits")
            archive.write(genome.floats.array(), as: "floats")
        default: preconditionFailure("a recipe that does not last")
        }
        if !test.sharedValues.isEmpty { archive.write(test.sharedValues, as: "shared") }
        test.normalization?.save(to: &archive)
    }
}
