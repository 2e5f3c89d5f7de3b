/// A sum as long reductions make it: 16 partial sums in turn, then a tree that adds the upper half to the lower.
func longSum(_ values: [Double]) -> Double {
    var partial = [Double](repeating: 0, count: 16)
    for (position, value) in values.enumerated() { partial[position % 16] += value }
    while partial.count > 1 {
        let half = partial.count / 2
        partial = (0..<half).map { partial[$0] + partial[$0 + half] }
    }
    return partial[0]
}
