// Invariants:
// 1. The buffer that strerror_r fills is ours, lives through the call, and its size is passed with it.
// 2. After success the buffer holds a zero-terminated text, which is copied before the buffer goes.

import Glibc

/// What an `errno` means, in words.
enum SystemError {
    /// The system's text, such as "No space left on device".
    static func text(_ code: Int32) -> String {
        unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { buffer in
            guard let start = buffer.baseAddress, unsafe strerror_r(code, start, buffer.count) == 0 else {
                return "error \(code)"
            }
            return unsafe String(cString: start)
        }
    }

    static func isMissing(_ code: Int32) -> Bool {
        code == ENOENT || code == ENOTDIR
    }

    /// What to do about it, for the errors that users meet; nil for the others.
    static func advice(_ code: Int32) -> String? {
        switch code {
        case ENOSPC, EDQUOT: "free some space there and try again"
        case EACCES, EPERM, EROFS: "choose a folder that you may write to, or change its permissions"
        case ENOENT: "check the path, and whether something was moved or deleted"
        case ENOTDIR: "a part of this path is a file where a folder must be"
        case EISDIR: "give the name of a file, not of a folder"
        case EFBIG: "the file may not become larger here: raise the limit (ulimit -f) or use another disk"
        case EMFILE, ENFILE: "too many files are open: raise the limit (ulimit -n)"
        case ENAMETOOLONG: "choose a shorter name"
        case EIO: "the disk may be failing: save what you need from it"
        default: nil
        }
    }
}
