// Invariants:
// 1. `number` is an open descriptor that this value alone owns until `deinit`.
// 2. Strings are passed to C only as the argument of one call, which does not keep them.

import Glibc

/// The right to write in a folder; it goes when the value, or the process that holds it, ends.
///
/// The folder itself is locked, so nothing is left behind by a killed process.
package struct FolderLock: ~Copyable, Sendable {
    private let number: Int32

    /// Takes the lock.
    /// - Returns: Nil if another process holds it.
    package init?(_ path: String) throws(FileError) {
        number = unsafe open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        if number < 0 { throw FileError(path: path, operation: .open, code: errno) }
        if flock(number, LOCK_EX | LOCK_NB) != 0 {
            let code = errno
            close(number)
            if code == EWOULDBLOCK { return nil }
            throw FileError(path: path, operation: .open, code: code)
        }
    }

    deinit { close(number) }

    /// Whether another process holds the lock of a folder.
    package static func isHeld(_ path: String) -> Bool {
        do throws(FileError) {
            return try FolderLock(path) == nil
        } catch {
            return false
        }
    }
}
