import Kernels
import Networks
import Records
import Search

/// A checkpoint that was read: what must be known before the search exists, and then the rest.
struct LoadedCheckpoint {
    let archive: ArchiveReader
    /// What the experiment is now that it was not before.
    let changes: [IdentityChange]

    /// Reads a file and makes sure that it belongs to this experiment.
    /// - Parameter changeable: Options that may be others than before.
    init(readFrom path: String, identity: [IdentityEntry], changeable: Set<String> = []) throws {
        archive = try Checkpoint.read(path)
        let experiment = archive.scoped("experiment")
        let removed = experiment.names.filter { name in !identity.contains { $0.name == name } }
        var changes: [IdentityChange] = []
        for entry in identity + removed.map({ IdentityEntry($0, Self.none) }) {
            let saved: String = experiment.contains(entry.name) ? try experiment.value(entry.name) : Self.none
            guard saved != entry.value else { continue }
            guard changeable.contains(entry.name) else {
                throw ExperimentError.mismatch(
                    path: path,
                    option: entry.name,
                    checkpoint: saved,
                    script: entry.value
                )
            }
            changes += IdentityChange.changes(of: entry.name, from: saved, to: entry.value)
        }
        self.changes = changes
    }

    /// The value of an option that is left out of the identity where it is not used.
    private static let none = "none"

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

    /// The observations by which a virtual batch normalises.
    func reference(values: Int) throws(ArchiveError) -> ReferenceBatch {
        try ReferenceBatch(from: archive, values: values)
    }

    /// Restores the search and the hooks, and reads the rest.
    /// - Throws: `ArchiveError`; `ExperimentError.stateDoesNotFit` where that comes of a change.
    func restore(
        changed assembly: Assembly, hooks: (any RunHooks)?
    ) throws -> RunState {
        do {
            return try restore(assembly, hooks: hooks)
        } catch let error as ArchiveError where !error.isDamage && !changes.isEmpty {
            throw ExperimentError.stateDoesNotFit(path: archive.path, changes: changes.map(\.description))
        }
    }

    /// Restores the search and the hooks, and reads the rest.
    func restore(_ assembly: Assembly, hooks: (any RunHooks)?) throws -> RunState {
        var search = assembly.search
        try search.restore(from: archive.scoped("search"))
        try hooks?.restore(from: archive.scoped("script"))
        var state = RunState()
        state.generation = try generation
        state.evaluations = Int(try archive.value("evaluations", of: Int64.self))
        state.timesteps = Int(try archive.value("timesteps", of: Int64.self))
        state.isSolved = try archive.value("is_solved")
        state.isStopped = archive.contains("is_stopped")
        state.episodeLimit = try episodeLimit(assembly)
        if let values = assembly.normalizedValues {
            state.statistics = try ObservationStatistics(from: archive.scoped("observations"), values: values)
        }
        state.lastTest = try test("last_test", assembly)
        state.bestTest = try test("best_test", assembly)
        return state
    }

    /// The adaptive limit where it stood, within the bounds of a changed one; nil: it begins, or there is none.
    private func episodeLimit(_ assembly: Assembly) throws(ArchiveError) -> Int? {
        let isChanged = changes.contains { $0.option == "max_steps" }
        guard let first = assembly.adaptiveLimit?.first, !isChanged || archive.contains("episode_limit") else {
            return nil
        }
        let limit = try archive.count("episode_limit", atLeast: 1)
        if isChanged { return min(max(limit, first), assembly.maxSteps) }
        guard (first...assembly.maxSteps).contains(limit) else {
            throw archive.invalid("episode_limit", because: "is \(limit), not \(first) to \(assembly.maxSteps)")
        }
        return limit
    }

    private func test(_ scope: String, _ assembly: Assembly) throws(ArchiveError) -> PolicyTest? {
        let archive = archive.scoped(scope)
        guard archive.contains("generation") else { return nil }
        var normalization: Normalization?
        if let values = assembly.normalizedValues {
            normalization = try Normalization(from: archive, values: values)
        }
        return PolicyTest(
            recipe: try recipe(from: archive, assembly),
            generation: try archive.count("generation", atLeast: 0),
            episodes: try archive.count("episodes", atLeast: 1),
            meanReturn: try archive.value("mean_return"),
            sharedValues: archive.contains("shared") ? try archive.doubles("shared") : [],
            normalization: normalization
        )
    }

    private func recipe(from archive: ArchiveReader, _ assembly: Assembly) throws(ArchiveError) -> Recipe {
        guard archive.contains("bits") else { return .lineage(try Lineage(from: archive)) }
        let genome = assembly.problem.makeGenome()
        genome.bits.copy(from: try archive.values("bits", of: UInt64.self, shape: [genome.bits.count]))
        genome.floats.copy(from: try archive.floats("floats", shape: [genome.floatCount]))
        return .explicit(genome)
    }
}
