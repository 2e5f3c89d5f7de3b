extension ObjectiveTable {
    /// Individuals by fronts: the first is dominated by none, each other one by someone of the front before it.
    ///
    /// The fronts are those of Deb's fast nondominated sort. They are found without its lists of who dominates whom:
    /// in order of their objectives, each individual joins the first front of which none dominates it.
    /// - Complexity: O(*m* *n* ²) for *n* individuals and *m* objectives, as a rule far less.
    /// - SeeAlso: Deb et al. 2002, section III-A, <https://doi.org/10.1109/4235.996017>; Zhang et al. 2015, "An efficient
    ///   approach to nondominated sorting for evolutionary multiobjective optimization",
    ///   <https://doi.org/10.1109/TEVC.2014.2308305>.
    func fronts() -> [[Int]] {
        var fronts: [[Int]] = []
        // Who dominates another comes before it.
        for individual in (0..<count).sorted(by: precedes) {
            // Dominated by someone of a front, it is by someone of each front before that too.
            var (low, high) = (0, fronts.count)
            while low < high {
                let middle = (low + high) / 2
                let isDominated = fronts[middle].reversed().contains { dominates($0, individual) }
                (low, high) = isDominated ? (middle + 1, high) : (low, middle)
            }
            if low == fronts.count { fronts.append([]) }
            fronts[low].append(individual)
        }
        return fronts.map { $0.sorted() }
    }

    /// The order of objectives from the first to the last, the higher before; of equal individuals the first.
    private func precedes(_ first: Int, _ second: Int) -> Bool {
        for objective in 0..<width where self[first, objective] != self[second, objective] {
            return self[first, objective] > self[second, objective]
        }
        return first < second
    }
}
