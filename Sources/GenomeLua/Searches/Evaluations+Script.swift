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
        self.init(individuals: count, episodes: 1, forgivesFailures: true)
        for (index, value) in list.enumerated() {
            var fitness = value.number
            if case .table(let fields) = value {
                fitness = fields["fitness"].number
                if case .integer(let steps) = fields["steps"] { lengths[index] = Int32(clamping: max(steps, 0)) }
                if fields["failed"] == .boolean(true) { failures?[index] = 1 }
            }
            guard let fitness, fitness.isFinite else {
                throw call.error(
                    "tell: evaluation \(index + 1) must be a finite number or have one as fitness, got \(value)")
            }
            returns[index] = fitness
        }
        lowestBefore = returns.array().reduce(.infinity, min)
        guard timesteps > 0 || !needsSteps else {
            throw call.error("tell: a search that counts timesteps needs steps in evaluations, as tell is given them")
        }
        guard let behaviors = rows("behavior", of: list) else {
            throw call.error("tell: all evaluations must have a behavior of the same length, or none")
        }
        guard let objectives = rows("objectives", of: list) else {
            throw call.error("tell: all evaluations must have as many objectives, or none")
        }
        (self.behaviors, self.objectives) = (behaviors, objectives)
    }

    /// The numbers that each evaluation has by a name; none for one that failed, and no rows where none has any.
    /// - Returns: Nil if they are not alike.
    private func rows(_ name: String, of list: [LuaValue]) -> [[Double]]? {
        let rows = list.map { value -> [Double] in
            guard case .table(let fields) = value, case .table(let row) = fields[name] else { return [] }
            return row.entries.compactMap(\.value.number)
        }
        guard let size = rows.first(where: { !$0.isEmpty })?.count else { return [] }
        let areAlike = rows.indices.allSatisfy { rows[$0].count == size || rows[$0].isEmpty && hasFailed($0) }
        return areAlike ? rows : nil
    }
}
