import CKernels

/// The code path of the hot loops: portable C, or one for a processor's vector instructions.
///
/// Every path gives the same bits; only their speed differs.
///
/// Invariant: `table` points to a constant of CKernels that lives as long as the process.
@safe package struct KernelSet: Sendable {
    nonisolated(unsafe) let table: UnsafePointer<ck_kernels>

    /// The name by which people choose this path, such as `portable`.
    package var name: String { unsafe String(cString: table.pointee.name) }

    /// The fastest path that this processor can run.
    package static let best = unsafe KernelSet(table: ck_kernels_best())

    /// The path of a given name.
    /// - Throws: `KernelSetError.unavailable` if there is none of that name or this processor cannot run it.
    package static func named(_ name: String) throws(KernelSetError) -> KernelSet {
        guard let table = unsafe ck_kernels_named(name) else {
            throw KernelSetError.unavailable(name: name, available: available.map(\.name))
        }
        return unsafe KernelSet(table: table)
    }

    /// Every path that this processor can run, the fastest first.
    package static let available: [KernelSet] = {
        var sets: [KernelSet] = []
        var next = unsafe ck_kernel_names()!
        while let name = unsafe next.pointee {
            if let table = unsafe ck_kernels_named(name) { unsafe sets.append(KernelSet(table: table)) }
            unsafe next += 1
        }
        return sets
    }()
}

package enum KernelSetError: Error, Equatable, CustomStringConvertible {
    case unavailable(name: String, available: [String])

    package var description: String {
        switch self {
        case .unavailable(let name, let available):
            "kernels '\(name)' cannot run here; this processor runs \(available.map { "'\($0)'" }.joined(separator: ", "))"
        }
    }
}
