/// Sums in order of position.
extension [Double] {
    var mean: Double { reduce(0, +) / Double(count) }

    /// The standard deviation.
    var deviation: Double {
        let mean = mean
        return (reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(count)).squareRoot()
    }
}
