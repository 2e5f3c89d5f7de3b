// Invariants:
// 1. The pointers that a spawn is given point to copies that live until it returns.
// 2. A child is waited for exactly once: `end` holds what came of it.
import CProcesses
import Glibc
import Synchronization

/// A program that this process started: in a process group of its own, so that a terminal's Ctrl-C does not reach it,
/// with no descriptors but those that it was given.
///
/// It is killed when the last reference to it goes. Children of its own that are in its group go with it, also where it
/// ends by itself.
@safe package final class ChildProcess: Sendable {
    package let identifier: Int32
    private let end = Mutex<ProcessEnd?>(nil)

    /// Starts a program.
    /// - Parameters:
    ///   - path: The program's file.
    ///   - arguments: Without the program's own name.
    ///   - environment: Its variables.
    ///   - descriptors: What it has as descriptors 0, 1, …; they stay open here.
    /// - Throws: `ProcessError.notStarted`.
    package init(
        path: String, arguments: [String], environment: [String: String], descriptors: [Descriptor]
    ) throws(ProcessError) {
        var child = pid_t()
        let variables = environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        let error = unsafe Self.withPointers([path] + arguments) { arguments in
            unsafe Self.withPointers(variables) { environment in
                let numbers = descriptors.map(\.number)
                return unsafe cp_spawn(path, arguments, environment, numbers, Int32(numbers.count), &child)
            }
        }
        withExtendedLifetime(descriptors) {}
        guard error == 0 else { throw .notStarted(path: path, reason: ProcessError.reason(error)) }
        identifier = child
    }

    deinit { kill() }

    /// What came of it, if it ends within a time; nil if it goes on.
    package func wait(_ limit: Duration) -> ProcessEnd? {
        end.withLock { end in
            if end == nil { end = waitOnce(milliseconds: limit.milliseconds) }
            return end
        }
    }

    /// Ends it at once, unless it has ended.
    /// - Returns: What came of it.
    @discardableResult package func kill() -> ProcessEnd {
        end.withLock { end in
            if let end { return end }
            _ = Glibc.kill(-identifier, SIGKILL)
            let outcome = waitOnce(milliseconds: -1) ?? .signal(SIGKILL)
            end = outcome
            return outcome
        }
    }

    private func waitOnce(milliseconds: Int32) -> ProcessEnd? {
        var (status, hasEnded): (Int32, Int32) = (0, 0)
        let error = unsafe cp_wait(identifier, milliseconds, &status, &hasEnded)
        precondition(error == 0, "waiting for process \(identifier): \(ProcessError.reason(error))")
        return hasEnded == 0 ? nil : ProcessEnd(waitStatus: status)
    }

    /// Lends texts as C has them, with NULL behind the last.
    private static func withPointers(_ texts: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Int32)
        -> Int32
    {
        let copies = unsafe texts.map { unsafe strdup($0) } + [nil]
        defer { for index in unsafe copies.indices { unsafe free(copies[index]) } }
        return unsafe copies.withUnsafeBufferPointer { unsafe body($0.baseAddress!) }
    }
}
