import Environments
import FoundationEssentials
import Kernels
import Processes

/// A process that works for this one. Belongs to one thread.
final class WorkerProcess {
    private let program: WorkerProgram
    private let child: ChildProcess
    private let stream: MessageStream
    private let output: ProcessOutput
    /// What it shares with this one; the child has it as a descriptor.
    let memory: Descriptor

    /// How long it may take to be ready.
    private static let startLimit = Duration.seconds(300)

    /// - Throws: `ProcessError` where the system refuses something.
    init(_ program: WorkerProgram) throws(ProcessError) {
        let nothing = try Descriptor.null()
        let print = program.print
        let (output, printed) = try ProcessOutput.begin { print($0) }
        let (stream, end) = try MessageStream.pair()
        memory = try SharedMemory.reserve()
        child = try ChildProcess(
            path: program.path, arguments: program.arguments, environment: Self.environment,
            descriptors: [nothing, printed, printed, end, memory])
        (self.program, self.stream, self.output) = (program, stream, output)
    }

    /// It ends by itself when its stream is closed, unless it is busy.
    deinit {
        stream.close()
        if child.wait(.seconds(2)) == nil { child.kill() }
    }

    /// This process's own variables, but that a crash is told in a word and not looked into for a minute.
    private static var environment: [String: String] {
        var variables = ProcessInfo.processInfo.environment
        variables["SWIFT_BACKTRACE"] = "enable=no"
        return variables
    }

    /// Says what it is started for.
    /// - Returns: What it answers.
    /// - Throws: `LostWorker`, or what it says it cannot begin for.
    func begin(_ errand: WorkerErrand) throws -> WorkerAnswer {
        let answer: WorkerAnswer
        do throws(ProcessError) {
            try stream.send(errand.bytes)
            answer = try WorkerAnswer(stream.receive(Self.startLimit))
        } catch {
            let late = "did not begin within \(Self.startLimit.components.seconds) s"
            throw loss(error == .late ? late : "\(endWords(error)) before it began")
        }
        if case .refused(let error) = answer { throw program.readError(error) }
        return answer
    }

    /// - Throws: `LostWorker`.
    func send(_ request: WorkerRequest) throws(LostWorker) {
        do { try stream.send(request.bytes) } catch { throw loss(endWords(error)) }
    }

    /// What it answers next.
    /// - Parameter calls: Where it counts calls of native environments: one that takes too long is the end of it.
    /// - Throws: `LostWorker`.
    func receive(_ calls: Buffer<UInt64>) throws(LostWorker) -> WorkerAnswer {
        var watch = CallWatch(limit: program.callLimit)
        var hasEnded = false
        while true {
            do { return try WorkerAnswer(stream.receive(hasEnded ? .zero : watch.look)) } catch .late {
                if hasEnded { throw loss(endWords(.closed)) }
                // Processes that it left behind may hold its stream. What it said before it ended is still to be read.
                hasEnded = child.wait(.zero) != nil
                guard !hasEnded && watch.isTooLong(calls[0]) else { continue }
                child.kill()
                throw LostWorker(
                    environment: program.name,
                    words: "was ended, as a call of the native environment took longer than \(program.callLimit.text)",
                    lane: nil, isDeadline: true)
            } catch {
                throw loss(endWords(error))
            }
        }
    }

    /// - Parameter words: What became of it.
    private func loss(_ words: String) -> LostWorker {
        let lastLine = (child.wait(.zero) == nil ? nil : output.lastLine()).map { "; its last words: \($0)" } ?? ""
        return LostWorker(environment: program.name, words: words + lastLine, lane: nil)
    }

    /// What becomes of a process that is not to be talked to any more.
    private func endWords(_ error: ProcessError) -> String {
        guard case .broken(let reason) = error else { return "\(child.wait(.seconds(1)) ?? child.kill())" }
        child.kill()
        return "was ended, as it answered nonsense: \(reason)"
    }
}
