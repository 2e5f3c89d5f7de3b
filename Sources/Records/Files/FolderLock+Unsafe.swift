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
    /// - Returns: Nil if another process holds it, other than for the instant in which it asks ``isHeld(_:)``.
    package init?(_ path: String) throws(FileError) {
        for attempt in 1...5 {
            if attempt > 1 { usleep(5000) }
            guard let number = try Self.lock(path, LOCK_EX) else { continue }
            self.number = number
            return
        }
        return nil
    }

    deinit { close(number) }

    /// Whether another process holds the lock of a folder. Processes that ask this at the same time do not find each
    /// other.
    package static func isHeld(_ path: String) -> Bool {
        do throws(FileError) {
            guard let number = try lock(path, LOCK_SH) else { return true }
            close(number)
            return false
        } catch {
            return false
        }
    }

    /// Opens a folder and locks it.
    /// - Parameter operation: Any number may hold a shared lock while nobody holds an exclusive one.
    /// - Returns: Its descriptor; nil if another process holds a lock that excludes this one.
    private static func lock(_ path: String, _ operation: Int32) throws(FileError) -> Int32? {
        let number = unsafe open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        if number < 0 { throw FileError(path: path, operation: .open, code: errno) }
        guard flock(number, operation | LOCK_NB) != 0 else { return number }
        let code = errno
        close(number)
        if code == EWOULDBLOCK { return nil }
        throw FileError(path: path, operation: .open, code: code)
    }
}
