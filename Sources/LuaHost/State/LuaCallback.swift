/// What a call of a script is for, and how long it may take.
package struct LuaCallback: Hashable, Sendable {
    /// As messages show it: `step`, `on_generation`.
    package let name: String
    /// Nil: as long as it likes. Time in functions of the host does not count.
    package let limit: Duration?

    /// - Parameter limit: At least a millisecond.
    package init(name: String, limit: Duration?) {
        self.name = name
        self.limit = limit
    }

    /// 0 for no limit.
    var milliseconds: UInt32 {
        guard let limit else { return 0 }
        return UInt32(clamping: max(Int(limit / .milliseconds(1)), 1))
    }

    /// `10 s`, `0.5 s`.
    var limitText: String {
        let seconds = Double(milliseconds) / 1000
        return seconds == seconds.rounded() ? "\(Int(seconds)) s" : "\(seconds) s"
    }
}
