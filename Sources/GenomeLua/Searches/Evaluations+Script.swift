import LuaHost
import Search

extension Evaluations {
    /// What a script tells a native search: for each individual of its last `ask` a number, or a table with fitness,
    /// behavior, objectives and steps, as the engine tells a search of the script.
    /// - Parameter needsSteps: Whether the search cannot do without steps.
    convenience init(told call: LuaCall, count: Int, needsSteps: Bool) throws(LuaError) {
        guard case .table(let table) = call[1], let list = table.list, list.count == count else {
            throw call.error("tell: evaluations must be a list of \(count), one for each recipe of ask, got \(call[1])")
        }
        self.init(individuals: count, episodes: 1)
        var (behaviors, objectives): ([[Double]], [[Double]]) = ([], [])
        for (index, value) in list.enumerated() {
            var fitness = value.number
            if case .table(let fields) = value {
                fitness = fields["fitness"].number
                if let behavior = Self.numbers(fields["behavior"]) { behaviors.append(behavior) }
                if let further = Self.numbers(fields["objectives"]) { objectives.append(further) }
                if case .integer(let steps) = fields["steps"] { lengths[index] = Int32(clamping: max(steps, 0)) }
            }
            guard let fitness, fitness.isFinite else {
                throw call.error(
                    "tell: evaluation \(index + 1) must be a finite number or have one as fitness, got \(value)")
            }
            returns[index] = fitness
        }
        guard timesteps > 0 || !needsSteps else {
            throw call.error("tell: a search that counts timesteps needs steps in evaluations, as tell is given them")
        }
        guard Self.areAlike(behaviors, count) else {
            throw call.error("tell: all evaluations must have a behavior of the same length, or none")
        }
        guard Self.areAlike(objectives, count) else {
            throw call.error("tell: all evaluations must have as many objectives, or none")
        }
        (self.behaviors, self.objectives) = (behaviors, objectives)
    }

    private static func numbers(_ value: LuaValue) -> [Double]? {
        guard case .table(let table) = value else { return nil }
        return table.entries.compactMap(\.value.number)
    }

    /// Whether there are rows of one length for all individuals, or none.
    private static func areAlike(_ rows: [[Double]], _ count: Int) -> Bool {
        rows.isEmpty || rows.count == count && rows.allSatisfy { $0.count == rows[0].count }
    }
}
