import Experiments
import Glibc

/// Says on a terminal what is being measured.
struct BenchmarkProgress {
    let count: Int
    private var number = 0
    private let isTerminal = isatty(STDERR_FILENO) == 1

    /// - Parameter count: Benchmarks in all.
    init(count: Int) { self.count = count }

    mutating func begin(_ name: String) {
        number += 1
        if isTerminal { Console.write("\r\(number) of \(count): \(name) …\u{1b}[K", toStandardError: true) }
    }

    /// Clears the line.
    func end() {
        if isTerminal { Console.write("\r\u{1b}[K", toStandardError: true) }
    }
}
