// Invariants:
// 1. The handler that C gets captures nothing; what it does stands in `action`, behind a lock.
// 2. `callback` points into a state that the watchdog holds locked while it calls.
import CLuaSupport
import Synchronization

private let action = Mutex<(@Sendable (LuaCallback) -> Void)?>(nil)

/// What happens when a script calls a function of C that does not return, such as a pattern that blows up: nothing
/// inside the process can stop it.
package enum LuaWatchdog {
    /// - Parameter body: Called on the watchdog's thread once a callback has not ended by twice its limit and a second;
    ///   again every few milliseconds if it returns.
    package static func whenHung(_ body: @escaping @Sendable (LuaCallback) -> Void) {
        action.withLock { $0 = body }
        unsafe cls_set_hang_handler { callback, milliseconds in
            guard let callback = unsafe callback else { return }
            let hung = unsafe LuaCallback(
                name: String(cString: callback), limit: .milliseconds(Int(milliseconds)))
            let body = action.withLock { $0 }
            body?(hung)
        }
    }
}
