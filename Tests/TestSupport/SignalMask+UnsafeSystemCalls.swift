// Invariants:
// 1. The sets that pthread_sigmask reads and writes are local variables, which it does not keep.

import Glibc

/// Calls `body` with no signal blocked in this thread. The threads that tests run on block most, and a process that is
/// started there inherits that: no Ctrl-C would reach it.
package func withoutBlockedSignals<Result>(_ body: () throws -> Result) rethrows -> Result {
    var none = sigset_t()
    var before = sigset_t()
    unsafe sigemptyset(&none)
    unsafe pthread_sigmask(SIG_SETMASK, &none, &before)
    defer { unsafe pthread_sigmask(SIG_SETMASK, &before, nil) }
    return try body()
}
