/// A function or a class of a script, kept alive in its state until the last copy of this is gone.
///
/// Like its state it belongs to one thread.
package final class LuaReference: Equatable {
    let number: Int64
    package let isFunction: Bool
    private weak var state: LuaState?

    init(number: Int64, isFunction: Bool, state: LuaState) {
        self.number = number
        self.isFunction = isFunction
        self.state = state
    }

    deinit {
        state?.released.append(number)
    }

    func belongs(to other: LuaState) -> Bool {
        state === other
    }

    package static func == (first: LuaReference, second: LuaReference) -> Bool {
        first === second
    }
}
