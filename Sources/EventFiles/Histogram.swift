/// How values are spread, in the form that TensorBoard's histogram dashboard shows.
package struct Histogram: Equatable, Sendable {
    /// How many of the values lie from `left` up to `right`; `right` itself belongs to the next bucket, in the last
    /// bucket to this one.
    package struct Bucket: Equatable, Sendable {
        package let left: Double
        package let right: Double
        package let count: Double

        package init(left: Double, right: Double, count: Double) {
            self.left = left
            self.right = right
            self.count = count
        }
    }

    /// From the smallest values to the largest; empty if there were no finite values.
    package let buckets: [Bucket]
    /// How many values were NaN or infinite; they are in no bucket, and event files do not hold this number.
    package let nonFiniteCount: Int

    /// A histogram that was made elsewhere: from left to right, without gaps.
    package init(buckets: [Bucket]) {
        self.buckets = buckets
        nonFiniteCount = 0
    }

    /// Spreads `values` over buckets of equal width from the smallest finite value to the largest. If all finite
    /// values are equal, every edge is that value and the last bucket holds all.
    /// - Parameter bucketCount: TensorBoard's default is 30.
    /// - Complexity: O(*n*) in the number of values.
    /// - SeeAlso: `buckets` in TensorBoard's `tensorboard/plugins/histogram/summary_v2.py`.
    package init(_ values: [Double], bucketCount: Int = 30) {
        self.init(count: values.count, bucketCount: bucketCount) { values[$0] }
    }

    /// The same of `count` values that are asked for twice, each by its place, so that no copy of them is needed.
    package init(count: Int, bucketCount: Int = 30, value: (Int) -> Double) {
        precondition(bucketCount >= 1, "a histogram needs at least one bucket")
        var (low, high, finiteCount) = (Double.infinity, -Double.infinity, 0)
        for place in 0..<count {
            let value = value(place)
            guard value.isFinite else { continue }
            (low, high) = (min(low, value), max(high, value))
            finiteCount += 1
        }
        nonFiniteCount = count - finiteCount
        guard finiteCount > 0 else {
            buckets = []
            return
        }
        let (least, greatest) = (low, high)
        var counts = [Double](repeating: 0, count: bucketCount)
        // Halves: the distance between the largest numbers is infinite.
        let halfRange = greatest / 2 - least / 2
        if halfRange > 0 {
            for place in 0..<count {
                let value = value(place)
                guard value.isFinite else { continue }
                let position = (value / 2 - least / 2) / halfRange * Double(bucketCount)
                counts[min(Int(position), bucketCount - 1)] += 1
            }
        } else {
            counts[bucketCount - 1] = Double(finiteCount)
        }
        func edge(_ index: Int) -> Double {
            let half = halfRange * (Double(index) / Double(bucketCount))
            return index == bucketCount ? greatest : least + half + half
        }
        buckets = counts.indices.map { Bucket(left: edge($0), right: edge($0 + 1), count: counts[$0]) }
    }

    /// The same of values in single precision.
    package init(_ values: [Float], bucketCount: Int = 30) {
        self.init(values.map(Double.init), bucketCount: bucketCount)
    }
}
