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

    /// A stage that C carries out.
    init<Context: BitwiseCopyable>(_ context: Context, capacity: Int, parts: [AnyObject], work: ck_stage_work) {
        let memory = Buffer(repeating: context, count: 1)
        self.capacity = capacity
        unsafe self.work = work
        unsafe self.context = UnsafeRawPointer(memory.base)
        self.parts = parts + [memory]
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
    }

    /// Runs the stage alone.
    /// - Throws: What a stage written in Swift threw.
    package func run(lanes: Int) throws {
        precondition(lanes >= 0 && lanes <= capacity, "\(lanes) lanes of \(capacity)")
        if unsafe work(context, Int32(lanes)) != 0 { throw failure }
    }

    /// What the body threw last.
    var failure: any Error {
        guard let error = (parts[0] as? Action)?.error else { preconditionFailure("a stage of C does not fail") }
        return error
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
