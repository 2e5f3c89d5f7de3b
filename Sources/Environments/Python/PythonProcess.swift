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
    private static var environment: [String] {
        var variables = ProcessInfo.processInfo.environment
        if variables["OMP_NUM_THREADS"] == nil { variables["OMP_NUM_THREADS"] = "1" }
        return variables.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    }

    /// Notes where a group says which lane plays.
    func watch(_ lane: Buffer<Int32>, ofGroup number: Int) { playing.withLock { $0[number] = lane } }

    /// Whether any group's lane plays.
    var isPlaying: Bool { playing.withLock { lanes in lanes.contains { $0.map { $0[0] >= 0 } ?? false } } }

    /// Ends it, unless it is about to end by itself.
    /// - Returns: What became of it.
    func end() -> ProcessEnd { child.wait(.seconds(1)) ?? child.kill() }

    /// Ends it at once.
    func kill() { child.kill() }

    /// Whether it can still be asked.
    var isRunning: Bool { child.wait(.zero) == nil }

    /// The last line that it printed, when it has ended.
    func lastLine() -> String? { output.lastLine() }
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

    // The process waits for that.
    deinit { stream.close() }
}
