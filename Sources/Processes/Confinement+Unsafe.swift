// Invariants:
// 1. C writes one number, and keeps no pointer.
import CProcesses

/// What a process takes away from itself, for good.
package enum Confinement {
    /// From now on the system kills this process when the thread that started it ends.
    package static func endWithParent() { cp_end_with_parent() }

    /// Bytes of address space that this process has mapped.
    /// - Throws: `ProcessError.notConfined` where the system does not say.
    package static func addressSpace() throws(ProcessError) -> Int {
        var bytes: UInt64 = 0
        let error = unsafe cp_address_space(&bytes)
        guard error == 0 else { throw .notConfined(reason: ProcessError.reason(error)) }
        return Int(bytes)
    }

    /// Limits this process, and leaves no core where it is ended.
    /// - Parameter addressSpace: Bytes that it may map.
    /// - Throws: `ProcessError.notConfined`.
    package static func limit(addressSpace: Int) throws(ProcessError) {
        let error = cp_limit(UInt64(addressSpace))
        guard error == 0 else { throw .notConfined(reason: ProcessError.reason(error)) }
    }

    /// From now on no thread of this process can open, connect to, execute or signal anything but itself, or make memory
    /// that is code. What is open stays so: streams, files and mapped memory.
    ///
    /// Libraries must be loaded before.
    /// - Throws: `ProcessError.notConfined` where the system has no such filters.
    /// - SeeAlso: <https://man7.org/linux/man-pages/man2/seccomp.2.html>.
    package static func begin() throws(ProcessError) {
        let error = cp_confine()
        guard error == 0 else { throw .notConfined(reason: ProcessError.reason(error)) }
    }
}
