import LuaHost

/// Numbers that the main state sets between generations and every worker reads: `genome.shared { difficulty = 0 }`.
///
/// Each state has its own copy with the same names; `values` of the main one is what a run sends and saves.
package final class SharedValues {
    /// Sorted by their bytes.
    package let names: [String]
    /// In the order of `names`.
    package private(set) var values: [Double]
    /// Whether the script may assign now: in the main state's callbacks only.
    package var acceptsAssignment = false

    init(_ initial: [(name: String, value: Double)]) {
        let sorted = initial.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
        names = sorted.map(\.name)
        values = sorted.map(\.value)
    }

    /// Takes the values of the main state, or of a checkpoint.
    /// - Precondition: As many as there are names.
    package func replaceValues(_ new: [Double]) {
        precondition(new.count == names.count, "\(new.count) shared values for \(names.count) names")
        values = new
    }

    package subscript(name: String) -> Double? {
        names.firstIndex(of: name).map { values[$0] }
    }

    /// `shared.difficulty`: arguments are the handle and the key.
    func read(_ call: LuaCall) throws(LuaError) -> [LuaValue] {
        [.number(values[try index(call)])]
    }

    /// `shared.difficulty = 2`: arguments are the handle, the key and the value.
    func write(_ call: LuaCall) throws(LuaError) {
        let index = try index(call)
        guard acceptsAssignment else {
            throw call.error("shared: \(names[index]) can be set by callbacks and searches of the main script only")
        }
        values[index] = try SharedValues.number(call[2], name: names[index], call)
    }

    private func index(_ call: LuaCall) throws(LuaError) -> Int {
        guard let key = call[1].text else { throw call.error("shared: unknown name \(call[1])") }
        guard let index = names.firstIndex(of: key) else {
            throw call.error("shared: unknown name '\(key)'\(NearestName.hint(for: key, among: names))")
        }
        return index
    }

    static func number(_ value: LuaValue, name: String, _ call: LuaCall) throws(LuaError) -> Double {
        guard let number = value.number, number.isFinite else {
            throw call.error("shared: \(name) must be a finite number, got \(value)")
        }
        return number
    }
}
