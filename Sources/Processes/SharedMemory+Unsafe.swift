// Invariants:
// 1. `base` points to `size` mapped bytes until this goes; parts of it hold a reference to this.
import CProcesses
import Glibc
import Kernels

/// Memory that this process shares with those that it gives the descriptor to.
@safe package final class SharedMemory: @unchecked Sendable {
    package let size: Int
    private let base: UnsafeMutableRawPointer

    /// Maps memory.
    /// - Parameters:
    ///   - descriptor: Of `reserve`; its size is set here.
    ///   - size: Bytes, at least 1.
    /// - Throws: `ProcessError.noMemory`.
    package init(_ descriptor: Descriptor, size: Int) throws(ProcessError) {
        let error = cp_size_memory(descriptor.number, size)
        guard error == 0 else { throw .noMemory(bytes: size, reason: ProcessError.reason(error)) }
        let mapped = unsafe mmap(nil, size, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor.number, 0)
        guard let mapped = unsafe mapped, unsafe mapped != UnsafeMutableRawPointer(bitPattern: -1) else {
            throw .noMemory(bytes: size, reason: ProcessError.reason(errno))
        }
        self.size = size
        unsafe base = mapped
    }

    deinit { unsafe munmap(base, size) }

    /// Fixes the size of memory for good, also for those who have it by now.
    /// - Throws: `ProcessError.noMemory`.
    package func seal(_ descriptor: Descriptor) throws(ProcessError) {
        let error = cp_seal_memory(descriptor.number)
        guard error == 0 else { throw .noMemory(bytes: size, reason: ProcessError.reason(error)) }
    }

    /// A descriptor of memory that has no size yet.
    /// - Throws: `ProcessError.noDescriptors`.
    package static func reserve() throws(ProcessError) -> Descriptor {
        var number: Int32 = 0
        let error = unsafe cp_make_memory(&number)
        guard error == 0 else { throw .noDescriptors(reason: ProcessError.reason(error)) }
        return Descriptor(owning: number)
    }

    /// A part of it.
    /// - Parameters:
    ///   - start: The part's first byte, a multiple of 64.
    ///   - count: Values in it.
    package func part<Element: BitwiseCopyable>(at start: Int, count: Int, of type: Element.Type) -> Buffer<Element> {
        let bytes = count * MemoryLayout<Element>.stride
        precondition(start % 64 == 0 && start >= 0 && start + bytes <= size, "\(bytes) bytes from \(start) on")
        let address = unsafe (base + start).bindMemory(to: Element.self, capacity: count)
        return unsafe Buffer(borrowing: address, count: count, from: self)
    }
}
