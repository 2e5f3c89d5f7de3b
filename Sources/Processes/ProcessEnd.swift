import Glibc

/// How a process ended.
package enum ProcessEnd: Hashable, Sendable, CustomStringConvertible {
    case exit(status: Int32)
    case signal(Int32)

    /// What `waitpid` says, <https://man7.org/linux/man-pages/man2/wait.2.html>.
    init(waitStatus status: Int32) {
        let signal = status & 0x7f
        self = signal == 0 ? .exit(status: status >> 8 & 0xff) : .signal(signal)
    }

    /// What it did, after its name: `was ended by signal 9 (SIGKILL)`.
    package var description: String {
        switch self {
        case .exit(let status): "exited with status \(status)"
        case .signal(let signal):
            "was ended by signal \(signal)" + (Self.names[signal].map { " (\($0))" } ?? "")
        }
    }

    private static let names: [Int32: String] = [
        SIGHUP: "SIGHUP", SIGINT: "SIGINT", SIGQUIT: "SIGQUIT", SIGILL: "SIGILL", SIGTRAP: "SIGTRAP",
        SIGABRT: "SIGABRT", SIGBUS: "SIGBUS", SIGFPE: "SIGFPE", SIGKILL: "SIGKILL", SIGUSR1: "SIGUSR1",
        SIGSEGV: "SIGSEGV", SIGUSR2: "SIGUSR2", SIGPIPE: "SIGPIPE", SIGALRM: "SIGALRM", SIGTERM: "SIGTERM",
        SIGXCPU: "SIGXCPU", SIGXFSZ: "SIGXFSZ", SIGSYS: "SIGSYS",
    ]
}
