/// A wheel of fortune with a sector for each individual.
struct Wheel {
    /// Where each sector ends; sums in order of individual.
    private let ends: [Double]

    /// - Parameter shares: The sectors' sizes, each finite and not negative, not all 0.
    init(_ shares: [Double]) {
        var end = 0.0
        ends = shares.map { share in
            end += share
            return end
        }
    }

    /// Whose sector a turn of the wheel stops at: never one without size.
    /// - Parameter turn: In `0 ..< 1`.
    func individual(at turn: Double) -> Int {
        // Below the last end, as no product of it with a double below 1 is rounded up to it.
        let place = turn * ends[ends.count - 1]
        var (first, count) = (0, ends.count)
        while count > 1 {
            let half = count / 2
            first = ends[first + half - 1] <= place ? first + half : first
            count -= half
        }
        return first
    }
}
