// Invariants:
// 1. `next` and `normal` get `size` bytes that only they change during the call, aligned to 8, and keep no pointer.

/// How the host draws random numbers: what a stream is made of, and functions of C that draw from it.
@safe package struct LuaStreamKind: Sendable {
    package typealias Next = @convention(c) (_ words: UnsafeMutableRawPointer?) -> UInt64
    package typealias Normal = @convention(c) (_ words: UnsafeMutableRawPointer?) -> Double

    /// Bytes of a stream.
    let size: Int
    let next: Next
    let normal: Normal

    /// - Parameters:
    ///   - next: Gives 64 random bits.
    ///   - normal: Gives a standard normal deviate.
    package init(size: Int, next: @escaping Next, normal: @escaping Normal) {
        self.size = size
        unsafe self.next = next
        unsafe self.normal = normal
    }
}

/// A stream of random numbers as the words it is made of.
package struct LuaStream: Hashable, Sendable {
    package let words: [UInt8]

    package init(words: [UInt8]) {
        self.words = words
    }
}
