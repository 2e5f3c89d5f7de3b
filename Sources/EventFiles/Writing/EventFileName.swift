import Records

/// The names of event files: `events.out.tfevents.<seconds since 1970>.<host>.<process>.<counter>`.
///
/// TensorBoard reads every file with "tfevents" in its name, in the order of the names.
enum EventFileName {
    static func isEventFile(_ name: String) -> Bool {
        name.contains("tfevents") && !name.hasSuffix(".profile-empty")
    }

    /// A name that comes after all of `names`, the files of the folder, even if the clock was set back since.
    /// - Parameter now: Seconds since 1970.
    static func next(after names: [String], now: Double, host: String, process: Int32, counter: Int) -> String {
        let newest = names.compactMap(seconds).max() ?? -1
        let seconds = String(max(Int(now), newest + 1))
        let padding = String(repeating: "0", count: max(0, 10 - seconds.count))
        let cleanHost = String(host.map { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" ? $0 : "_" })
        return "\(start)\(padding)\(seconds).\(cleanHost).\(process).\(counter)"
    }

    private static let start = "events.out.tfevents."

    /// The time in a name. More digits than a time has in the next centuries are not one: it must not overflow.
    private static func seconds(in name: String) -> Int? {
        guard name.hasPrefix(start) else { return nil }
        let digits = name.dropFirst(start.count).prefix { $0 != "." }
        return digits.count <= 10 ? Int(digits) : nil
    }
}
