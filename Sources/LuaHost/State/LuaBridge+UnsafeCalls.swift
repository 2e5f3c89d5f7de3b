// The only file that touches C's `cls_state`. Invariants:
// 1. `state` is open from `init` to `deinit`; nobody else has the pointer.
// 2. No function of CLuaSupport raises: each reports a status. So no longjmp crosses a frame of this file.
// 3. `context` is the `LuaState` that owns this bridge, unretained: it outlives every call, since calls come from it.
// 4. The outgoing buffer is copied before anything else is called; pointers never leave their closure.
// 5. All calls happen on the thread that the owner belongs to.
import CLuaSupport

/// One state of C, safe to use.
@safe final class LuaBridge {
    /// How a call of Lua ended.
    enum Status {
        case finished
        case failed
        case syntaxError
        case outOfMemory
        case reportFailed

        fileprivate init(_ status: cls_status) {
            switch status {
            case CLS_OK: self = .finished
            case CLS_SYNTAX: self = .syntaxError
            case CLS_MEMORY: self = .outOfMemory
            case CLS_REPORT_FAILED: self = .reportFailed
            default: self = .failed
            }
        }
    }

    /// What the library itself asks of the host, as numbered in CLuaSupport.h.
    enum Request: Int64 {
        case print = -1
        case require = -2
        case missing = -3
        case assign = -4
        case refuse = -5
        case describe = -6
    }

    private let state: OpaquePointer

    /// Nil if the memory limit is too small.
    init?(_ configuration: LuaConfiguration, owner: LuaState) {
        var host = unsafe cls_host()
        unsafe host.context = Unmanaged.passUnretained(owner).toOpaque()
        unsafe host.call = { context, function in unsafe LuaBridge.owner(context).answerForC(function) }
        unsafe host.random = { context, draw in
            guard let word = unsafe LuaBridge.owner(context).random?.next() else { return false }
            unsafe draw?.pointee = word
            return true
        }
        unsafe host.reseed = { context, seed in
            guard let random = unsafe LuaBridge.owner(context).random else { return false }
            random.reseed(seed)
            return true
        }
        let opened = unsafe cls_open(
            configuration.memoryLimit,
            configuration.allowances.rawValue,
            configuration.hasStrictGlobals,
            host
        )
        guard let opened = unsafe opened else { return nil }
        unsafe state = opened
    }

    deinit {
        unsafe cls_close(state)
    }

    var memoryUsed: Int { unsafe cls_memory_used(state) }

    /// A copy of what Lua left.
    var outgoing: [UInt8] {
        var count = 0
        guard let bytes = unsafe cls_outgoing(state, &count) else { return [] }
        return unsafe Array(UnsafeBufferPointer(start: bytes, count: count))
    }

    /// False if there is no memory.
    func setIncoming(_ bytes: [UInt8]) -> Bool {
        unsafe bytes.withUnsafeBufferPointer { unsafe cls_set_incoming(state, $0.baseAddress, $0.count) }
    }

    func run(_ text: [UInt8], name: String) -> Status {
        unsafe text.withUnsafeBufferPointer { text in
            Status(unsafe cls_run(state, text.baseAddress, text.count, name))
        }
    }

    func call(_ reference: Int64, _ arguments: [UInt8]) -> Status {
        guard setIncoming(arguments) else { return .outOfMemory }
        return Status(unsafe cls_call(state, reference))
    }

    func release(_ reference: Int64) {
        unsafe cls_release(state, reference)
    }

    func define(kind: Int64, _ definition: [UInt8], read: Int64?, write: Int64?) -> Status {
        guard setIncoming(definition) else { return .outOfMemory }
        return Status(unsafe cls_define_kind(state, kind, read ?? .min, write ?? .min))
    }

    func replace(_ function: LuaMathFunction) -> Status {
        switch function.form {
        case .unary(let body): Status(unsafe cls_set_math_unary(state, function.name, body))
        case .binary(let body): Status(unsafe cls_set_math_binary(state, function.name, body))
        }
    }

    func setPackagePath(_ path: String) -> Status {
        Status(unsafe cls_set_package_path(state, path))
    }

    private static func owner(_ context: UnsafeMutableRawPointer?) -> LuaState {
        guard let context = unsafe context else { preconditionFailure("a Lua state without its host") }
        return unsafe Unmanaged<LuaState>.fromOpaque(context).takeUnretainedValue()
    }
}

extension LuaState {
    /// Leaves the answer in the incoming buffer; nothing of Swift's is alive when C goes on.
    fileprivate func answerForC(_ function: Int64) -> cls_outcome {
        switch answer(function) {
        case .returned(let bytes):
            return leave(bytes) ? CLS_RETURNED : CLS_REFUSED
        case .refused(let bytes, let isLocated):
            return leave(bytes) && isLocated ? CLS_LOCATED : CLS_REFUSED
        }
    }
}
