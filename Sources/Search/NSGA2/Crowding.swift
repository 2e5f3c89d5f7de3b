extension ObjectiveTable {
    /// How much room each individual of a front has: for each objective, how far its neighbors on either side are apart,
    /// as a share of the front's range. The highest and the lowest of an objective have room without end.
    ///
    /// Deviation from the paper: an objective in which all are alike has neither highest nor lowest.
    /// - SeeAlso: Deb et al. 2002, section III-B, <https://doi.org/10.1109/4235.996017>.
    func crowdingDistances(of front: [Int]) -> [Double] {
        var distances = [Double](repeating: 0, count: front.count)
        for objective in 0..<width {
            // Halves: the difference of large numbers may have no number.
            let halves = front.map { self[$0, objective] / 2 }
            let order = halves.indices.sorted { (halves[$0], $0) < (halves[$1], $1) }
            guard let lowest = order.first, let highest = order.last else { continue }
            let range = halves[highest] - halves[lowest]
            guard range > 0 else { continue }
            (distances[lowest], distances[highest]) = (.infinity, .infinity)
            for place in order.indices.dropFirst().dropLast() {
                distances[order[place]] += (halves[order[place + 1]] - halves[order[place - 1]]) / range
            }
        }
        return distances
    }

    /// All individuals, the best first: by fronts, and within a front those with more room before others; of equal ones
    /// the first.
    /// - Returns: Their order, and how many are of the first front.
    func crowdedOrder() -> (order: [Int], front: Int) {
        let fronts = fronts()
        let order = fronts.flatMap { front in
            crowdingDistances(of: front).descendingOrder.map { front[$0] }
        }
        return (order, fronts.first?.count ?? 0)
    }
}
