import Environments
import Kernels
import Networks
import Processes
import Search

/// The other side of an `IsolatedWorker`: what a process does that works for another one.
package final class WorkerServer: @unchecked Sendable {
    /// What rates, as a program makes it of its assignment.
    package enum Subject {
        case kit(any WorkerKit)
        case objective(any Objective)
    }

    private let stream: MessageStream
    private let memory: Descriptor
    private let writeError: (any Error) -> [UInt8]

    /// Descriptors that the process begins with, behind those of standard streams.
    private static let (streamNumber, memoryNumber): (Int32, Int32) = (3, 4)

    /// - Parameter writeError: Writes an error, for the program's `readError`.
    package init(writeError: @escaping (any Error) -> [UInt8]) {
        stream = MessageStream(Descriptor(inherited: Self.streamNumber))
        memory = Descriptor(inherited: Self.memoryNumber)
        self.writeError = writeError
        Confinement.endWithParent()
    }

    /// Serves until the process that started this one wants no more.
    /// - Parameters:
    ///   - makeSubject: Called once with the assignment, or
    ///   - describe: is.
    /// - Throws: `ProcessError` where there is no such process.
    package func run(
        _ makeSubject: ([UInt8]) throws -> Subject, describe: ([UInt8]) throws -> [UInt8]
    ) throws(ProcessError) {
        do throws(ProcessError) {
            switch try WorkerRequest(receive(), settings: .none, expression: WrittenOut()) {
            case .open(let assignment, let setup):
                let opened: Opened
                do {
                    opened = try Opened(WorkerSetup(setup), memory, makeSubject(assignment))
                } catch {
                    try stream.send(WorkerAnswer.refused(writeError(error)).bytes)
                    return
                }
                try stream.send(WorkerAnswer.ready.bytes)
                try serve(opened)
            case .calibrate(let assignment, let task, let memory):
                try stream.send(answer { try calibrate(makeSubject, assignment, task, memory) }.bytes)
            case .describe(let assignment):
                try stream.send(answer { try describe(assignment) }.bytes)
            case .plan, .jobs: throw ProcessError.broken(reason: "a request before the first")
            }
        } catch {
            guard error == .closed else { throw error }
        }
    }

    /// Tells that a callback of a script does not return, from another thread than that which it keeps.
    package func tellHung(_ text: String) { try? stream.send(WorkerAnswer.hung(text).bytes) }

    private func receive() throws(ProcessError) -> [UInt8] { try stream.receive(.seconds(1_000_000)) }

    private func calibrate(
        _ makeSubject: ([UInt8]) throws -> Subject, _ assignment: [UInt8], _ task: [UInt8], _ bytes: Int
    ) throws -> [UInt8] {
        guard case .kit(let kit) = try makeSubject(assignment) else {
            throw ProcessError.broken(reason: "an objective observes nothing")
        }
        NativeEnvironment.countCalls(in: try GenomeSlots(memory).calls)
        return try CalibrationTask.carryOut(task, playing: kit) { try Self.confine(takingAtMost: bytes) }
    }

    private func answer(_ body: () throws -> [UInt8]) -> WorkerAnswer {
        do { return .told(try body()) } catch {
            return .refused(writeError(error))
        }
    }

    /// What works on plans, and what it is handed.
    private struct Opened {
        let setup: WorkerSetup
        let worker: any Worker
        let genomes: HandedGenomes

        /// Makes all that needs files, and closes the doors.
        init(_ setup: WorkerSetup, _ memory: Descriptor, _ subject: Subject) throws {
            self.setup = setup
            let slots = try GenomeSlots(memory, for: setup, fixesSize: false)
            genomes = HandedGenomes(slots)
            switch (setup.subject, subject) {
            case (.game(let game), .kit(let kit)):
                worker = try LaneGroup(game, kit: kit, kernels: KernelSet.named(setup.kernels))
            case (.objective(let problem), .objective(let objective)):
                worker = ObjectiveWorker(objective, problem: problem)
            default: throw ProcessError.broken(reason: "a setup for another subject")
            }
            NativeEnvironment.countCalls(in: slots.calls)
            try confine(takingAtMost: setup.memory)
        }
    }

    /// Closes the doors.
    private static func confine(takingAtMost bytes: Int) throws(ProcessError) {
        try Confinement.limit(addressSpace: Confinement.addressSpace() + bytes)
        try Confinement.begin()
    }

    private func serve(_ opened: Opened) throws(ProcessError) {
        while true {
            let request = try WorkerRequest(
                receive(), settings: opened.setup.settings, expression: opened.genomes)
            guard case .plan(let plan, let workers) = request else {
                throw .broken(reason: "no plan, where one was to come")
            }
            let jobs = AskedJobs(plan, opened.genomes, stream, isShaped: opened.setup.isShaped, writeError)
            let answer: WorkerAnswer
            do {
                try opened.worker.work(on: plan, jobs, workers: workers, into: jobs.results)
                answer = .results(jobs.report(), asksForMore: false)
            } catch {
                answer = .failed(WrittenFailure(error, writeError))
            }
            if let error = jobs.error { throw error }
            try stream.send(answer.bytes)
        }
    }
}

extension WorkerSetup {
    /// Whether a reward makes the fitness of those that are rated.
    var isShaped: Bool { if case .game(let game) = subject { game.ratings.areShaped } else { false } }
}

extension EpisodeSettings {
    /// Before any are known.
    fileprivate static var none: EpisodeSettings { EpisodeSettings(seed: 0, maxSteps: 1) }
}

/// Jobs that this process asks another one for, telling what came of those before.
private final class AskedJobs: JobSource {
    private let plan: EpisodePlan
    private let genomes: HandedGenomes
    private let stream: MessageStream
    private let writeError: (any Error) -> [UInt8]
    let results: WorkerResults
    /// Those that were handed over, and not taken yet.
    private var handed = 0..<0
    private var areAll = false
    /// Why no more can be asked for.
    private(set) var error: ProcessError?

    init(
        _ plan: EpisodePlan, _ genomes: HandedGenomes, _ stream: MessageStream, isShaped: Bool,
        _ writeError: @escaping (any Error) -> [UInt8]
    ) {
        (self.plan, self.genomes, self.stream, self.writeError) = (plan, genomes, stream, writeError)
        results = WorkerResults(Evaluations(plan, isShaped: isShaped))
    }

    var left: Int { handed.count }

    func take(_ most: Int) -> Range<Int>? {
        if handed.isEmpty && !areAll { ask() }
        guard !handed.isEmpty else { return nil }
        let taken = handed.prefix(most)
        handed = handed.dropFirst(most)
        return taken
    }

    private func ask() {
        do throws(ProcessError) {
            try stream.send(WorkerAnswer.results(report(), asksForMore: true).bytes)
            let request = try WorkerRequest(
                stream.receive(.seconds(1_000_000)), settings: plan.settings, expression: genomes)
            guard case .jobs(let jobs) = request, jobs.upperBound <= plan.count else {
                throw ProcessError.broken(reason: "no jobs, where some were to come")
            }
            (handed, areAll) = (jobs, jobs.isEmpty)
            if let first = jobs.first { genomes.firstPlace = plan.place(of: first) }
        } catch {
            (self.error, areAll) = (error, true)
        }
    }

    /// What came of jobs since the last report.
    func report() -> JobReport {
        var report = JobReport()
        let evaluations = results.evaluations
        report.jobs = results.finished.map { job in
            JobReport.Job(
                number: job, episodeReturn: evaluations.returns[job], length: Int(evaluations.lengths[job]),
                fitness: evaluations.shaped?[job] ?? 0, hasFailed: evaluations.failures?[job] == 1)
        }
        report.behaviors = results.behaviors
        report.further = results.further
        report.observations = results.observations.map { ($0.job, $0.statistics.count, $0.statistics.sums) }
        report.forgiven = results.forgivenFailure.map { ($0.job, WrittenFailure($0.failure, writeError)) }
        results.clear()
        return report
    }
}
