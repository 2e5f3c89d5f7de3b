/// What the system refused.
package enum ProcessError: Error, Equatable, CustomStringConvertible {
    case notStarted(path: String, reason: String)
    case noDescriptors(reason: String)
    case noMemory(bytes: Int, reason: String)
    /// The other end of a stream is closed: its process has ended, or is about to.
    case closed
    /// Nothing came in time.
    case late
    case broken(reason: String)
    /// This process cannot be confined.
    case notConfined(reason: String)

    package var description: String {
        switch self {
        case .notStarted(let path, let reason): "\(path) cannot be started: \(reason)"
        case .noDescriptors(let reason): "the system gives no more descriptors: \(reason)"
        case .noMemory(let bytes, let reason): "there is no shared memory of \(bytes) bytes: \(reason)"
        case .closed: "the connection is closed"
        case .late: "there is no answer"
        case .broken(let reason): "the connection is broken: \(reason)"
        case .notConfined(let reason): "this system cannot confine a process: \(reason)"
        }
    }
}
