import LuaHost
import Search

extension Evaluations {
    /// What a script tells a native search: for each individual of its last `ask` a number, or a table with fitness and
    /// behavior, as the engine tells a search of the script.
    convenience init(told call: LuaCall, count: Int) throws(LuaError) {
        guard case .table(let table) = call[1], let list = table.list, list.count == count else {
            throw call.error("tell: evaluations must be a list of \(count), one for each recipe of ask, got \(call[1])")
        }
        self.init(individuals: count, episodes: 1)
        var behaviors: [[Double]] = []
        for (index, value) in list.enumerated() {
            var fitness = value.number
            if case .table(let fields) = value {
                fitness = fields["fitness"].number
                if case .table(let behavior) = fields["behavior"] {
                    behaviors.append(behavior.entries.compactMap(\.value.number))
                }
            }
            guard let fitness, fitness.isFinite else {
                throw call.error(
                    "tell: evaluation \(index + 1) must be a finite number or have one as fitness, got \(value)")
            }
            returns[index] = fitness
        }
        guard !behaviors.isEmpty else { return }
        guard behaviors.count == count, behaviors.allSatisfy({ $0.count == behaviors[0].count }) else {
            throw call.error("tell: all evaluations must have a behavior of the same length, or none")
        }
        self.behaviors = behaviors
    }
}
