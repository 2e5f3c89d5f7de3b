// Invariants:
// 1. The structure that the system writes is ours and lives through the call.

import Glibc

/// Which seconds count.
enum Clock {
    /// Those that this thread runs: what other processes take of the core is left out.
    case thread
    /// Those on the wall.
    case wall

    /// Seconds from a moment that stays the same.
    var now: Double {
        var time = timespec()
        unsafe clock_gettime(self == .thread ? CLOCK_THREAD_CPUTIME_ID : CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + 1e-9 * Double(time.tv_nsec)
    }

    /// Seconds that a piece of work takes.
    func time<Failure: Error>(_ body: () throws(Failure) -> Void) throws(Failure) -> Double {
        let start = now
        try body()
        return now - start
    }
}
