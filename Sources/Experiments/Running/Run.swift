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
    private var state: RunState
    private var record: RunRecord
    private var clock = WorkClock()
    private let threads: Int

    /// Carries out a run, or goes on with one, until it is done or asked to stop.
    /// - Throws: What keeps it from starting, before anything is written; or what stops it, the checkpoint before that
    ///   being intact.
    package static func perform(
        _ configuration: ExperimentConfiguration,
        _ request: RunRequest,
        hooks: (any RunHooks)? = nil,
        observer: any RunObserver
    ) throws -> RunOutcome {
        if request.claim == .resume { return try resume(configuration, request, hooks, observer) }
        // All that can be wrong with the experiment shows before a folder is made.
        let threads = configuration.threads ?? ProcessInfo.processInfo.activeProcessorCount
        let assembly = try Assembly(
            configuration,
            threads: threads,
            lanes: request.lanes,
            kernels: request.kernels,
            hooks: hooks,
            restoredThresholds: nil
        )
        let folder = try RunFolder(
            claiming: request.name,
            of: configuration.name,
            in: request.output,
            request.claim
        )
        let run: Run
        do {
            run = try Run(configuration, request, hooks, observer, folder, assembly, RunState(), record: nil)
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
        for path in [folder.path, folder.file("scripts")] where FileSystem.isFolder(path) {
            try AtomicFile.removeLeftovers(in: path)
        }
        let checkpoint = try CheckpointFiles(folder.path).load(configuration.identity, warn: observer.warn)
        let assembly = try Assembly(
            configuration,
            threads: configuration.threads ?? ProcessInfo.processInfo.activeProcessorCount,
            lanes: request.lanes,
            kernels: request.kernels,
            hooks: hooks,
            restoredThresholds: checkpoint.map { checkpoint in { try checkpoint.thresholds(isOneHot: $0) } }
        )
        let state = try checkpoint?.restore(assembly.search, shape: assembly.shape, hooks: hooks) ?? RunState()
        if state.isDone(configuration.generations) {
            // A process that was killed after its last checkpoint left the rest as it was before.
            try RunLog.cut(folder.path, to: state.generation)
            try writePolicies(state, configuration, assembly, to: folder)
            record.update(state.isSolved ? .solved : .finished, state)
            try record.write(to: folder.file(RunRecord.fileName))
            return outcome(record.status, folder.path, state, configuration, wasComplete: true)
        }
        let run = try Run(configuration, request, hooks, observer, folder, assembly, state, record: record)
        return try run.finish()
    }

    private init(
        _ configuration: ExperimentConfiguration,
        _ request: RunRequest,
        _ hooks: (any RunHooks)?,
        _ observer: any RunObserver,
        _ folder: RunFolder,
        _ assembly: Assembly,
        _ state: RunState,
        record: RunRecord?
    ) throws {
        self.configuration = configuration
        self.request = request
        self.hooks = hooks
        self.observer = observer
        self.assembly = assembly
        self.state = state
        threads = configuration.threads ?? ProcessInfo.processInfo.activeProcessorCount
        self.folder = folder
        let isNew = record == nil
        var record = record ?? RunRecord(configuration, request, name: folder.name)
        record.begin(configuration, request, threads: threads)
        self.record = record
        // The record makes a new folder ours; that of an older run stays as it is until nothing can go wrong any more.
        if isNew { try record.write(to: folder.file(RunRecord.fileName)) }
        if state.generation == 0 { try Self.copyScripts(configuration.scripts, to: folder.file("scripts")) }
        let hasEvents = try !EventFolder.files(in: folder.path).isEmpty
        log = try RunLog(
            folder: folder.path,
            generation: state.generation,
            layers: assembly.shape.network.layers,
            logEvery: configuration.logEvery
        )
        if state.generation > 0 && !hasEvents {
            observer.warn(
                "\(folder.path): the run's event files are gone; TensorBoard will show generation "
                    + "\(state.generation) and what follows"
            )
        }
        if state.generation == 0 || !hasEvents {
            try log.describe(configuration, versions: Version.parts, step: state.generation)
        }
        if !isNew { try record.write(to: folder.file(RunRecord.fileName)) }
    }

    private static func copyScripts(_ scripts: [ScriptFile], to path: String) throws {
        try FileSystem.createFolders(path)
        for script in scripts { try AtomicFile.write(script.bytes, to: "\(path)/\(script.name)") }
    }

    /// Goes through the generations that are left.
    private func finish() throws -> RunOutcome {
        defer { observer.runDidEnd() }
        do {
            return try work()
        } catch {
            // The record is a courtesy here; the error that stopped the run is the one to report.
            record.status = .failed
            record.message = "\(error)"
            if folder.isStillThere { try? save(.failed, checkpoint: false) }
            throw error
        }
    }

    private func work() throws -> RunOutcome {
        observer.runDidStart(
            RunStart(
                path: folder.path,
                generation: state.generation,
                generations: configuration.generations,
                threads: threads,
                kernels: request.kernels.name
            )
        )
        request.willWork()
        clock.start(generation: state.generation)
        if state.generation == 0 { try hooks?.runWillStart() }
        var last: GenerationReport?
        while !isDone {
            let report = try generation()
            last = report
            guard log.isStillThere else { throw ExperimentError.folderGone(path: folder.path) }
            observer.generationDidEnd(report)
            if request.shouldStop() && !isDone {
                try save(.interrupted, checkpoint: true)
                return Self.outcome(.interrupted, folder.path, state, configuration, wasComplete: false)
            }
            if !isDone && clock.checkpointIsDue(configuration.checkpointEvery, generation: state.generation) {
                try save(.running, checkpoint: true)
                clock.checkpointWasWritten(generation: state.generation)
            }
        }
        try hooks?.runWillEnd(last)
        let status: RunRecord.Status = state.isSolved ? .solved : .finished
        try save(status, checkpoint: true)
        return Self.outcome(status, folder.path, state, configuration, wasComplete: false)
    }

    private var isDone: Bool { state.isDone(configuration.generations) }

    /// One generation: ask, evaluate, tell, test, log.
    private func generation() throws -> GenerationReport {
        let generation = state.generation
        let (evaluations, searchSteps) = try search(generation: generation)
        var steps = searchSteps
        state.timesteps += steps

        var policyReturn: Double?
        if generation % configuration.solved.every == 0 {
            let (test, testSteps) = try test(generation: generation)
            steps += testSteps
            policyReturn = test.meanReturn
            state.lastTest = test
            if test.meanReturn > state.bestTest?.meanReturn ?? -.infinity { state.bestTest = test }
            if let goal = configuration.solved.meanReturn, test.meanReturn >= goal { state.isSolved = true }
        }
        state.generation += 1
        clock.countSteps(steps)
        let returns = evaluations.meanReturns()
        let fitness = evaluations.shaped == nil ? nil : evaluations.fitness
        let report = GenerationReport(
            generation: generation,
            generations: configuration.generations,
            meanReturn: returns.reduce(0, +) / Double(returns.count),
            bestReturn: returns.reduce(-.infinity, max),
            policyReturn: policyReturn,
            meanFitness: fitness.map { $0.reduce(0, +) / Double($0.count) },
            bestFitness: fitness.map { $0.reduce(-.infinity, max) },
            meanLength: Double(evaluations.timesteps) / Double(evaluations.lengths.count),
            evaluations: state.evaluations,
            timesteps: state.timesteps,
            steps: steps,
            stepsPerSecond: clock.stepsPerSecond,
            elapsed: clock.elapsed
        )
        try log.write(report, returns: returns, search: assembly.search)
        if let hooks {
            let requests = try hooks.generationDidEnd(report)
            try log.write(requests, step: generation)
            state.isStopped = requests.stops
        }
        return report
    }

    /// The rounds of a generation.
    /// - Returns: The evaluations of the first, which is the population's, and the environment steps of all.
    private func search(generation: Int) throws -> (Evaluations, steps: Int) {
        var population: Evaluations?
        var (firstEpisode, steps) = (0, 0)
        while true {
            let round = assembly.search.ask(generation: generation)
            let evaluations = try assembly.evaluator.evaluate(
                EvaluationRequest(
                    recipes: round.recipes,
                    expression: assembly.search.expression,
                    episodes: round.episodes ?? configuration.episodes,
                    firstEpisode: firstEpisode,
                    purpose: .episode,
                    generation: generation,
                    sharedValues: hooks?.sharedValues ?? []
                )
            )
            firstEpisode += evaluations.episodes
            steps += evaluations.timesteps
            state.evaluations += evaluations.individuals
            let first = population ?? evaluations
            population = first
            let parallel = assembly.evaluator.parallel
            guard try assembly.search.tell(evaluations, generation: generation, parallel: parallel) else {
                return (first, steps)
            }
        }
    }

    /// Plays the search's policy.
    private func test(generation: Int) throws -> (PolicyTest, steps: Int) {
        let recipe = assembly.search.policy()
        let episodes = configuration.solved.episodes
        let evaluations = try assembly.evaluator.evaluate(
            EvaluationRequest(
                recipes: [recipe],
                expression: assembly.search.expression,
                episodes: episodes,
                purpose: .test,
                generation: generation,
                sharedValues: hooks?.sharedValues ?? []
            )
        )
        let genome = assembly.shape.network.makeGenome()
        assembly.search.expression.express(recipe, into: genome)
        let test = PolicyTest(
            policy: Policy(shape: assembly.shape, genome: genome),
            generation: generation,
            episodes: episodes,
            meanReturn: evaluations.meanReturns()[0],
            sharedValues: hooks?.sharedValues ?? []
        )
        return (test, evaluations.timesteps)
    }

    /// Saves where the run stands: log, checkpoint, policies, record, in this order.
    private func save(_ status: RunRecord.Status, checkpoint: Bool) throws {
        guard folder.isStillThere && (!checkpoint || log.isStillThere) else {
            throw ExperimentError.folderGone(path: folder.path)
        }
        if checkpoint {
            try log.synchronize()
            let contents = Checkpoint(identity: configuration.identity, thresholds: assembly.shape.thresholds)
            try CheckpointFiles(folder.path).write(contents.bytes(state, search: assembly.search, hooks: hooks))
            try Self.writePolicies(state, configuration, assembly, to: folder)
        }
        record.update(status, state, clock)
        try record.write(to: folder.file(RunRecord.fileName))
    }

    private static func writePolicies(
        _ state: RunState,
        _ configuration: ExperimentConfiguration,
        _ assembly: Assembly,
        to folder: RunFolder
    ) throws(FileError) {
        for (test, name) in [(state.lastTest, "policy"), (state.bestTest, "policy-best")] {
            guard let test else { continue }
            let file = PolicyFile(
                test: test,
                environment: configuration.environment.specification.name,
                maxSteps: assembly.maxSteps,
                seed: configuration.seed
            )
            try file.write(to: folder.file(name))
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
            wasComplete: wasComplete
        )
    }
}
