/// A function of a script, kept alive in its state until the last copy of this is gone.
///
/// Like its state it belongs to one thread.
package final class LuaFunction: Equatable {
    let reference: Int64
    private weak var state: LuaState?

    init(reference: Int64, state: LuaState) {
        self.reference = reference
        self.state = state
    }

    deinit {
        state?.released.append(reference)
    }

    func belongs(to other: LuaState) -> Bool {
        state === other
    }

    package static func == (first: LuaFunction, second: LuaFunction) -> Bool {
        first === second
    }
}
