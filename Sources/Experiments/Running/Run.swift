import EventFiles
import FoundationEssentials
import Kernels
import Networks
import Randomness
import Records
import Rollouts
import Search

/// Carries out an experiment in a folder of its own: generations, tests, log and checkpoints.
package final class Run {
    private let configuration: ExperimentConfiguration
    private let request: RunRequest
    private let observer: any RunObserver
    private let hooks: (any RunHooks)?
    private let folder: RunFolder
    private let assembly: Assembly
    private let log: RunLog
    private let generations: Generations
    private var record: RunRecord
    private let threads: Int
    /// The generation of the test whose policy this sitting wrote as the best.
    private var savedBest: Int?

    /// Carries out a run, or goes on with one, until it is done or asked to stop.
    /// - Throws: What keeps it from starting, before anything is written; or what stops it, the checkpoint before that
    ///   being intact.
    package static func perform(
        _ configuration: ExperimentConfiguration,
        _ request: RunRequest,
        hooks: (any RunHooks)? = nil,
        observer: any RunObserver
    ) throws -> RunOutcome {
        if request.claim == .resume {
            return request.continuesApart
                ? try continueApart(configuration, request, hooks, observer)
                : try resume(configuration, request, hooks, observer)
        }
        // All that can be wrong with the experiment shows before a folder is made.
        let assembly = try Assembly(
            configuration,
            request.workforce(configuration),
            hooks: hooks,
            calibrated: nil
        )
        let folder = try RunFolder(
            claiming: request.name,
            of: configuration.name,
            in: request.output,
            request.claim
        )
        let run: Run
        do {
            let record = RunRecord(configuration, request, name: folder.name)
            run = try Run(configuration, request, hooks, observer, folder, assembly, RunState(), record, isNew: true)
            // What it begins from may be another later.
            if configuration.search.needs.contains(.file) {
                try CheckpointFiles(folder.path).writeStart(run.generations.checkpoint())
            }
        } catch {
            folder.discard()
            throw error
        }
        return try run.finish()
    }

    private static func resume(
        _ configuration: ExperimentConfiguration,
        _ request: RunRequest,
        _ hooks: (any RunHooks)?,
        _ observer: any RunObserver
    ) throws -> RunOutcome {
        let folder = try RunFolder(claiming: request.name, of: configuration.name, in: request.output, .resume)
        var record = try RunRecord(readFrom: folder.file(RunRecord.fileName))
        for path in [folder.path, folder.file(ScriptFile.folderName)] where FileSystem.isFolder(path) {
            try AtomicFile.removeLeftovers(in: path)
        }
        let checkpoint = try CheckpointFiles(folder.path).load(configuration.identity, warn: observer.warn)
        // A process that was killed before the first checkpoint may not have copied all scripts.
        for name in ScriptFile.changed(configuration.scripts, sinceRun: folder.path, ifMissing: checkpoint != nil) {
            observer.warn("\(name) has changed since the run began; it goes on with the script as it is now")
        }
        let part = ExperimentConfiguration.environmentPart
        if let old = record.versions[part], let new = configuration.rating.environment?.specification.version,
            old != new
        {
            observer.warn("the environment has changed since the run began: it was \(old), and is now \(new)")
            record.versions[part] = new
        }
        let assembly = try Assembly(
            configuration,
            request.workforce(configuration),
            hooks: hooks,
            calibrated: checkpoint
        )
        let state = try checkpoint?.restore(assembly, hooks: hooks) ?? RunState()
        if state.isDone(configuration.generations) {
            // A process that was killed after its last checkpoint left the rest as it was before.
            try RunLog.complete(folder.path, at: state.generation)
            try writePolicies(state, configuration, assembly, to: folder)
            record.update(state.isSolved ? .solved : .finished, state)
            try record.write(to: folder.file(RunRecord.fileName))
            return outcome(record.status, folder.path, state, configuration, wasComplete: true)
        }
        if !request.changes.isEmpty {
            let continuation = RunContinuation(
                run: folder.name, generation: state.generation, parameters: request.changes, options: [])
            record.continuations = (record.continuations ?? []) + [continuation]
        }
        let run = try Run(configuration, request, hooks, observer, folder, assembly, state, record, isNew: false)
        return try run.finish()
    }

    init(
        _ configuration: ExperimentConfiguration,
        _ request: RunRequest,
        _ hooks: (any RunHooks)?,
        _ observer: any RunObserver,
        _ folder: RunFolder,
        _ assembly: Assembly,
        _ state: RunState,
        _ record: RunRecord,
        isNew: Bool
    ) throws {
        self.configuration = configuration
        self.request = request
        self.hooks = hooks
        self.observer = observer
        self.assembly = assembly
        let checker =
            try request.checksDeterminism
            ? assembly.checker(configuration, request.workforce(configuration)) { [$0 % $1] } : nil
        generations = Generations(configuration, assembly, hooks: hooks, state: state, checker: checker)
        threads = configuration.threadCount
        self.folder = folder
        var record = record
        record.begin(configuration, request, threads: threads)
        self.record = record
        // The record makes a new folder ours; that of an older run stays as it is until nothing can go wrong any more.
        if isNew { try record.write(to: folder.file(RunRecord.fileName)) }
        try Self.copyScripts(configuration.scripts, to: folder.file(ScriptFile.folderName))
        let failed = folder.file(FailedIndividual.fileName)
        if FileSystem.exists(failed) { try FileSystem.remove(failed) }
        let hasEvents = try !EventFolder.files(in: folder.path).isEmpty
        log = try RunLog(
            folder: folder.path,
            generation: state.generation,
            network: assembly.shape?.network,
            logEvery: configuration.logEvery
        )
        if state.generation > record.firstGeneration && !hasEvents {
            observer.warn(
                "\(folder.path): the run's event files are gone; TensorBoard will show generation "
                    + "\(state.generation) and what follows"
            )
        }
        let continuations = record.continuations ?? []
        let begins = state.generation == record.firstGeneration || !hasEvents
        if begins {
            try log.describe(configuration, continuations, versions: configuration.versions, step: state.generation)
        }
        // Those of an earlier sitting were cut off if its last checkpoint is from before them.
        try log.write(
            continuations.filter { begins || $0.generation >= state.generation }, step: state.generation)
        if !isNew { try record.write(to: folder.file(RunRecord.fileName)) }
    }

    private static func copyScripts(_ scripts: [ScriptFile], to path: String) throws {
        try FileSystem.createFolders(path)
        for script in scripts { try AtomicFile.write(script.bytes, to: "\(path)/\(script.name)") }
    }

    /// Goes through the generations that are left.
    func finish() throws -> RunOutcome {
        defer { observer.runDidEnd() }
        do {
            return try work()
        } catch {
            var error = error
            if let missing = error as? FileError, missing.isMissing, missing.path.hasPrefix(folder.path) {
                error = ExperimentError.folderGone(path: folder.path)
            }
            // Nothing is written into a folder that someone is removing.
            if case ExperimentError.folderGone = error { throw error }
            // Record and individual are a courtesy here; the error that stopped the run is the one to report.
            if let failed = generations.failed, var failure = error as? EpisodeFailure, folder.isStillThere {
                let path = folder.file(FailedIndividual.fileName)
                if (try? failed.write(to: path)) != nil { failure.savedIn = folder.path }
                error = failure
            }
            record.status = .failed
            record.message = "\(error)"
            if folder.isStillThere {
                try? save(.failed, checkpoint: false)
                try? log.end(.failure, step: state.generation)
            }
            throw error
        }
    }

    private var state: RunState { generations.state }

    private var checkpointIsDue: Bool {
        generations.clock.checkpointIsDue(configuration.checkpointEvery, generation: state.generation)
    }

    private func work() throws -> RunOutcome {
        observer.runDidStart(
            RunStart(
                path: folder.path,
                generation: state.generation,
                generations: configuration.generations,
                threads: threads,
                isIsolated: request.program != nil,
                kernels: request.kernels.name,
                origin: record.origin.flatMap { $0.generation == state.generation ? $0 : nil }
            )
        )
        request.willWork()
        generations.clock.start(generation: state.generation)
        if state.generation == 0, let requests = try hooks?.runWillStart() { try log.write(requests, step: 0) }
        var last: GenerationReport?
        while !generations.areDone {
            let report = try generation()
            // What a script keeps may be no data: it is told now, not when hours are lost.
            if last == nil && hooks != nil { _ = try generations.checkpoint() }
            last = report
            guard log.isStillThere else { throw ExperimentError.folderGone(path: folder.path) }
            observer.generationDidEnd(report)
            if request.shouldStop() && !generations.areDone {
                try save(.interrupted, checkpoint: true)
                return Self.outcome(.interrupted, folder.path, state, configuration, wasComplete: false)
            }
            if !generations.areDone && checkpointIsDue {
                try save(.running, checkpoint: true)
                generations.clock.checkpointWasWritten(generation: state.generation)
            }
        }
        if let requests = try hooks?.runWillEnd(last) { try log.write(requests, step: max(state.generation - 1, 0)) }
        let status: RunRecord.Status = state.isSolved ? .solved : .finished
        try save(status, checkpoint: true)
        try log.end(.success, step: state.generation)
        return Self.outcome(status, folder.path, state, configuration, wasComplete: false)
    }

    /// One generation, logged.
    private func generation() throws -> GenerationReport {
        let generation = try generations.next()
        let report = generation.report
        if let failure = generation.forgivenFailure { warn(of: failure, report) }
        try log.write(
            report, returns: generation.returns, search: assembly.search
        ) { generations.state.lastTest.map { assembly.express($0.recipe) } }
        if let requests = try generations.callScript(report) { try log.write(requests, step: report.generation) }
        return report
    }

    /// Says that episodes failed, and how to see the first.
    private func warn(of failure: any Error, _ report: GenerationReport) {
        var text = "generation \(report.generation): \(CountText.of(report.failedEpisodes ?? 1, "failed episode"))"
        text += ", worth the lowest fitness of the others; first: \(failure)"
        if let failure = failure as? EpisodeFailure {
            text += "; genome-lua replay \(folder.path) --generation \(failure.generation)"
            text += " --individual \(failure.individual + 1) plays it again"
        }
        observer.warn(text)
    }

    /// Saves where the run stands: log, checkpoint, policies, record, in this order.
    private func save(_ status: RunRecord.Status, checkpoint: Bool) throws {
        guard folder.isStillThere && (!checkpoint || log.isStillThere) else {
            throw ExperimentError.folderGone(path: folder.path)
        }
        if checkpoint {
            try log.synchronize()
            try CheckpointFiles(folder.path).write(generations.checkpoint())
            let isNewBest = state.bestTest?.generation != savedBest
            try Self.writePolicies(state, configuration, assembly, to: folder, withBest: isNewBest)
            savedBest = state.bestTest?.generation
        }
        record.update(status, state, generations.clock)
        try record.write(to: folder.file(RunRecord.fileName))
    }

    static func writePolicies(
        _ state: RunState,
        _ configuration: ExperimentConfiguration,
        _ assembly: Assembly,
        to folder: RunFolder,
        withBest: Bool = true
    ) throws(FileError) {
        for (test, ending) in [(state.lastTest, ""), (withBest ? state.bestTest : nil, "-best")] {
            guard let test else { continue }
            if let variables = configuration.rating.objective?.variables {
                try SolutionFile(test, assembly.express(test.recipe), variables).write(
                    to: folder.file("solution\(ending)"))
            } else if let shape = assembly.shape, let environment = configuration.rating.environment {
                let file = PolicyFile(
                    test: test,
                    policy: Policy(
                        shape: shape, genome: assembly.express(test.recipe), normalization: test.normalization),
                    environment: environment.specification.chosen,
                    maxSteps: assembly.maxSteps,
                    seed: configuration.seed
                )
                try file.write(to: folder.file("policy\(ending)"))
            }
        }
    }

    private static func outcome(
        _ status: RunRecord.Status,
        _ path: String,
        _ state: RunState,
        _ configuration: ExperimentConfiguration,
        wasComplete: Bool
    ) -> RunOutcome {
        RunOutcome(
            status: state.isSolved ? .solved : wasComplete ? .finished : status,
            path: path,
            generation: state.generation,
            generations: configuration.generations,
            meanTestReturn: state.lastTest?.meanReturn,
            testEpisodes: configuration.solved.episodes,
            wasComplete: wasComplete,
            isObjective: configuration.rating.objective != nil
        )
    }
}
