import Networks
import Records
import Search

/// Where a run stands between two generations: all that its future depends on, and what it has counted.
///
/// It is what a checkpoint holds; names, threads, kernels and clocks are not in it.
struct RunState {
    /// The next generation.
    var generation = 0
    /// Individuals rated.
    var evaluations = 0
    /// Environment steps of all rated individuals.
    var timesteps = 0
    /// Whether the last test ended the run.
    var isSolved = false
    /// The search's policy as it was last tested.
    var lastTest: PolicyTest?
    /// The first of the best tests.
    var bestTest: PolicyTest?
}

/// The checkpoint file of a run.
struct Checkpoint {
    static let format = "genome-lua checkpoint"
    static let version = 1
    static let fileName = "checkpoint"
    static let previousFileName = "checkpoint-previous"

    let identity: [IdentityEntry]
    let thresholds: ObservationThresholds

    /// The bytes of a checkpoint.
    func bytes(_ state: RunState, search: any SearchAlgorithm) -> [UInt8] {
        var archive = ArchiveWriter(format: Self.format, version: Self.version)
        archive.scoped("experiment") { archive in
            for entry in identity { archive.write(entry.value, as: entry.name) }
        }
        archive.write(Int64(state.generation), as: "generation")
        archive.write(Int64(state.evaluations), as: "evaluations")
        archive.write(Int64(state.timesteps), as: "timesteps")
        archive.write(state.isSolved, as: "is_solved")
        archive.scoped("thresholds") { archive in
            archive.write(thresholds.values.map { Int32($0.count) }, as: "counts")
            archive.write(thresholds.values.flatMap(\.self), as: "values")
        }
        for (scope, test) in [("last_test", state.lastTest), ("best_test", state.bestTest)] {
            guard let test else { continue }
            archive.scoped(scope) { save(test, to: &$0) }
        }
        archive.scoped("search") { search.save(to: &$0) }
        return archive.finish()
    }

    private func save(_ test: PolicyTest, to archive: inout ArchiveWriter) {
        archive.write(Int64(test.generation), as: "generation")
        archive.write(Int64(test.episodes), as: "episodes")
        archive.write(test.meanReturn, as: "mean_return")
        archive.write(test.policy.genome.bits.array(), as: "bits")
        archive.write(test.policy.genome.floats.array(), as: "floats")
    }
}

/// A checkpoint that was read: what must be known before the search exists, and then the rest.
struct LoadedCheckpoint {
    let archive: ArchiveReader

    /// Reads a file and makes sure that it belongs to this experiment.
    init(readFrom path: String, identity: [IdentityEntry]) throws {
        archive = try ArchiveReader(
            contentsOf: path,
            format: Checkpoint.format,
            supportedVersions: 1...Checkpoint.version
        )
        let experiment = archive.scoped("experiment")
        for entry in identity {
            let saved: String = try experiment.value(entry.name)
            guard saved == entry.value else {
                throw ExperimentError.mismatch(
                    path: path,
                    option: entry.name,
                    checkpoint: saved,
                    script: entry.value
                )
            }
        }
    }

    /// Generations that were done.
    var generation: Int {
        get throws(ArchiveError) { try archive.count("generation", atLeast: 0) }
    }

    /// The thresholds that calibration gave.
    func thresholds(isOneHot: Bool) throws(ArchiveError) -> ObservationThresholds {
        let scope = archive.scoped("thresholds")
        let counts: [Int32] = try scope.values("counts")
        let total = counts.reduce(0) { $0 + Int(max($1, 0)) }
        let flat = try scope.floats("values", shape: [total])
        var first = 0
        let values = counts.map { count in
            defer { first += Int(max(count, 0)) }
            return Array(flat[first..<first + Int(max(count, 0))])
        }
        return ObservationThresholds(values: values, isOneHot: isOneHot)
    }

    /// Restores the search, and reads the rest.
    func restore(_ search: any SearchAlgorithm, shape: PolicyShape) throws(ArchiveError) -> RunState {
        var search = search
        try search.restore(from: archive.scoped("search"))
        var state = RunState()
        state.generation = try generation
        state.evaluations = Int(try archive.value("evaluations", of: Int64.self))
        state.timesteps = Int(try archive.value("timesteps", of: Int64.self))
        state.isSolved = try archive.value("is_solved")
        state.lastTest = try test("last_test", shape)
        state.bestTest = try test("best_test", shape)
        return state
    }

    private func test(_ scope: String, _ shape: PolicyShape) throws(ArchiveError) -> PolicyTest? {
        let archive = archive.scoped(scope)
        guard archive.contains("generation") else { return nil }
        let genome = shape.network.makeGenome()
        genome.bits.copy(from: try archive.values("bits", of: UInt64.self, shape: [genome.bits.count]))
        genome.floats.copy(from: try archive.floats("floats", shape: [genome.floatCount]))
        return PolicyTest(
            policy: Policy(shape: shape, genome: genome),
            generation: try archive.count("generation", atLeast: 0),
            episodes: try archive.count("episodes", atLeast: 1),
            meanReturn: try archive.value("mean_return")
        )
    }
}
