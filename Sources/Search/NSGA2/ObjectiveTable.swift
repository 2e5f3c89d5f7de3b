/// What individuals are rated by: several numbers each, of which every one should be high.
struct ObjectiveTable: Sendable, Equatable {
    /// Objectives of an individual.
    let width: Int
    /// Individual by individual.
    let values: [Double]

    /// - Parameter rows: Those of each individual, as many for all.
    init(_ rows: [[Double]]) {
        width = rows.first?.count ?? 0
        values = rows.flatMap(\.self)
    }

    var count: Int { width == 0 ? 0 : values.count / width }

    subscript(individual: Int, objective: Int) -> Double { values[individual * width + objective] }

    subscript(individual: Int) -> [Double] { Array(values[individual * width..<(individual + 1) * width]) }

    /// Whether an individual is better than another in some objective, and worse in none.
    func dominates(_ first: Int, _ second: Int) -> Bool {
        var isBetter = false
        for objective in 0..<width {
            let (mine, its) = (self[first, objective], self[second, objective])
            if mine < its { return false }
            isBetter = isBetter || mine > its
        }
        return isBetter
    }
}
