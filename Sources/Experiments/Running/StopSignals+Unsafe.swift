// Invariants:
// 1. The handler does nothing but read and exchange atomics that exist before the handler is installed, write a constant
//    text, and raise a signal: all are allowed in a handler.
// 2. Structures and sets of signals are ours and live through the calls that read them.

import Glibc
import Synchronization

/// Ctrl-C and SIGTERM as a request: the run finishes its generation, saves, and then dies of the signal.
///
/// A second signal ends the process at once.
package enum StopSignals {
    private static let received = Atomic<Int32>(0)
    private static let isAnnounced = Atomic(false)

    /// Begins to listen.
    /// - Parameter announces: Whether the first signal is answered on standard error.
    package static func install(announces: Bool) {
        _ = received.load(ordering: .relaxed)
        isAnnounced.store(announces, ordering: .relaxed)
        for signal in [SIGINT, SIGTERM] {
            var action = sigaction()
            // The signal's own handler is the system's again by now (SA_RESETHAND): raised, it ends the process.
            unsafe action.__sigaction_handler.sa_handler = { signal in
                if StopSignals.received.exchange(signal, ordering: .relaxed) != 0 { raise(signal) }
                guard StopSignals.isAnnounced.load(ordering: .relaxed) else { return }
                let notice: StaticString = "\nstopping after this generation; once more ends the program at once\n"
                _ = unsafe write(STDERR_FILENO, notice.utf8Start, notice.utf8CodeUnitCount)
            }
            action.sa_flags = SA_RESTART | Int32(truncatingIfNeeded: SA_RESETHAND)
            _ = unsafe sigaction(signal, &action, nil)
        }
        // Whoever started this process may have had them blocked.
        var signals = sigset_t()
        unsafe sigemptyset(&signals)
        for signal in [SIGINT, SIGTERM] { unsafe sigaddset(&signals, signal) }
        unsafe pthread_sigmask(SIG_UNBLOCK, &signals, nil)
    }

    /// Whether a signal came.
    package static var wasAsked: Bool { received.load(ordering: .relaxed) != 0 }

    /// Dies of the signal that came, so that a shell's loop ends too; returns if none came.
    package static func dieOfSignal() {
        let number = received.load(ordering: .relaxed)
        guard number != 0 else { return }
        _ = signal(number, SIG_DFL)
        raise(number)
    }
}
