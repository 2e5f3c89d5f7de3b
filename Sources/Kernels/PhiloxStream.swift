import CKernels

/// The random words whose Philox counters begin with 0, 1, 2 and so on, two words of 64 bits a counter.
///
/// Invariant: the functions of C keep no pointer to `state`, which they are lent for one call.
@safe package struct PhiloxStream: Sendable {
    private var state: ck_stream

    /// - Parameter counter: Its first word, which counts the blocks, is that of the first.
    package init(counter: SIMD4<UInt32>, key: SIMD2<UInt32>) {
        // As `ck_stream_start`, without a call: streams are made more often than they are drawn from.
        state = ck_stream(
            counter: (counter.x, counter.y, counter.z, counter.w), key: (key.x, key.y), block: (0, 0, 0, 0), used: 4,
            has_spare: false, spare: 0)
    }

    /// What it is made of: a copy of these bytes goes on alike, by the functions below.
    package var bytes: [UInt8] {
        unsafe withUnsafeBytes(of: state) { unsafe Array($0) }
    }

    /// Bytes of a stream.
    package static let size = MemoryLayout<ck_stream>.size
    /// 64 random bits from the stream of these bytes, which are aligned to 8.
    package static let nextOfBytes: @convention(c) (UnsafeMutableRawPointer?) -> UInt64 = { bytes in
        unsafe ck_stream_next(bytes?.assumingMemoryBound(to: ck_stream.self))
    }
    /// A standard normal deviate from the stream of these bytes.
    package static let normalOfBytes: @convention(c) (UnsafeMutableRawPointer?) -> Double = { bytes in
        unsafe ck_stream_normal(bytes?.assumingMemoryBound(to: ck_stream.self))
    }

    /// 64 random bits.
    package mutating func next() -> UInt64 { unsafe ck_stream_next(&state) }

    /// A standard normal deviate.
    package mutating func normal() -> Double { unsafe ck_stream_normal(&state) }
}
