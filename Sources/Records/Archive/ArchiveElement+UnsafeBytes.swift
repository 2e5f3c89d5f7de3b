// Invariants:
// 1. The computer is little-endian, as archives are: bytes and elements are copied as they are.
// 2. An element type is BitwiseCopyable and every pattern of its bits is a value (`ArchiveElement`).
// 3. A copy into an array writes exactly the bytes of its `count` elements, and the source has as many (checked).

#if _endian(big)
    #error("archives are little-endian: a big-endian computer must swap the bytes of each element")
#endif

extension Array where Element == UInt8 {
    /// Appends the bytes of `elements` in one copy.
    mutating func append<Value: ArchiveElement>(bytesOf elements: Span<Value>) {
        unsafe elements.bytes.withUnsafeBytes { unsafe append(contentsOf: $0) }
    }

    /// The elements whose bytes are in `range`, in one copy.
    /// - Precondition: `range` is within the array, its length a multiple of the size of an element.
    func elements<Value: ArchiveElement>(_: Value.Type, in range: Range<Int>) -> [Value] {
        let count = range.count / MemoryLayout<Value>.stride
        precondition(count * MemoryLayout<Value>.stride == range.count, "no whole number of elements")
        // Empty arrays share one storage: filling it, with nothing, would be a race of all threads.
        guard count > 0 else { return [] }
        let source = span.extracting(range)
        return unsafe [Value](unsafeUninitializedCapacity: count) { buffer, initializedCount in
            unsafe source.withUnsafeBytes { unsafe UnsafeMutableRawBufferPointer(buffer).copyMemory(from: $0) }
            initializedCount = count
        }
    }
}
