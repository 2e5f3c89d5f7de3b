// Invariants:
// 1. `lanes` have one lane, whose object was made by `init`.
// 2. All calls happen on the thread that the lanes' state belongs to.
import CLuaSupport

/// The object of a search that a script wrote as a class.
@safe package final class LuaSearchObject {
    /// The methods of the class, in their order.
    package enum Method: Int32, CaseIterable, Sendable {
        case start
        case ask
        case tell
        case policy
        case scalars

        package var name: String { "\(self)" }

        fileprivate var staticName: StaticString {
            switch self {
            case .start: "start"
            case .ask: "ask"
            case .tell: "tell"
            case .policy: "policy"
            case .scalars: "scalars"
            }
        }
    }

    private let lanes: LuaLanes
    private let state: LuaState

    /// An object of a class, not yet started.
    /// - Throws: `LuaError` of kind `.memory`.
    package init(_ search: LuaReference, in state: LuaState, stream: LuaStream) throws(LuaError) {
        lanes = try state.openLanes(search, methods: Method.allCases.map(\.name), capacity: 1)
        self.state = state
        try check(unsafe stream.words.withUnsafeBytes { unsafe cls_make_search(lanes.raw, $0.baseAddress) })
    }

    /// Calls a method that the class has.
    /// - Parameter stream: What the search's random numbers go on from.
    /// - Returns: All its results.
    package func call(
        _ method: Method, _ arguments: [LuaValue], stream: LuaStream
    ) throws(LuaError) -> [LuaValue] {
        try leave(arguments)
        let name = unsafe UnsafeRawPointer(method.staticName.utf8Start).assumingMemoryBound(to: CChar.self)
        try check(
            unsafe stream.words.withUnsafeBytes {
                unsafe cls_call_search(lanes.raw, method.rawValue, name, $0.baseAddress)
            })
        return state.results
    }

    /// What the object remembers: a table of its fields, but for what `start` was given.
    package func fields() throws(LuaError) -> LuaValue {
        try check(unsafe cls_read_search(lanes.raw))
        return state.results.first ?? .nil
    }

    /// Gives the object these fields in place of its own.
    package func setFields(_ fields: LuaValue) throws(LuaError) {
        try leave([fields])
        try check(unsafe cls_write_search(lanes.raw))
    }

    /// Where a method that the class has was written.
    package func location(of method: Method) -> LuaLocation? {
        guard unsafe cls_locate_method(lanes.raw, method.rawValue) == CLS_OK else { return nil }
        let results = state.results
        guard results.count == 2, let source = results[0].text, case .integer(let line) = results[1] else { return nil }
        return LuaLocation(source: source, line: Int(line))
    }

    private func leave(_ values: [LuaValue]) throws(LuaError) {
        guard state.leave(state.encode(values)) else {
            throw LuaError("not enough memory to hand values to a script", kind: .memory)
        }
    }

    private func check(_ status: cls_status) throws(LuaError) {
        guard status == CLS_OK else { throw lanes.failure }
    }
}
