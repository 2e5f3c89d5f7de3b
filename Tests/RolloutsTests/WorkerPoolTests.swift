import Foundation
import Kernels
import Search
import Synchronization
import Testing

@testable import Rollouts

/// What a worker knows: which one it is, and the thread that made it.
private final class Context {
    let worker: Int
    let thread = pthread_self()
    var rounds = 0

    init(_ worker: Int) { self.worker = worker }
}

private struct NoContext: Error, Equatable { let worker: Int }

@Suite struct `A pool of workers` {
    @Test(arguments: 1...8) func `does every piece of work once, in many rounds`(workers: Int) throws {
        let pool = try WorkerPool(count: workers) { Context($0) }
        for round in 0..<200 {
            let count = round % 37
            let done = Buffer<Int>(repeating: 0, count: count)
            pool.forEach(count) { done[$0] += 1 }
            #expect(done.array().allSatisfy { $0 == 1 }, "round \(round)")
        }
    }

    @Test(arguments: 1...8) func `calls every worker once a round, on its own thread with its own context`(
        workers: Int
    ) throws {
        let pool = try WorkerPool(count: workers) { Context($0) }
        #expect(pool.count == workers)
        let calls = Buffer<Int>(repeating: 0, count: workers)
        let strays = Mutex(0)
        for round in 0..<200 {
            try pool.onEachWorker { worker, context in
                calls[worker] += 1
                context.rounds += 1
                let isOwn = context.worker == worker && context.thread == pthread_self() && context.rounds == round + 1
                if !isOwn { strays.withLock { $0 += 1 } }
            }
        }
        #expect(calls.array() == [Int](repeating: 200, count: workers))
        #expect(strays.withLock { $0 } == 0)
    }

    @Test func `makes the contexts in order, the first on the thread that asks`() throws {
        let order = Mutex<[Int]>([])
        let caller = pthread_self()
        let pool = try WorkerPool(count: 5) { worker in
            order.withLock { $0.append(worker) }
            #expect((pthread_self() == caller) == (worker == 0))
            return Context(worker)
        }
        #expect(order.withLock { $0 } == [0, 1, 2, 3, 4])
        #expect(pool.count == 5)
    }

    @Test(arguments: 0..<6) func `is not made if a context is not, and ends its threads`(failing: Int) {
        let made = Mutex(0)
        let error = #expect(throws: NoContext.self) {
            _ = try WorkerPool<Context>(count: 6) { worker in
                if worker == failing { throw NoContext(worker: worker) }
                made.withLock { $0 += 1 }
                return Context(worker)
            }
        }
        #expect(error == NoContext(worker: failing))
        #expect(made.withLock { $0 } == failing)
    }

    @Test func `is made and ended many times`() throws {
        for round in 0..<100 {
            let pool = try WorkerPool(count: 1 + round % 5) { Context($0) }
            let sum = Atomic(0)
            pool.forEach(10) { sum.wrappingAdd($0, ordering: .relaxed) }
            #expect(sum.load(ordering: .relaxed) == 45)
        }
    }

    @Test func `shows the writes of all workers to the one that asked`() throws {
        let pool = try WorkerPool(count: 4) { Context($0) }
        var state = [Int](repeating: 0, count: 64)
        for round in 1...100 {
            let values = Buffer(state)
            pool.forEach(64) { values[$0] += $0 * round }
            state = values.array()
        }
        #expect(state == (0..<64).map { $0 * 5050 })
    }
}

@Suite struct `A work counter` {
    @Test func `hands out each index once, to any number of threads`() throws {
        let pool = try WorkerPool(count: 4) { Context($0) }
        let counter = WorkCounter(10_000)
        let taken = Buffer<Int>(repeating: 0, count: 10_000)
        try pool.onEachWorker { _, _ in
            while let index = counter.take() { taken[index] += 1 }
        }
        #expect(taken.array().allSatisfy { $0 == 1 })
        #expect(counter.take() == nil)
    }

    @Test func `hands out nothing once it is stopped`() {
        let counter = WorkCounter(3)
        #expect(counter.take() == 0)
        counter.stop()
        #expect(counter.take() == nil)
        #expect(counter.count == 3)
        #expect(WorkCounter(0).take() == nil)
    }
}
