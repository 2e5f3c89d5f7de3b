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
    private static let startLimit = Duration.seconds(600)

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
    private static var environment: [String] {
        var variables = ProcessInfo.processInfo.environment
        variables["SWIFT_BACKTRACE"] = "enable=no"
        return variables.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    }

    /// - Throws: `LostWorker`.
    func send(_ request: WorkerRequest) throws(LostWorker) {
        do { try stream.send(request.bytes) } catch { throw loss(error) }
    }

    /// What it answers as it begins.
    /// - Throws: `LostWorker`, or what it says it cannot begin for.
    func receiveFirst() throws -> WorkerAnswer {
        let answer: WorkerAnswer
        do { answer = try WorkerAnswer(stream.receive(Self.startLimit)) } catch {
            let words = error == .late ? "did not begin within \(Self.startLimit.components.seconds) s" : nil
            throw loss(error, words ?? "\(endWords(error)) before it began", isDeadline: error == .late)
        }
        if case .refused(let error) = answer { throw program.readError(error) }
        return answer
    }

    /// What it answers next.
    /// - Parameter calls: Where it counts calls of native environments: one that takes too long is the end of it.
    /// - Throws: `LostWorker`.
    func receive(_ calls: Buffer<UInt64>) throws(LostWorker) -> WorkerAnswer {
        var watched = CallWatch(limit: program.callLimit)
        while true {
            do { return try WorkerAnswer(stream.receive(watched.look)) } catch .late {
                guard watched.isTooLong(calls[0]) else { continue }
                child.kill()
                throw LostWorker(
                    environment: program.name,
                    words: "was ended, as a call of the native environment took longer than \(program.callLimit.text)",
                    lane: nil, isDeadline: true)
            } catch {
                throw loss(error)
            }
        }
    }

    private func loss(
        _ error: ProcessError, _ words: String? = nil, isDeadline: Bool = false
    ) -> LostWorker {
        let lastLine = (child.wait(.zero) == nil ? nil : output.lastLine()).map { "; its last words: \($0)" } ?? ""
        return LostWorker(
            environment: program.name, words: (words ?? endWords(error)) + lastLine, lane: nil, isDeadline: isDeadline)
    }

    /// What becomes of a process that is not to be talked to any more.
    private func endWords(_ error: ProcessError) -> String {
        guard case .broken(let reason) = error else { return "\(child.wait(.seconds(1)) ?? child.kill())" }
        child.kill()
        return "was ended, as it answered nonsense: \(reason)"
    }
}

/// Looks at a process's calls of native environments from time to time, and tells one that goes on for too long. What is
/// counted are looks: a process that is suspended with this one is not late.
struct CallWatch {
    private let limit: Duration
    /// How long to wait for an answer before the next look.
    let look: Duration
    private var call: UInt64 = 0
    private var waited = Duration.zero

    init(limit: Duration) {
        self.limit = limit
        look = min(max(limit / 4, .milliseconds(5)), .milliseconds(250))
    }

    /// - Parameter count: Of calls that began or ended; odd while one goes on.
    mutating func isTooLong(_ count: UInt64) -> Bool {
        if count != call || count.isMultiple(of: 2) { waited = .zero } else { waited += look }
        call = count
        return waited >= limit
    }
}

extension Duration {
    /// `10 s`, or `0.25 s`.
    var text: String {
        let seconds = Double(components.seconds) + Double(components.attoseconds) * 1e-18
        return seconds == seconds.rounded() ? "\(Int(seconds)) s" : "\(seconds) s"
    }
}
