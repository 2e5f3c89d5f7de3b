import EventFiles
import TestSupport
import Testing

@Suite struct Histograms {
    @Test func `spread values over buckets of equal width, the last one closed`() {
        let histogram = Histogram([0.0, 0.5, 1, 1.5, 2, 3, 4], bucketCount: 4)
        #expect(
            histogram.buckets == [
                .init(left: 0, right: 1, count: 2), .init(left: 1, right: 2, count: 2),
                .init(left: 2, right: 3, count: 1),
                .init(left: 3, right: 4, count: 2),
            ])
    }

    @Test func `of equal values have them all in the last bucket`() {
        let histogram = Histogram([0.5, 0.5, 0.5] as [Float])
        #expect(histogram.buckets.count == 30)
        #expect(histogram.buckets.allSatisfy { $0.left == 0.5 && $0.right == 0.5 })
        #expect(histogram.buckets.map(\.count) == [Double](repeating: 0, count: 29) + [3])
    }

    @Test func `of no values are empty`() {
        #expect(Histogram([] as [Double]).buckets.isEmpty)
        #expect(Histogram([Double.nan, .infinity]).buckets.isEmpty)
        #expect(Histogram([Double.nan, .infinity]).nonFiniteCount == 2)
    }

    @Test func `count values that are not finite apart`() {
        let histogram = Histogram([1.0, .nan, 2, .infinity, -.infinity])
        #expect(histogram.nonFiniteCount == 3)
        #expect(histogram.buckets.first?.left == 1 && histogram.buckets.last?.right == 2)
        #expect(histogram.buckets.map(\.count).reduce(0, +) == 2)
    }

    @Test(arguments: [
        [-Double.greatestFiniteMagnitude, 0, .greatestFiniteMagnitude],
        [0, Double.leastNonzeroMagnitude],
        [1, 1.0.nextUp],
        [-3, 1, 5].map { $0 * Double.leastNonzeroMagnitude },
    ]) func `of extreme values have finite, ordered edges`(values: [Double]) {
        let buckets = Histogram(values).buckets
        #expect(buckets.map(\.count).reduce(0, +) == Double(values.count))
        #expect(buckets.first?.left == values.min() && buckets.last?.right == values.max())
        for (bucket, next) in zip(buckets, buckets.dropFirst()) {
            #expect(bucket.left.isFinite && bucket.left <= bucket.right && bucket.right == next.left)
        }
    }

    @Test(arguments: 0..<200 as Range<UInt64>) func `have each value between the edges of its bucket`(seed: UInt64) {
        var random = ByteFuzzer(seed: seed)
        // Multiples of the width of a bucket: a value on an edge belongs to the right of it.
        let values = [0, 480] + (0..<random.below(100)).map { _ in Double(random.below(481)) }
        let buckets = Histogram(values).buckets
        let expected = (0..<30).map { (index: Int) -> Int in
            let left = Double(16 * index)
            let right = index == 29 ? .infinity : left + 16
            return values.count { left <= $0 && $0 < right }
        }
        #expect(buckets.map { Int($0.count) } == expected, "seed \(seed)")
    }
}
