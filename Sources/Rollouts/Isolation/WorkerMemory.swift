import Kernels
import Networks
import Processes

/// Memory that a worker's process and this one share.
final class WorkerMemory {
    /// Where this process writes the genomes that the other is to rate.
    let genomes: [Genome]
    /// One number, odd while a call of a native environment goes on: each that begins or ends adds 1.
    let calls: Buffer<UInt64>

    /// - Parameters:
    ///   - memory: Of `SharedMemory.reserve`.
    ///   - setup: Of the worker; nil: it rates nothing.
    ///   - fixesSize: Whether nobody may change the memory's size from now on.
    /// - Throws: `ProcessError.noMemory`.
    init(_ memory: Descriptor, for setup: WorkerSetup? = nil, fixesSize: Bool = false) throws(ProcessError) {
        let (bits, floats) = setup?.genomeSize ?? (0, 0)
        let slots = setup?.slots ?? 0
        let words = NetworkShape.words(bits)
        let (wordBytes, stride) = (Self.aligned(8 * words), Self.aligned(8 * words) + Self.aligned(4 * floats))
        let shared = try SharedMemory(memory, size: 64 + slots * stride)
        if fixesSize { try shared.seal(memory) }
        calls = shared.part(at: 0, count: 1, of: UInt64.self)
        genomes = (0..<slots).map { slot in
            let start = 64 + slot * stride
            return Genome(
                bitCount: bits, floatCount: floats, bits: shared.part(at: start, count: words, of: UInt64.self),
                floats: shared.part(at: start + wordBytes, count: floats, of: Float.self))
        }
    }

    private static func aligned(_ bytes: Int) -> Int { (bytes + 63) / 64 * 64 }
}
