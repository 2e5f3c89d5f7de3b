import EventFiles
import Networks
import Records
import Search

/// What a run shows in TensorBoard: which figures, under which tags, at which steps.
///
/// A step is a generation. Figures of the population are those of its generation, figures of the policy and the search
/// those after the generation's update.
struct RunLog {
    private let writer: EventWriter
    private let network: PolicyNetwork?
    private let logEvery: Int

    /// Opens a new event file.
    /// - Parameter generation: The first generation that will be logged; later events of older files are cut off.
    init(folder: String, generation: Int, network: PolicyNetwork?, logEvery: Int) throws {
        try Self.cut(folder, to: generation)
        writer = try EventWriter(folder: folder, startingAt: generation)
        self.network = network
        self.logEvery = logEvery
    }

    /// Removes the events of a generation and those after it from a run's files.
    /// - Throws: `FileError`, or `EventFileError` if a file is not what was written.
    static func cut(_ folder: String, to generation: Int) throws {
        _ = try unwrapping { () throws(EventFileError) in try EventFolder.truncate(folder, toStep: generation) }
    }

    /// Carries out `body`; what the system refused is thrown as `FileError`.
    private static func unwrapping<Result>(_ body: () throws(EventFileError) -> Result) throws -> Result {
        do {
            return try body()
        } catch .file(let error) {
            throw error
        }
    }

    /// Leaves in the log of a run that is complete the events before a generation, which is not done, and how it ended.
    static func complete(_ folder: String, at generation: Int) throws {
        guard try !EventFolder.files(in: folder).isEmpty else { return }
        let later = try unwrapping { () throws(EventFileError) in
            var reader = try EventReader(folder: folder)
            var later: [String] = []
            while let event = try reader.next() {
                guard event.step >= generation, case .summaries(let summaries) = event.content else { continue }
                later += summaries.map(\.tag)
            }
            return later
        }
        if later == [HyperparameterSession.endTag] { return }
        try cut(folder, to: generation)
        let writer = try EventWriter(folder: folder, startingAt: generation)
        try writer.endSession(.success, step: generation)
        try writer.close()
    }

    /// Writes what stays the same for the whole run, once: at its first generation, or later if the earlier events are
    /// gone.
    func describe(
        _ configuration: ExperimentConfiguration, _ continuations: [RunContinuation], versions: [(String, String)],
        step: Int
    ) throws {
        try writer.start(RunTrial.session(configuration, continuations), step: step)
        try writer.layout(RunCharts.layout(isObjective: configuration.rating.objective != nil), step: step)
        for script in configuration.scripts {
            let text = String(decoding: script.bytes, as: UTF8.self)
            try writer.text("script/\(script.name)", "```lua\n\(text)\n```", step: step)
        }
        let parameters = configuration.parameters.map { "| `\($0.name)` | \($0.value) | \($0.standard) |" }
        try writer.text(
            "run/parameters",
            "| parameter | value | default |\n|---|---|---|\n" + parameters.joined(separator: "\n"),
            step: step
        )
        let options = configuration.identity.map { "| \($0.name) | \($0.value) |" }
        try writer.text("run/options", "| option | value |\n|---|---|\n" + options.joined(separator: "\n"), step: step)
        let lines = versions.map { "| \($0.0) | \($0.1) |" }
        try writer.text("run/versions", "| part | version |\n|---|---|\n" + lines.joined(separator: "\n"), step: step)
    }

    /// Writes where the run went on with other settings.
    func write(_ continuations: [RunContinuation], step: Int) throws {
        let rows = continuations.flatMap { continuation in
            continuation.changes.map { "| \(continuation.run) | \(continuation.generation) | \($0) |" }
        }
        guard !rows.isEmpty else { return }
        try writer.text(
            "run/changes",
            "| went on from run | at generation | change |\n|---|---|---|\n" + rows.joined(separator: "\n"),
            step: step)
    }

    /// Writes how the run ended: not where it may go on.
    func end(_ end: HyperparameterSession.End, step: Int) throws {
        try writer.endSession(end, step: step)
        try writer.flush()
    }

    /// Writes a generation.
    /// - Parameter policy: Makes the search's best guess as it was last tested.
    func write(
        _ report: GenerationReport, returns: [Double], search: any SearchAlgorithm, policy: () -> Genome?
    ) throws {
        let step = report.generation
        let name = report.isObjective ? "fitness" : "return"
        try writer.scalar("\(name)/mean", report.meanReturn, step: step)
        try writer.scalar("\(name)/best", report.bestReturn, step: step)
        try writer.scalar("\(name)/worst", returns.reduce(.infinity, min), step: step)
        try writer.scalar("\(name)/deviation", returns.deviation, step: step)
        if let policyReturn = report.policyReturn { try writer.scalar("\(name)/policy", policyReturn, step: step) }
        if let meanFitness = report.meanFitness { try writer.scalar("fitness/mean", meanFitness, step: step) }
        if let bestFitness = report.bestFitness { try writer.scalar("fitness/best", bestFitness, step: step) }
        if !report.isObjective { try writer.scalar("episode/length", report.meanLength, step: step) }
        if let limit = report.episodeLimit { try writer.scalar("episode/limit", Double(limit), step: step) }
        if let failed = report.failedEpisodes { try writer.scalar("episode/failed", Double(failed), step: step) }
        try writer.scalar("evaluations", Double(report.evaluations), step: step)
        if !report.isObjective { try writer.scalar("timesteps", Double(report.timesteps), step: step) }
        for (tag, value) in search.scalars { try writer.scalar(tag, value, step: step) }
        let rate = report.isObjective ? "time/evaluations_per_second" : "time/steps_per_second"
        try writer.scalar(rate, report.stepsPerSecond, step: step)
        try writer.scalar("time/elapsed", report.elapsed, step: step)
        if step % logEvery == 0 { try writeHistograms(name, returns, search.bernoulli, policy, step: step) }
        try writer.flush()
    }

    /// Writes what a script adds to a generation.
    func write(_ requests: HookRequests, step: Int) throws {
        for (tag, value) in requests.scalars { try writer.scalar(tag, value, step: step) }
        for (tag, values) in requests.histograms { try writer.histogram(tag, values, step: step) }
        try writer.flush()
    }

    private func writeHistograms(
        _ name: String, _ returns: [Double], _ distribution: BernoulliDistribution?, _ policy: () -> Genome?, step: Int
    ) throws {
        try writer.histogram("\(name)/population", returns, step: step)
        switch network {
        case .binary(let network):
            guard let distribution else { return }
            for layer in network.layers {
                let probabilities = distribution.probabilities.array(layer.bits)
                try writer.histogram("\(layer.name)/logits", distribution.logits.array(layer.bits), step: step)
                try writer.histogram("\(layer.name)/probabilities", probabilities, step: step)
                try writer.histogram("\(layer.name)/variances", probabilities.map { $0 * (1 - $0) }, step: step)
            }
        case .dense(let network):
            guard let policy = policy() else { return }
            for layer in network.layers {
                let first = layer.weights.lowerBound
                let weights = policy.floats.withSpan { floats in
                    Histogram(count: layer.weights.count) { Double(floats[first + $0]) }
                }
                try writer.histogram("\(layer.name)/weights", weights, step: step)
            }
        case nil: break
        }
    }

    /// Waits until everything is on the disk, before a checkpoint that relies on it.
    func synchronize() throws { try writer.synchronize() }

    /// Whether the event file is still in its folder.
    var isStillThere: Bool { writer.isStillThere }
}
