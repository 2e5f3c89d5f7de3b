// Invariants:
// 1. The thread owns the reference to its mailbox that `Unmanaged.passRetained` made, and releases it as it begins; if
//    it never began, `init` does.
// 2. `pthread_t` is joined exactly once, in `deinit`, after the mailbox was told to end.

import Glibc
import Synchronization

/// A thread that runs one closure after another.
@safe final class WorkerThread: Sendable {
    /// What the owner and the thread share.
    private final class Mailbox: Sendable {
        let work = Mutex<(@Sendable () throws -> Void)?>(nil)
        let failure = Mutex<(any Error)?>(nil)
        let begin = Gate()
        let done = Gate()

        func run() {
            while true {
                begin.pass()
                guard let work = work.withLock({ $0.take() }) else { return }
                do { try work() } catch { failure.withLock { $0 = error } }
                done.open()
            }
        }
    }

    private let mailbox = Mailbox()
    private let thread: pthread_t

    /// Nil if the system starts no more threads.
    init?() {
        let argument = unsafe Unmanaged.passRetained(mailbox).toOpaque()
        var thread = pthread_t()
        let status = unsafe pthread_create(
            &thread,
            nil,
            { argument in
                unsafe Unmanaged<Mailbox>.fromOpaque(argument!).takeRetainedValue().run()
                return nil
            },
            argument
        )
        guard status == 0 else {
            unsafe Unmanaged<Mailbox>.fromOpaque(argument).release()
            return nil
        }
        self.thread = thread
    }

    deinit {
        mailbox.begin.open()
        pthread_join(thread, nil)
    }

    /// Begins a piece of work; `wait` must follow before the next.
    func start(_ work: @escaping @Sendable () throws -> Void) {
        mailbox.work.withLock { $0 = work }
        mailbox.begin.open()
    }

    /// Returns when the work that was started is done: nil, or what it threw.
    func wait() -> (any Error)? {
        mailbox.done.pass()
        return mailbox.failure.withLock { $0.take() }
    }
}
