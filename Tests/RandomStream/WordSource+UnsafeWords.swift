// Invariants:
// 1. `rs_steps` reads and writes one generator and writes eight words a step; `rs_first_words` reads four words a
//    counter and writes one. Both return before their closure does and keep no pointer.
// 2. The buffers they write have room for a whole chunk.
// 3. write(2) reads at most as many bytes as the buffer that it is given holds.

import CRandomStream
import Glibc
import Kernels

/// Makes a stream's words, a chunk at a time.
struct WordSource {
    private static let chunkWords = 1 << 15

    private let stream: WordStream
    private let seed: UInt64
    private var nextAddress: UInt64
    private var generator = ck_bulk()
    private var counters = [UInt32](repeating: 0, count: 4 * chunkWords)
    /// The chunk made last.
    private(set) var words = [UInt64](repeating: 0, count: chunkWords)

    /// - Parameter stretch: The stretch of the stream to begin with.
    init(_ stream: WordStream, stretch: UInt32, seed: UInt64) {
        self.stream = stream
        self.seed = seed
        nextAddress = UInt64(stretch) << 32
        if stream == .within { keyNext() }
    }

    private mutating func key() -> BulkKey {
        defer { nextAddress &+= 1 }
        return stream.key(nextAddress, seed: seed)
    }

    private mutating func keyNext() {
        let key = key()
        unsafe ck_bulk_start(&generator, (0..<4).map { key.counter[$0] }, (0..<2).map { key.key[$0] })
    }

    /// Makes the next chunk.
    mutating func fill() {
        switch stream.wordsPerAddress {
        case nil:
            unsafe rs_steps(&generator, Self.chunkWords / 8, &words)
        case 1:
            var last = SIMD2<UInt32>.zero
            for index in 0..<Self.chunkWords {
                let key = key()
                for word in 0..<4 { counters[4 * index + word] = key.counter[word] }
                last = key.key
            }
            // The key is the seed: one for all.
            unsafe rs_first_words(counters, (0..<2).map { last[$0] }, Self.chunkWords, &words)
        case let count?:
            for start in stride(from: 0, to: Self.chunkWords, by: count) {
                keyNext()
                unsafe words.withUnsafeMutableBufferPointer { words in
                    unsafe rs_steps(&generator, count / 8, words.baseAddress! + start)
                }
            }
        }
    }

    /// Writes the chunk, lowest byte of each word first.
    /// - Returns: Whether anyone still reads.
    func write() -> Bool {
        unsafe words.withUnsafeBytes { bytes in
            var rest = unsafe bytes[...]
            while unsafe !rest.isEmpty {
                let written = unsafe Glibc.write(STDOUT_FILENO, rest.base.baseAddress! + rest.startIndex, rest.count)
                if written < 0 && errno == EINTR { continue }
                if written <= 0 { return false }
                unsafe rest = rest.dropFirst(written)
            }
            return true
        }
    }
}
