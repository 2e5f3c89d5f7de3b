// Invariants:
// 1. The argument vector ends with nil; its strings are ours and freed after the call that copies them.

import Glibc

/// Another run of a program.
enum ChildProcess {
    /// Starts a program with this one's environment, and waits until it has ended well.
    static func run(_ executable: String, _ arguments: [String]) throws(ChildProcessError) {
        var words: [UnsafeMutablePointer<CChar>?] = unsafe ([executable] + arguments).map { unsafe strdup($0) }
        unsafe words.append(nil)
        defer {
            for index in 0..<arguments.count + 1 { unsafe free(words[index]) }
        }
        var process = pid_t()
        let code = unsafe posix_spawn(&process, executable, nil, nil, words, environ)
        guard code == 0 else { throw .didNotStart(executable: executable, code: code) }
        var status: Int32 = 0
        while unsafe waitpid(process, &status, 0) < 0 && errno == EINTR {}
        guard status == 0 else { throw .failed(command: ([executable] + arguments).joined(separator: " ")) }
    }
}

package enum ChildProcessError: Error, Equatable, CustomStringConvertible {
    case didNotStart(executable: String, code: Int32)
    case failed(command: String)

    package var description: String {
        switch self {
        case .didNotStart(let executable, let code): "cannot start \(executable): error \(code) of the system"
        case .failed(let command): "this command failed; run it by itself to see why: \(command)"
        }
    }
}
