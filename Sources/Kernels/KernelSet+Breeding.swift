import CKernels

extension KernelSet {
    /// Breeds the bits of a genome: a copy of a parent's, or each bit that of either of two, equally likely; then flips
    /// some.
    ///
    /// Draws come from one bulk generator a block, in one order; see `breed.c`.
    /// - Parameters:
    ///   - key: That of the first block; each block after it starts sixteen draws later.
    ///   - parents: Holds the first parent's bits from `first` on, and where there are two, the second's from `second`.
    ///   - flips: Nil flips none; otherwise of genomes of as many bits.
    ///   - bits: Those past the last in its word are 0 in parents and child.
    ///   - child: Receives the words, from `start` on; these may be where the only parent's are.
    package func breed(
        key: BulkKey,
        parents: Buffer<UInt64>,
        first: Int,
        second: Int?,
        flips: BitFlips?,
        bits: Int,
        into child: Buffer<UInt64>,
        at start: Int
    ) {
        precondition(flips == nil || flips?.bits == bits, "flips of other genomes")
        var (key, word, left) = (key, 0, bits)
        while left > 0 {
            let block = min(left, Self.blockSize)
            let words = NetworkShape.words(block)
            let child = unsafe child.pointer(at: start + word, words)
            let one = unsafe parents.pointer(at: first + word, words)
            var other: UnsafeMutablePointer<UInt64>?
            if let second { unsafe other = parents.pointer(at: second + word, words) }
            var drawn: UnsafePointer<ck_flips>?
            if let flips { unsafe drawn = block == Self.blockSize ? flips.whole.address : flips.rest.address }
            unsafe key.withPointers { unsafe table.pointee.breed($0, $1, one, other, drawn, block, child) }
            key.counter[0] &+= 16
            (word, left) = (word + words, left - block)
        }
    }

    /// Words that one key draws.
    package static var keyWords: Int { 2048 }

    /// Writes the words of the bulk generator.
    /// - Parameter count: At most `keyWords`.
    package func words(key: BulkKey, count: Int, into words: Buffer<UInt64>, at start: Int = 0) {
        precondition(count <= Self.keyWords, "\(count) words of one key")
        let words = unsafe words.pointer(at: start, count)
        unsafe key.withPointers { counter, key in unsafe table.pointee.words(counter, key, count, words) }
    }

    /// How many bits are 1 in all words of a buffer.
    package func ones(in bits: Buffer<UInt64>) -> Int {
        Int(unsafe table.pointee.ones(bits.pointer(at: 0, bits.count), bits.count))
    }
}
