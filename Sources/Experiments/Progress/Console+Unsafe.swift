// Invariants:
// 1. Pointers into strings and structures are used only within the call that they were made for.

import Glibc
import Records
import Synchronization

/// Standard output and standard error.
package enum Console {
    /// Writes a line to standard error.
    package static func error(_ line: String) { write(line + "\n", toStandardError: true) }

    /// Writes a line to standard output.
    package static func print(_ line: String) { write(line + "\n", toStandardError: false) }

    /// The system's error number of the first write to standard output that failed; 0 if none did.
    private static let outputFailure = Atomic<Int32>(0)

    /// What standard output refused, if it did: a line for standard error.
    package static var outputError: String? {
        let code = outputFailure.load(ordering: .relaxed)
        return code == 0 ? nil : "\(FileError(path: "standard output", operation: .write, code: code))"
    }

    /// Writes text at once. What standard error refuses is dropped; what standard output refuses is remembered. (A pipe
    /// without a reader ends the process by SIGPIPE, as that of any filter.)
    package static func write(_ text: String, toStandardError: Bool) {
        var text = text
        text.withUTF8 { bytes in
            var done = 0
            while done < bytes.count {
                let file = toStandardError ? STDERR_FILENO : STDOUT_FILENO
                let count = unsafe Glibc.write(file, bytes.baseAddress! + done, bytes.count - done)
                if count < 0 && errno == EINTR { continue }
                if count <= 0 {
                    let code = count < 0 ? errno : EIO
                    if !toStandardError {
                        _ = outputFailure.compareExchange(expected: 0, desired: code, ordering: .relaxed)
                    }
                    return
                }
                done += count
            }
        }
    }

    /// Columns of the terminal at standard error; 80 if there is none.
    package static var width: Int {
        var size = winsize()
        guard unsafe ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 else { return 80 }
        return Int(size.ws_col)
    }
}
