import Environments
import Kernels
import Processes
import Search

/// The other side of an `IsolatedWorker`: what a process does that works for another one.
///
/// Invariant: it belongs to one thread, but for `tellHung`, which another one calls when that thread is held up in a script
/// for good, and so does not use the stream.
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

    /// How long it waits for what it is to do.
    static let patience = Duration.seconds(1_000_000)

    /// - Parameter writeError: Writes an error, for the program's `readError`.
    package init(writeError: @escaping (any Error) -> [UInt8]) {
        stream = MessageStream(Descriptor(inherited: Self.streamNumber))
        memory = Descriptor(inherited: Self.memoryNumber)
        self.writeError = writeError
        Confinement.endWithParent()
    }

    /// Serves until the process that started this one wants no more, or says what makes no sense.
    /// - Parameters:
    ///   - makeSubject: Called once with the assignment, or
    ///   - describe: is.
    /// - Throws: `ProcessError` where no process started this one.
    package func run(
        _ makeSubject: ([UInt8]) throws -> Subject, describe: ([UInt8]) throws -> [UInt8]
    ) throws(ProcessError) {
        let errand = try WorkerErrand(stream.receive(Self.patience))
        do {
            try carryOut(errand, makeSubject, describe)
        } catch ProcessError.closed, ProcessError.broken {
            // Nobody listens.
        } catch {
            try? stream.send(WorkerAnswer.refused(writeError(error)).bytes)
        }
    }

    /// Tells that a callback of a script does not return, from another thread than that which it keeps.
    package func tellHung(_ text: String) { try? stream.send(WorkerAnswer.hung(text).bytes) }

    private func carryOut(
        _ errand: WorkerErrand, _ makeSubject: ([UInt8]) throws -> Subject, _ describe: ([UInt8]) throws -> [UInt8]
    ) throws {
        switch errand {
        case .rate(let assignment, let setup):
            let opened = try Opened(WorkerSetup(setup), memory, makeSubject(assignment))
            try stream.send(WorkerAnswer.ready.bytes)
            try serve(opened)
        case .calibrate(let assignment, let task, let bytes):
            guard case .kit(let kit) = try makeSubject(assignment) else { throw WrongSetup() }
            NativeEnvironment.countCalls(in: try WorkerMemory(memory).calls)
            try CalibrationTask.carryOut(task, playing: kit) {
                try Self.confine(takingAtMost: bytes)
                try stream.send(WorkerAnswer.ready.bytes)
            } tell: {
                try stream.send(WorkerAnswer.told($0).bytes)
            }
        case .describe(let assignment): try stream.send(WorkerAnswer.told(describe(assignment)).bytes)
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
            let memory = try WorkerMemory(memory, for: setup)
            genomes = HandedGenomes(memory)
            switch (setup.subject, subject) {
            case (.game(let game), .kit(let kit)):
                worker = try LaneGroup(game, kit: kit, kernels: KernelSet.named(setup.kernels))
            case (.objective(let problem), .objective(let objective)):
                worker = ObjectiveWorker(objective, problem: problem)
            default: throw WrongSetup()
            }
            NativeEnvironment.countCalls(in: memory.calls)
            // A genome that is made whole is made later.
            try confine(takingAtMost: setup.memory + setup.genomeBytes)
        }
    }

    /// Closes the doors.
    private static func confine(takingAtMost bytes: Int) throws(ProcessError) {
        try Confinement.limit(addressSpace: Confinement.addressSpace() + bytes)
        try Confinement.begin()
    }

    private func serve(_ opened: Opened) throws(ProcessError) {
        let setup = opened.setup
        while true {
            let request = try WorkerRequest(
                stream.receive(Self.patience), settings: setup.settings, expression: opened.genomes)
            guard case .plan(let plan, let workers) = request else { throw .broken(reason: "jobs without a plan") }
            let jobs = AskedJobs(plan, opened.genomes, stream, isShaped: setup.isShaped, writeError)
            let answer: WorkerAnswer
            do {
                try opened.worker.work(on: plan, jobs, workers: workers, into: jobs.results)
                answer = .results(jobs.report(), asksForMore: false)
            } catch {
                answer = .failed(WrittenFailure(error, of: plan, writeError))
            }
            if let error = jobs.error { throw error }
            try stream.send(answer.bytes)
        }
    }

    /// A setup for another subject than the assignment's.
    private struct WrongSetup: Error, CustomStringConvertible {
        let description = "a worker was set up for another script than it was given"
    }
}
