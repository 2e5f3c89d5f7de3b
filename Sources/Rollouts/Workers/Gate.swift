import Dispatch
import Glibc
import Synchronization

/// Lets one thread wait for another.
///
/// What it waits for is mostly less than a millisecond away, and to be woken takes long: it watches for a while before it
/// sleeps, and lets other threads go first meanwhile.
final class Gate: Sendable {
    private enum State {
        static let closed = 0
        static let open = 1
        /// Closed, and someone sleeps before it.
        static let guarded = 2
    }

    /// Looks at the gate before sleeping, each about half a microsecond where nobody else wants the processor.
    private static let looks = 1000

    private let state = Atomic(State.closed)
    private let semaphore = DispatchSemaphore(value: 0)

    /// Lets the one who waits, or who comes next, pass.
    func open() {
        if state.exchange(State.open, ordering: .acquiringAndReleasing) == State.guarded { semaphore.signal() }
    }

    /// Waits until the gate is open, passes, and closes it.
    func pass() {
        if !isOpenSoon() {
            let (isAsleep, _) = state.compareExchange(
                expected: State.closed,
                desired: State.guarded,
                ordering: .acquiringAndReleasing
            )
            if isAsleep { semaphore.wait() }
        }
        state.store(State.closed, ordering: .sequentiallyConsistent)
    }

    private func isOpenSoon() -> Bool {
        for _ in 0..<Self.looks {
            if state.load(ordering: .acquiring) == State.open { return true }
            sched_yield()
        }
        return false
    }
}
