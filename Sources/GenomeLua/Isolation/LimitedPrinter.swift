import Experiments
import Synchronization

/// Prints to standard error what processes print, up to so many lines of all of them.
final class LimitedPrinter: Sendable {
    private static let mostLines = 1000
    private let lines = Mutex(0)

    /// - Parameter line: As `ProcessOutput` hands it on.
    func print(_ line: String) {
        let number = lines.withLock { lines in
            lines += 1
            return lines
        }
        if number < Self.mostLines { Console.error(line) }
        if number == Self.mostLines { Console.error("workers print more, which is not shown") }
    }
}
