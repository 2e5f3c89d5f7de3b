import Dispatch
import Search
import TestSupport

/// Runs the pieces of work one after the other, in an order of its own.
struct ShuffledExecutor: Parallel {
    var seed: UInt64

    func forEach(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) {
        var random = SplitMix64(seed: seed)
        for index in (0..<count).shuffled(using: &random) { body(index) }
    }
}

/// Runs the pieces of work on several threads at once.
struct ThreadedExecutor: Parallel {
    func forEach(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) {
        DispatchQueue.concurrentPerform(iterations: count, execute: body)
    }
}
