import Environments
import Kernels
import Networks
import Processes
import Search

/// A worker that is a process of its own: it is handed ranges of jobs, with the genomes of their recipes written out, and
/// whatever it does to itself, this process goes on.
///
/// What a lost process had been handed and not finished is played again by another, job by job alone: so results do not
/// depend on the loss, and one whose job ends it again is found out.
final class IsolatedWorker: Worker {
    private let program: WorkerProgram
    private let setup: WorkerSetup
    /// Nil: the last one was lost.
    private var connection: Connection?

    private struct Connection {
        let process: WorkerProcess
        let slots: GenomeSlots
    }

    /// Processes lost one after the other that had nothing to do.
    private static let mostIdleLosses = 3

    /// - Throws: `LostWorker`, `ProcessError`, or what its program says it cannot begin for.
    init(_ program: WorkerProgram, _ setup: WorkerSetup) throws {
        (self.program, self.setup) = (program, setup)
        _ = try open()
    }

    private func open() throws -> Connection {
        if let connection { return connection }
        let process = try WorkerProcess(program)
        let slots = try GenomeSlots(process.memory, for: setup, fixesSize: true)
        try process.send(.open(assignment: program.assignment, setup: setup.bytes))
        guard case .ready = try process.receiveFirst() else { throw unexpected }
        let opened = Connection(process: process, slots: slots)
        connection = opened
        return opened
    }

    func work(on plan: EpisodePlan, _ jobs: any JobSource, workers: Int, into results: WorkerResults) throws {
        var idleLosses = 0
        while true {
            let handed = HandedJobs(jobs)
            do { return try converse(plan, handed, workers: workers, into: results) } catch let loss as LostWorker {
                connection = nil
                idleLosses = handed.open.isEmpty ? idleLosses + 1 : 0
                guard idleLosses <= Self.mostIdleLosses else { throw loss }
                try playAgain(handed.open.sorted(), of: plan, after: loss, into: results)
            }
        }
    }

    /// Plays what a lost process left, job by job.
    /// - Throws: `EpisodeFailure` or `LostWorker` where the plan says to stop, or where a job ends its process again.
    private func playAgain(
        _ jobs: [Int], of plan: EpisodePlan, after loss: LostWorker, into results: WorkerResults
    ) throws {
        let stops = plan.settings.errorRule == .stop
        if !stops { program.note(loss.playing(jobs, of: plan)) }
        for job in jobs {
            do {
                try playAlone(job, of: plan, into: results)
            } catch let again as LostWorker {
                let failure = EpisodeFailure(again, job, of: plan)
                // How long something takes is no property of an individual.
                guard plan.settings.errorRule == .worst && !again.isDeadline else { throw failure }
                results.evaluations.returns[job] = 0
                results.evaluations.lengths[job] = 0
                results.forgive(failure, of: job)
                results.finished.append(job)
            }
        }
        if stops { throw loss.playing(jobs, of: plan) }
    }

    /// - Throws: `LostWorker` if it ends a process that has played nothing before.
    private func playAlone(_ job: Int, of plan: EpisodePlan, into results: WorkerResults) throws {
        while true {
            let isFirst = connection == nil
            do {
                return try converse(plan, HandedJobs(SingleJob(job)), workers: 1, into: results)
            } catch let loss as LostWorker {
                connection = nil
                // It may have ended of what others left in it.
                if isFirst { throw loss }
            }
        }
    }

    /// Has jobs done until there are none.
    private func converse(
        _ plan: EpisodePlan, _ jobs: HandedJobs, workers: Int, into results: WorkerResults
    ) throws {
        let (process, slots) = { ($0.process, $0.slots) }(try open())
        let writer = GenomeWriter(plan.request, into: slots)
        try process.send(.plan(plan, workers: workers))
        while true {
            switch try process.receive(slots.calls) {
            case .results(let report, let asksForMore):
                guard jobs.close(report, of: plan) else { throw unexpected }
                results.add(report, program.readError)
                guard asksForMore else { return }
                let taken = jobs.take(most: max(1, min(slots.genomes.count, jobs.left / (4 * workers))))
                if let first = taken.first { writer.write(plan.place(of: first)...plan.place(of: taken.last!)) }
                try process.send(.jobs(taken))
            case .failed(let failure):
                throw failure.failure(program.readError)
            case .hung(let text):
                throw LostWorker(environment: program.name, words: "was ended, as \(text)", lane: nil, isDeadline: true)
            case .ready, .refused, .told: throw unexpected
            }
        }
    }

    private var unexpected: LostWorker {
        LostWorker(environment: program.name, words: "answered what it was not asked", lane: nil)
    }
}

/// Jobs that a process is handed: which it was, and has not done.
private final class HandedJobs {
    private let source: any JobSource
    private(set) var open: Set<Int> = []

    init(_ source: any JobSource) { self.source = source }

    var left: Int { source.left }

    /// The next jobs, at most so many; empty if none is left.
    func take(most: Int) -> Range<Int> {
        let taken = source.take(most) ?? 0..<0
        open.formUnion(taken)
        return taken
    }

    /// - Returns: False if a report is of other jobs than those that were handed over.
    func close(_ report: JobReport, of plan: EpisodePlan) -> Bool {
        for job in report.jobs {
            guard open.remove(job.number) != nil else { return false }
        }
        let numbers =
            report.behaviors.map(\.job) + report.further.map(\.job) + report.observations.map(\.job)
            + (report.forgiven.map { [$0.job] } ?? [])
        return numbers.allSatisfy { (0..<plan.count).contains($0) }
    }
}

/// One job of a plan.
private final class SingleJob: JobSource {
    private var job: Int?

    init(_ job: Int) { self.job = job }

    var left: Int { job == nil ? 0 : 1 }

    func take(_ most: Int) -> Range<Int>? {
        defer { job = nil }
        return job.map { $0..<$0 + 1 }
    }
}

extension WorkerResults {
    /// Takes over what another process made of jobs.
    fileprivate func add(_ report: JobReport, _ readError: ([UInt8]) -> any Error) {
        for job in report.jobs {
            evaluations.returns[job.number] = job.episodeReturn
            evaluations.lengths[job.number] = Int32(job.length)
            evaluations.shaped?[job.number] = job.fitness
            if job.hasFailed { evaluations.failures?[job.number] = 1 }
            finished.append(job.number)
        }
        behaviors += report.behaviors
        further += report.further
        observations += report.observations.map { ($0.job, ObservationStatistics(count: $0.count, sums: $0.sums)) }
        if let (job, failure) = report.forgiven, let failure = failure.failure(readError) as? EpisodeFailure {
            forgive(failure, of: job)
        }
    }
}

extension LostWorker {
    /// The same of a process, with the individuals that it played.
    fileprivate func playing(_ jobs: [Int], of plan: EpisodePlan) -> LostWorker {
        guard !jobs.isEmpty else { return self }
        let who = plan.rates ? NumberText.individuals(jobs.map { plan.individual(of: $0) + 1 }) : "the policy"
        return LostWorker(
            environment: environment, words: "\(words) (\(who) of generation \(plan.request.generation))", lane: nil,
            isDeadline: isDeadline)
    }
}
