import CKernels

/// What a block of the bulk generator starts from: sixteen Philox draws in a row.
package struct BulkKey: Sendable, Hashable {
    /// Of the first draw; its lowest word is a multiple of 16.
    package var counter: SIMD4<UInt32>
    package var key: SIMD2<UInt32>

    @inlinable package init(counter: SIMD4<UInt32>, key: SIMD2<UInt32>) {
        precondition(counter[0] % 16 == 0, "a block from draw \(counter[0]) on")
        self.counter = counter
        self.key = key
    }

    func withPointers(_ body: (_ counter: UnsafePointer<UInt32>, _ key: UnsafePointer<UInt32>) -> Void) {
        unsafe withUnsafePointer(to: (counter, key)) {
            unsafe $0.withMemoryRebound(to: UInt32.self, capacity: 6) { unsafe body($0, $0 + 4) }
        }
    }
}

extension KernelSet {
    /// Weights, or deviates, that one key draws.
    package static var blockSize: Int { Int(CK_BLOCK_WEIGHTS) }

    /// 64-bit words of a block of weights.
    package static var blockWords: Int { NetworkShape.words(blockSize) }

    /// Draws Bernoulli bits: a bit is 1 with probability `threshold / 65536`.
    /// - Parameters:
    ///   - isMirrored: Whether to draw the antithetic sample of the same key.
    ///   - thresholds: 64 for each word, from `firstWord * 64` on.
    ///   - words: At most a block's, 128.
    ///   - bits: Receives the words, from `bitsStart` on.
    package func sample(
        key: BulkKey,
        isMirrored: Bool,
        thresholds: Buffer<UInt16>,
        firstWord: Int,
        words: Int,
        into bits: Buffer<UInt64>,
        at bitsStart: Int
    ) {
        precondition(words * 64 <= Self.blockSize, "\(words) words in one block")
        let thresholds = unsafe thresholds.pointer(at: firstWord * 64, words * 64)
        let bits = unsafe bits.pointer(at: bitsStart, words)
        unsafe key.withPointers { counter, key in
            unsafe table.pointee.sample(counter, key, isMirrored ? .max : 0, thresholds, words, bits)
        }
    }

    /// Draws standard normal deviates, times `sign`.
    /// - Parameter count: At most a block's, 8192.
    package func normal(key: BulkKey, sign: Double, count: Int, into deviates: Buffer<Double>) {
        precondition(count <= Self.blockSize, "\(count) deviates in one block")
        let deviates = unsafe deviates.pointer(at: 0, count)
        unsafe key.withPointers { counter, key in
            unsafe table.pointee.normal(counter, key, sign, count, deviates)
        }
    }

    /// Sets `target[range]` to `source[range]` plus `scale` times standard normal deviates in float32, rounded once.
    /// - Parameters:
    ///   - range: At most a block's 8192 places.
    ///   - target: May be `source` itself.
    package func addNoise(
        key: BulkKey, scale: Float, to source: Buffer<Float>, _ range: Range<Int>, into target: Buffer<Float>,
        at start: Int
    ) {
        precondition(range.count <= Self.blockSize, "\(range.count) deviates in one block")
        let source = unsafe source.pointer(at: range.lowerBound, range.count)
        let target = unsafe target.pointer(at: start, range.count)
        unsafe key.withPointers { counter, key in
            unsafe table.pointee.add_noise(counter, key, scale, range.count, source, target)
        }
    }

    /// Adds `utilities[i]` to `sums[j]` for each individual `i` whose bit `j` is 1.
    /// - Parameters:
    ///   - bits: From `start` on, shape `[individuals, stride]`, of which the first `words` of each row count.
    ///   - sums: From `sumsStart` on, shape `[words * 64]`. The caller sees to it that none leaves the range of `Int32`.
    package func accumulate(
        bits: Buffer<UInt64>,
        start: Int = 0,
        stride: Int,
        utilities: Buffer<Int32>,
        first: Int,
        individuals: Int,
        words: Int,
        into sums: Buffer<Int32>,
        at sumsStart: Int = 0
    ) {
        guard individuals > 0 else { return }
        unsafe table.pointee.accumulate(
            bits.pointer(at: start, (individuals - 1) * stride + words),
            stride,
            utilities.pointer(at: first, individuals),
            Int32(individuals),
            words,
            sums.pointer(at: sumsStart, words * 64)
        )
    }

    /// Sets `probabilities[j]` to the sigmoid of `logits[j]`, and `thresholds[j]` to 65536 times that, rounded, within
    /// `1 ... 65535`.
    package func probabilities(
        ofLogits logits: Buffer<Double>,
        _ range: Range<Int>,
        into probabilities: Buffer<Double>,
        thresholds: Buffer<UInt16>
    ) {
        unsafe table.pointee.probabilities(
            logits.pointer(at: range.lowerBound, range.count),
            range.count,
            probabilities.pointer(at: range.lowerBound, range.count),
            thresholds.pointer(at: range.lowerBound, range.count)
        )
    }

    /// Sets `gradient[j]` to `scale * sums[j] - total * p[j]`, divided by `p[j] (1 - p[j]) + epsilon` unless `epsilon`
    /// is nil. `sums` and `gradient` have shape `[range.count]`, `probabilities` is the whole distribution's.
    package func bernoulliGradient(
        sums: Buffer<Int32>,
        probabilities: Buffer<Double>,
        range: Range<Int>,
        scale: Double,
        total: Double,
        epsilon: Double?,
        into gradient: Buffer<Double>
    ) {
        unsafe table.pointee.bernoulli_gradient(
            sums.pointer(at: 0, range.count),
            probabilities.pointer(at: range.lowerBound, range.count),
            range.count,
            scale,
            total,
            epsilon == nil ? 0 : 1,
            epsilon ?? 0,
            gradient.pointer(at: 0, range.count)
        )
    }

    /// The summed entropy of the independent bits of a range, in bits.
    package func entropy(ofProbabilities probabilities: Buffer<Double>, _ range: Range<Int>) -> Double {
        unsafe table.pointee.entropy(probabilities.pointer(at: range.lowerBound, range.count), range.count)
    }
}
