import CKernels

// Invariants:
// 1. Each pointer covers exactly the four or two words of its vector and does not outlive its closure.
// 2. `ck_philox4x32_10` writes four words before it returns and keeps no pointer.

/// Philox4x32-10: random bits as a pure function of an address (counter) and a key.
///
/// - SeeAlso: Salmon, Moraes, Dror and Shaw, SC 2011, section 4.3, <https://doi.org/10.1145/2063384.2063405>.
package enum Philox {
    /// The 128 random bits at `counter` under `key`; lane 0 is the paper's first word, everywhere.
    package static func block(counter: SIMD4<UInt32>, key: SIMD2<UInt32>) -> SIMD4<UInt32> {
        let counterWords: InlineArray<4, UInt32> = [counter.x, counter.y, counter.z, counter.w]
        let keyWords: InlineArray<2, UInt32> = [key.x, key.y]
        var words: InlineArray<4, UInt32> = [0, 0, 0, 0]
        var output = words.mutableSpan
        unsafe counterWords.span.withUnsafeBufferPointer { counter in
            unsafe keyWords.span.withUnsafeBufferPointer { key in
                unsafe output.withUnsafeMutableBufferPointer { output in
                    unsafe ck_philox4x32_10(counter.baseAddress, key.baseAddress, output.baseAddress)
                }
            }
        }
        return SIMD4(words[0], words[1], words[2], words[3])
    }
}
