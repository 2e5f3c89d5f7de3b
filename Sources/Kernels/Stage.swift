import CKernels

/// A part of a step that works on the first lanes of a group: encode, run the networks, decode, step the environment.
///
/// What it works on is fixed and checked when it is made; running it checks, locks and allocates nothing.
///
/// Invariants:
/// 1. `context` points to what `work` expects, and `parts` own all that it points to, directly or not.
/// 2. Lanes `0 ..< capacity` of everything it points to exist.
@safe package final class Stage {
    package let capacity: Int
    let work: ck_stage_work
    let context: UnsafeRawPointer
    private let parts: [AnyObject]
    /// What went wrong last; nil for what cannot fail.
    private let findFailure: (() -> any Error)?

    /// A stage that C carries out.
    init<Context: BitwiseCopyable>(_ context: Context, capacity: Int, parts: [AnyObject], work: ck_stage_work) {
        let memory = Buffer(repeating: context, count: 1)
        self.capacity = capacity
        unsafe self.work = work
        unsafe self.context = UnsafeRawPointer(memory.base)
        self.parts = parts + [memory]
        findFailure = nil
    }

    /// A stage that C of another module carries out.
    /// - Parameters:
    ///   - work: Works on a number of lanes; 0, or another number if it failed.
    ///   - context: What it is given; `parts` own it and all that it points to.
    ///   - failure: What went wrong last.
    @unsafe package init(
        capacity: Int,
        work: @escaping @convention(c) (UnsafeRawPointer?, Int32) -> Int32,
        context: UnsafeRawPointer,
        parts: [AnyObject],
        failure: @escaping () -> any Error
    ) {
        self.capacity = capacity
        unsafe self.work = work
        unsafe self.context = context
        self.parts = parts
        findFailure = failure
    }

    /// A stage written in Swift.
    /// - Parameter body: Works on a number of lanes.
    package init(capacity: Int, _ body: @escaping (_ lanes: Int) throws -> Void) {
        let action = Action(body)
        self.capacity = capacity
        unsafe work = { context, lanes in
            unsafe Unmanaged<Action>.fromOpaque(context!).takeUnretainedValue().run(lanes)
        }
        unsafe context = UnsafeRawPointer(Unmanaged.passUnretained(action).toOpaque())
        parts = [action]
        findFailure = { action.error! }
    }

    /// Runs the stage alone.
    /// - Throws: Why it failed.
    package func run(lanes: Int) throws {
        precondition(lanes >= 0 && lanes <= capacity, "\(lanes) lanes of \(capacity)")
        if unsafe work(context, Int32(lanes)) != 0 { throw failure }
    }

    /// Runs a stage alone that cannot fail.
    package func runNative(lanes: Int) {
        precondition(lanes >= 0 && lanes <= capacity && findFailure == nil, "\(lanes) lanes of \(capacity)")
        _ = unsafe work(context, Int32(lanes))
    }

    /// Why the last call failed.
    var failure: any Error {
        guard let findFailure else { preconditionFailure("a stage of C failed") }
        return findFailure()
    }

    private final class Action {
        let body: (Int) throws -> Void
        var error: (any Error)?

        init(_ body: @escaping (Int) throws -> Void) { self.body = body }

        /// 0, or 1 if the body threw.
        func run(_ lanes: Int32) -> Int32 {
            do {
                try body(Int(lanes))
                return 0
            } catch {
                self.error = error
                return 1
            }
        }
    }
}
