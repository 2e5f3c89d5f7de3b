/// Shaped fitness as integers times a scale, so that sums of utilities are exact.
///
/// Exact sums have no order: an update is the same for any number of threads, any vector width and any split of the
/// population. Ranks are integers by nature. Other utilities are rounded to a fixed point whose unit is a power of two,
/// as small as lets every sum fit 32 bits: about 2^-31 of the sum of their magnitudes, far finer than float32 sums.
package struct Utilities: Sendable, Equatable {
    /// One an individual. The positive ones and the negative ones each sum to less than 2^31 in magnitude.
    package let integers: [Int32]
    /// What one unit of `integers` is worth.
    package let scale: Double

    /// The utilities as numbers, not rounded: for what is summed in order of individual anyway.
    package let values: [Double]

    /// The sum of the utilities, exact but for one rounding.
    package var total: Double { Double(integers.reduce(0) { $0 + Int64($1) }) * scale }

    /// Nil if sums might leave the range of 32-bit integers.
    init?(integers: [Int], scale: Double) {
        let positive = integers.reduce(0) { $0 + max($1, 0) }
        let negative = integers.reduce(0) { $0 - min($1, 0) }
        guard max(positive, negative) <= Int(Int32.max) else { return nil }
        self.integers = integers.map { Int32($0) }
        self.scale = scale
        values = integers.map { Double($0) * scale }
    }

    /// Rounds numbers to the finest power of two that keeps their sums within 32 bits, but none finer than 2^-1022.
    /// - Parameter values: Each finite.
    init(fixedPointOf values: [Double]) {
        self.values = values
        guard let magnitude = values.lazy.map(\.magnitude).max(), magnitude > 0 else {
            integers = values.map { _ in 0 }
            scale = 1
            return
        }
        // Brought near 1 before they are summed: the sum of finite numbers may not be finite.
        let exponent = Int(magnitude.exponent)
        let scaled = values.map { Double(sign: .plus, exponent: -exponent, significand: $0) }
        let largest = max(scaled.reduce(0) { $0 + max($1, 0) }, scaled.reduce(0) { $0 - min($1, 0) })
        // Rounding adds at most half a unit for each value.
        let room = Double(Int32.max) - Double(values.count)
        let shift = min(Int((room / largest).exponent), 1022 + exponent)
        integers = scaled.map { Int32(Double(sign: .plus, exponent: shift, significand: $0).rounded(.toNearestOrEven)) }
        scale = Double(sign: .plus, exponent: exponent - shift, significand: 1)
    }
}
