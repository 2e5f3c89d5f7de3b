// The only file that touches C's `cls_state`. Invariants:
// 1. `state` is open from `init` to `deinit`; nobody else has the pointer.
// 2. No function of CLuaSupport raises: each reports a status. So no longjmp crosses a frame of this file.
// 3. `context` is the `LuaState` that owns this bridge, unretained: it outlives every call, since calls come from it.
// 4. The outgoing buffer is copied before anything else is called; pointers never leave their closure.
// 5. All calls happen on the thread that the owner belongs to.
import CLuaSupport
import Glibc

/// One state of C, safe to use.
@safe final class LuaBridge {
    /// How a call of Lua ended.
    enum Status {
        case finished
        case failed
        case syntaxError
        case outOfMemory
        case reportFailed
        case stopped

        init(_ status: cls_status) {
            switch status {
            case CLS_OK: self = .finished
            case CLS_SYNTAX: self = .syntaxError
            case CLS_MEMORY: self = .outOfMemory
            case CLS_REPORT_FAILED: self = .reportFailed
            case CLS_STOPPED: self = .stopped
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
        if let streams = configuration.streams {
            unsafe host.streams = cls_stream_kind(size: streams.size, next: streams.next, normal: streams.normal)
        }
        unsafe host.reseed = { context, seed, words in
            guard let stream = unsafe LuaBridge.owner(context).reseed?(seed), let words = unsafe words else {
                return false
            }
            unsafe words.copyMemory(from: stream.words, byteCount: stream.words.count)
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

    /// - Precondition: As many words as the kind of streams has.
    func setStream(_ stream: LuaStream?) {
        guard let stream else { return unsafe cls_set_stream(state, nil) }
        unsafe stream.words.withUnsafeBytes { unsafe cls_set_stream(state, $0.baseAddress) }
    }

    func limitMemory(_ bytes: Int) {
        unsafe cls_limit_memory(state, bytes)
    }

    func limit(_ callback: String, milliseconds: UInt32) {
        unsafe cls_limit(state, callback, milliseconds)
    }

    /// The number of a function of the host; nil for another.
    func hostFunction(_ reference: Int64) -> Int64? {
        let number = unsafe cls_host_function(state, reference)
        return number == .min ? nil : number
    }

    func release(_ reference: Int64) {
        unsafe cls_release(state, reference)
    }

    func readField(_ reference: Int64, _ name: String) -> Status {
        Status(unsafe cls_read_field(state, reference, name))
    }

    func freeze(_ reference: Int64, name: String) -> Status {
        Status(unsafe cls_freeze_class(state, reference, name))
    }

    func select(
        _ reference: Int64, fitness: [Double], behaviors: [[Double]], objectives: [[Double]], stream: [UInt8],
        into parents: inout [Int32]
    ) -> Status {
        let (behaviors, behaviorSize) = Self.table(behaviors)
        let (objectives, objectiveSize) = Self.table(objectives)
        let count = Int32(parents.count)
        var population = unsafe cls_population()
        unsafe population.count = Int32(fitness.count)
        unsafe (population.behavior_size, population.objective_size) = (behaviorSize, objectiveSize)
        return unsafe fitness.withUnsafeBufferPointer { fitness in
            unsafe behaviors.withUnsafeBufferPointer { behaviors in
                unsafe objectives.withUnsafeBufferPointer { objectives in
                    unsafe (population.fitness, population.behaviors, population.objectives) =
                        (fitness.baseAddress, behaviors.baseAddress, objectives.baseAddress)
                    return unsafe stream.withUnsafeBytes { stream in
                        unsafe parents.withUnsafeMutableBufferPointer { parents in
                            Status(
                                unsafe cls_select(
                                    state, reference, population, count, stream.baseAddress, parents.baseAddress))
                        }
                    }
                }
            }
        }
    }

    /// Rows of one size behind each other; what is not known is NaN for C.
    private static func table(_ rows: [[Double]]) -> ([Double], size: Int32) {
        let size = rows.map(\.count).max() ?? 0
        return (rows.flatMap { $0.isEmpty ? Array(repeating: .nan, count: size) : $0 }, Int32(size))
    }

    /// Nil if there is no memory.
    func openLanes(_ reference: Int64, methods: [String], capacity: Int, owner: LuaState) -> LuaLanes? {
        var names = unsafe methods.map { unsafe UnsafePointer<CChar>(strdup($0)) }
        unsafe names.append(nil)
        defer { for position in unsafe names.indices { unsafe free(UnsafeMutablePointer(mutating: names[position])) } }
        let lanes = unsafe names.withUnsafeBufferPointer {
            unsafe cls_open_lanes(state, reference, Int32(capacity), $0.baseAddress)
        }
        return unsafe lanes.map { unsafe LuaLanes($0, state: owner) }
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
