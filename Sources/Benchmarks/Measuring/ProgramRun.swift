import FoundationEssentials
import Processes

/// Another run of a program.
enum ProgramRun {
    /// Starts a program with this one's environment, and waits until it has ended well.
    static func perform(_ executable: String, _ arguments: [String]) throws {
        let nothing = try Descriptor.null()
        let child = try ChildProcess(
            path: executable, arguments: arguments, environment: ProcessInfo.processInfo.environment,
            descriptors: [nothing, nothing, nothing])
        guard child.wait(.seconds(1_000_000)) == .exit(status: 0) else {
            throw BenchmarkError.failed(command: ([executable] + arguments).joined(separator: " "))
        }
    }
}
