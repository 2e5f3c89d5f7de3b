/// Memory that kernels work on: a fixed number of plain values, zeroed, aligned to 64 bytes.
///
/// A buffer is shared by reference, also between threads: workers read the same networks and write their results side
/// by side without a copy. It is public so that other modules compile its accesses into their own code.
///
/// Invariants:
/// 1. `base` points to `count` initialised values, which are freed when the last reference to them goes: this buffer's, or
///    those to `owner`, of whose memory it is a part.
/// 2. `base` leaves this module only as `address`; every other access from outside is checked against `count`.
/// 3. Threads that share a buffer never write a value that another one reads or writes at the same time. Whoever
///    hands a buffer to workers states which values each may touch, and waits for them before reading.
@safe public final class Buffer<Element: BitwiseCopyable>: @unchecked Sendable {
    @usableFromInline let base: UnsafeMutablePointer<Element>
    public let count: Int
    @usableFromInline let owner: AnyObject?

    /// - Parameter count: Number of values, at least 0.
    @inlinable public init(repeating value: Element, count: Int) {
        precondition(count >= 0, "a buffer of \(count) values")
        let bytes = max(64, count * MemoryLayout<Element>.stride)
        unsafe base = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64)
            .bindMemory(to: Element.self, capacity: count)
        unsafe base.initialize(repeating: value, count: count)
        self.count = count
        owner = nil
    }

    /// A part of another buffer, which shares its values.
    /// - Parameter range: It begins at a multiple of 64 bytes.
    package init(_ range: Range<Int>, of other: Buffer<Element>) {
        precondition(range.lowerBound * MemoryLayout<Element>.stride % 64 == 0, "a part from \(range.lowerBound) on")
        unsafe base = other.pointer(at: range.lowerBound, range.count)
        count = range.count
        owner = other
    }

    /// Values that something else has in memory, such as memory that several processes share.
    /// - Parameter owner: Keeps them there.
    @unsafe package init(borrowing base: UnsafeMutablePointer<Element>, count: Int, from owner: AnyObject) {
        unsafe self.base = base
        self.count = count
        self.owner = owner
    }

    /// Copies the values of an array.
    @inlinable public convenience init(_ values: [Element]) where Element: AdditiveArithmetic {
        self.init(repeating: .zero, count: values.count)
        copy(from: values)
    }

    @inlinable deinit {
        if owner == nil { unsafe base.deallocate() }
    }

    /// The value at a position in `0 ..< count`.
    @inlinable public subscript(position: Int) -> Element {
        get {
            precondition(position >= 0 && position < count, "position \(position) of a buffer of \(count)")
            return unsafe base[position]
        }
        set {
            precondition(position >= 0 && position < count, "position \(position) of a buffer of \(count)")
            unsafe base[position] = newValue
        }
    }

    /// The values in a range, or all, as an array.
    @inlinable public func array(_ range: Range<Int>? = nil) -> [Element] {
        let range = checked(range)
        return unsafe Array(UnsafeBufferPointer(start: base + range.lowerBound, count: range.count))
    }

    /// Overwrites the values from `start` on.
    @inlinable public func copy(from values: [Element], at start: Int = 0) {
        let range = checked(start..<(start + values.count))
        for (position, value) in zip(range, values) { unsafe base[position] = value }
    }

    /// Overwrites a range, or all, with one value.
    @inlinable public func fill(_ value: Element, in range: Range<Int>? = nil) {
        let range = checked(range)
        unsafe (base + range.lowerBound).update(repeating: value, count: range.count)
    }

    /// Where the values stand, for C that another module lends them to: it keeps within `count` and this buffer alive.
    @unsafe package var address: UnsafeMutablePointer<Element> { unsafe base }

    /// Lends the values for reading.
    @inlinable public func withSpan<Result, Failure: Error>(
        _ body: (Span<Element>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(unsafe Span(_unsafeStart: base, count: count))
    }

    /// Lends the values for reading and writing.
    @inlinable public func withMutableSpan<Result, Failure: Error>(
        _ body: (inout MutableSpan<Element>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        var span = unsafe MutableSpan(_unsafeStart: base, count: count)
        return try body(&span)
    }

    @usableFromInline func checked(_ range: Range<Int>?) -> Range<Int> {
        let range = range ?? 0..<count
        precondition(range.lowerBound >= 0 && range.upperBound <= count, "range \(range) of a buffer of \(count)")
        return range
    }

    /// The address of `length` values from `start` on, for a kernel to use until its call returns.
    @inlinable func pointer(at start: Int, _ length: Int) -> UnsafeMutablePointer<Element> {
        precondition(start >= 0 && length >= 0 && start + length <= count, "\(start) + \(length) of \(count) values")
        return unsafe base + start
    }
}

extension Buffer {
    /// Overwrites the values from `start` on with a range of another buffer's.
    @inlinable public func copy(from other: Buffer<Element>, _ range: Range<Int>, at start: Int) {
        unsafe pointer(at: start, range.count).update(
            from: other.pointer(at: range.lowerBound, range.count), count: range.count)
    }
}
