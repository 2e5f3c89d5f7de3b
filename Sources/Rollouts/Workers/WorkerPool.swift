import Environments
import Search
import Synchronization

/// A fixed number of workers, each with a context of its own, that take part in every piece of work.
///
/// The first worker is the thread that asks; the others are threads that last as long as the pool. Nothing is locked
/// while work goes on: workers take indices from one counter.
package final class WorkerPool<Context>: Parallel {
    private let confined: [Confined<Context>]
    private let threads: [WorkerThread]

    package var count: Int { confined.count }

    /// Those of all workers; to be read while none works.
    var contexts: [Context] { confined.map(\.value) }

    /// - Parameters:
    ///   - count: Workers, at least 1.
    ///   - makeContext: Called once by each worker on its own thread, in order of worker, counted from 0.
    /// - Throws: `WorkerPoolError`, or what `makeContext` threw.
    package init(count: Int, makeContext: @escaping @Sendable (Int) throws -> Context) throws {
        precondition(count >= 1, "\(count) workers")
        threads = try (1..<count).map { _ in
            guard let thread = WorkerThread() else { throw WorkerPoolError.tooManyThreads(count) }
            return thread
        }
        var contexts = [Confined(try makeContext(0))]
        for (index, thread) in zip(1..., threads) {
            let made = Mutex<Confined<Context>?>(nil)
            thread.start {
                let context = Confined(try makeContext(index))
                made.withLock { $0 = context }
            }
            if let failure = thread.wait() { throw failure }
            contexts.append(made.withLock { $0! })
        }
        confined = contexts
    }

    /// Calls `body` once on each worker, with the worker's number and context, and waits for all.
    /// - Throws: What `body` threw; of several errors, that of the lowest worker, before those that only follow from
    ///   another's.
    package func onEachWorker(_ body: @escaping @Sendable (Int, Context) throws -> Void) throws {
        if let failure = firstFailure(body) { throw failure }
    }

    private func firstFailure(_ body: @escaping @Sendable (Int, Context) throws -> Void) -> (any Error)? {
        for (index, thread) in zip(1..., threads) {
            let context = confined[index]
            thread.start { try body(index, context.value) }
        }
        var failures: [any Error] = []
        do { try body(0, confined[0].value) } catch { failures.append(error) }
        for thread in threads { if let failure = thread.wait() { failures.append(failure) } }
        return failures.first { ($0 as? LostWorker)?.isOthers != true } ?? failures.first
    }

    package func forEach(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) {
        guard count > 1 && !threads.isEmpty else { return (0..<count).forEach(body) }
        let counter = WorkCounter(count)
        _ = firstFailure { _, _ in
            while let index = counter.take() { body(index) }
        }
    }
}

package enum WorkerPoolError: Error, Equatable, CustomStringConvertible {
    /// The system would not start them.
    case tooManyThreads(Int)

    package var description: String {
        switch self {
        case .tooManyThreads(let count): "the system does not start \(count) threads; ask for fewer with --threads"
        }
    }
}

/// A value that only one worker's thread touches, though others pass it on.
private struct Confined<Value>: @unchecked Sendable {
    let value: Value
    init(_ value: Value) { self.value = value }
}
