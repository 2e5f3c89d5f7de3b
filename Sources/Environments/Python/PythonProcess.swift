import FoundationEssentials
import Kernels
import Processes
import Synchronization

/// A process of Python that plays one task, for two groups of lanes: while it steps the one, networks of the other are
/// evaluated.
final class PythonProcess: Sendable {
    let task: PythonTask
    let python: String
    private let child: ChildProcess
    private let output: ProcessOutput
    /// Of each group, the lane that plays; -1: none.
    private let playing = Mutex<[Buffer<Int32>?]>(Array(repeating: nil, count: groups))
    /// Whether it has ever answered.
    let hasBegun = Atomic(false)

    /// Groups that it plays.
    static let groups = 2
    /// How long it may take to begin, with all that it imports.
    static let startLimit = Duration.seconds(300)

    /// Starts one.
    /// - Parameter print: Given each line that it prints.
    /// - Returns: A channel for each of its groups.
    /// - Throws: `PythonEnvironmentError.system`.
    static func start(
        _ task: PythonTask, _ interpreter: PythonInterpreter, print: @escaping @Sendable (String) -> Void
    ) throws(PythonEnvironmentError) -> [PythonChannel] {
        do {
            let nothing = try Descriptor.null()
            let name = task.name
            let (output, printed) = try ProcessOutput.begin { print("\(name): \($0)") }
            let streams = try (0..<groups).map { _ in try MessageStream.pair() }
            let memories = try (0..<groups).map { _ in try SharedMemory.reserve() }
            let child = try ChildProcess(
                path: interpreter.path, arguments: ["-u", interpreter.worker], environment: environment,
                descriptors: [nothing, printed, printed] + streams.map(\.1) + memories)
            let process = PythonProcess(task, interpreter.path, child, output)
            return (0..<groups).map { PythonChannel(process, $0, streams[$0].0, memory: memories[$0]) }
        } catch let error as ProcessError {
            throw .system(environment: task.name, words: "\(error)")
        } catch {
            preconditionFailure("\(error)")
        }
    }

    private init(_ task: PythonTask, _ python: String, _ child: ChildProcess, _ output: ProcessOutput) {
        (self.task, self.python, self.child, self.output) = (task, python, child, output)
    }

    /// Its channels are closed by now: it closes its environments.
    deinit {
        if child.wait(.seconds(2)) == nil { child.kill() }
    }

    /// This process's own variables. Libraries of mathematics get one thread, as there is a process for each core.
    private static var environment: [String: String] {
        var variables = ProcessInfo.processInfo.environment
        if variables["OMP_NUM_THREADS"] == nil { variables["OMP_NUM_THREADS"] = "1" }
        return variables
    }

    /// Notes where a group says which lane plays.
    func watch(_ lane: Buffer<Int32>, ofGroup number: Int) { playing.withLock { $0[number] = lane } }

    /// The lane of a group that plays; nil: none does.
    func lane(ofGroup number: Int) -> Int32? {
        playing.withLock { lanes in lanes[number].flatMap { $0[0] < 0 ? nil : $0[0] } }
    }

    /// Whether any group's lane plays.
    var isPlaying: Bool { (0..<Self.groups).contains { lane(ofGroup: $0) != nil } }

    /// What became of it, unless it is not about to end by itself: then it is killed.
    /// - Parameter moment: When that was, such as ` before it began`.
    func end(_ moment: String = "") -> String {
        guard let end = child.wait(.seconds(1)) else {
            child.kill()
            return "closed its connection\(moment) and was killed"
        }
        return "\(end)\(moment)" + (output.lastLine().map { "; its last words: \($0)" } ?? "")
    }

    /// Ends it at once.
    func kill() { child.kill() }

    /// Whether it can still be asked.
    var isRunning: Bool { child.wait(.zero) == nil }
}

/// What one group of a process is played over. It belongs to one thread at a time.
final class PythonChannel: @unchecked Sendable {
    let process: PythonProcess
    private let number: Int
    let stream: MessageStream
    let memory: Descriptor

    init(_ process: PythonProcess, _ number: Int, _ stream: MessageStream, memory: Descriptor) {
        (self.process, self.number, self.stream, self.memory) = (process, number, stream, memory)
    }

    func watch(_ lane: Buffer<Int32>) { process.watch(lane, ofGroup: number) }

    /// The next message.
    ///
    /// What is counted are looks at what the process does: one that is suspended with this one is not late.
    /// - Parameter limit: How long a lane of this group may play before the next one does. What is no lane's may take
    ///   `PythonProcess.startLimit`; while another group's lane plays, that group counts.
    /// - Throws: `ProcessError`.
    func receive(_ limit: Duration) throws(ProcessError) -> [UInt8] {
        let look = min(max(limit / 4, .milliseconds(5)), .seconds(1))
        var (last, waited) = (Int32?.none, Duration.zero)
        while true {
            do {
                let message = try stream.receive(look)
                process.hasBegun.store(true, ordering: .relaxed)
                return message
            } catch {
                guard error == .late else { throw error }
            }
            // A child of its own may keep the stream open.
            guard process.isRunning else { throw .closed }
            let lane = process.lane(ofGroup: number)
            let waitsForAnother = lane == nil && process.isPlaying
            waited = lane != last || waitsForAnother ? .zero : waited + look
            last = lane
            if waited >= (lane == nil ? PythonProcess.startLimit : limit) { throw .late }
        }
    }

    // The process waits for that.
    deinit { stream.close() }
}
