/// Looks at a process's calls of native environments from time to time, and tells one that goes on for too long. What is
/// counted are looks: a process that is suspended with this one is not late.
struct CallWatch {
    private let limit: Duration
    /// How long to wait for an answer before the next look.
    let look: Duration
    private var call: UInt64 = 0
    private var waited = Duration.zero

    init(limit: Duration) {
        self.limit = limit
        look = min(max(limit / 4, .milliseconds(5)), .milliseconds(250))
    }

    /// - Parameter count: Of calls that began or ended; odd while one goes on.
    mutating func isTooLong(_ count: UInt64) -> Bool {
        if count != call || count.isMultiple(of: 2) { waited = .zero } else { waited += look }
        call = count
        return waited >= limit
    }
}
