// Invariants:
// 1. Texts of C are copied before anything else is called.
import Glibc

extension Descriptor {
    /// Nothing to read, and nowhere to write to.
    /// - Throws: `ProcessError.noDescriptors`.
    package static func null() throws(ProcessError) -> Descriptor {
        let number = unsafe open("/dev/null", O_RDWR | O_CLOEXEC)
        guard number >= 0 else { throw .noDescriptors(reason: ProcessError.reason(errno)) }
        return Descriptor(owning: number)
    }
}

extension ProcessError {
    /// The system's words for `errno`.
    static func reason(_ error: Int32) -> String { unsafe String(cString: strerror(error)) }
}
