// Invariants:
// 1. The structure that setrlimit reads is a local variable, which it does not keep.

import Glibc

/// Makes this process, of an exit test, meet a full disk: no file may become larger than `byteCount` bytes. Nil lifts
/// the limit.
package func limitFileSize(to byteCount: UInt?) {
    signal(SIGXFSZ, SIG_IGN)
    var limit = rlimit(rlim_cur: byteCount ?? .max, rlim_max: .max)
    precondition(unsafe setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0)
}
