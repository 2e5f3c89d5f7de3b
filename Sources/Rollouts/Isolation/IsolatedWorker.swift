import Environments
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
        let memory: WorkerMemory
        /// Whether it has not worked yet.
        var isFresh = true
    }

    /// - Throws: `LostWorker`, `ProcessError`, or what its program says it cannot begin for.
    init(_ program: WorkerProgram, _ setup: WorkerSetup) throws {
        (self.program, self.setup) = (program, setup)
        _ = try open()
    }

    private func open() throws -> Connection {
        if let connection { return connection }
        let process = try WorkerProcess(program)
        let memory = try WorkerMemory(process.memory, for: setup, fixesSize: true)
        let errand = WorkerErrand.rate(assignment: program.assignment, setup: setup.bytes)
        guard case .ready = try process.begin(errand) else { throw unexpected }
        let opened = Connection(process: process, memory: memory)
        connection = opened
        return opened
    }

    func work(on plan: EpisodePlan, _ jobs: any JobSource, workers: Int, into results: WorkerResults) throws {
        var idleLosses = 0
        while true {
            let handed = HandedJobs(jobs)
            let opened = try open()
            do { return try converse(opened, plan, handed, workers: workers, into: results) } catch let loss
                as LostWorker
            {
                connection = nil
                idleLosses = handed.open.isEmpty ? idleLosses + 1 : 0
                guard idleLosses <= LostWorker.mostIdle else { throw loss }
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
        if !stops {
            let rest = jobs.isEmpty ? "another one begins" : "what it played is played again"
            program.note("\(loss.playing(jobs, of: plan)); \(rest)")
        }
        for job in jobs {
            guard let again = try playAlone(job, of: plan, into: results) else { continue }
            let failure = EpisodeFailure(again, job, of: plan)
            // How long something takes is no property of an individual.
            guard plan.settings.errorRule == .worst && !again.isDeadline else { throw failure }
            results.evaluations.returns[job] = 0
            results.evaluations.lengths[job] = 0
            results.forgive(failure, of: job)
            results.finished.append(job)
        }
        if stops { throw loss.playing(jobs, of: plan) }
    }

    /// - Returns: The loss, if the job ends a process that has done nothing before.
    private func playAlone(_ job: Int, of plan: EpisodePlan, into results: WorkerResults) throws -> LostWorker? {
        while true {
            let opened = try open()
            do {
                try converse(opened, plan, HandedJobs(SingleJob(job)), workers: 1, into: results)
                return nil
            } catch let loss as LostWorker {
                connection = nil
                // Else it may have ended of what other jobs left in it.
                if opened.isFresh { return loss }
            }
        }
    }

    /// Has jobs done until there are none.
    private func converse(
        _ opened: Connection, _ plan: EpisodePlan, _ jobs: HandedJobs, workers: Int, into results: WorkerResults
    ) throws {
        let (process, memory) = (opened.process, opened.memory)
        connection?.isFresh = false
        let writer = GenomeWriter(plan.request, into: memory)
        try process.send(.plan(plan, workers: workers))
        while true {
            switch try process.receive(memory.calls) {
            case .results(let report, let asksForMore):
                guard jobs.close(report, sumCount: setup.sumCount, of: plan, into: results, program.readError) else {
                    throw unexpected
                }
                guard asksForMore else {
                    guard jobs.open.isEmpty else { throw unexpected }
                    return
                }
                let taken = jobs.take(most: max(1, min(setup.slots, jobs.left / (4 * workers))))
                if let first = taken.first { writer.write(plan.place(of: first)...plan.place(of: taken.last!)) }
                try process.send(.jobs(taken))
            case .failed(let failure):
                guard jobs.fits(failure) else { throw unexpected }
                throw failure.failure(of: plan, program.readError)
            case .hung(let text):
                throw LostWorker(environment: program.name, words: "was ended, as \(text)", lane: nil, isDeadline: true)
            case .ready, .refused, .told: throw unexpected
            }
        }
    }

    private var unexpected: LostWorker { .unexpected(program) }
}

extension LostWorker {
    /// An answer that is none to what was asked.
    static func unexpected(_ program: WorkerProgram) -> LostWorker {
        LostWorker(environment: program.name, words: "answered what it was not asked", lane: nil)
    }

    /// The same of a process, with the individuals that it played.
    fileprivate func playing(_ jobs: [Int], of plan: EpisodePlan) -> LostWorker {
        guard !jobs.isEmpty else { return self }
        let who = plan.rates ? NumberText.individuals(jobs.map { plan.individual(of: $0) + 1 }) : "the policy"
        return LostWorker(
            environment: environment, words: "\(words) (\(who) of generation \(plan.request.generation))", lane: nil,
            isDeadline: isDeadline)
    }
}
