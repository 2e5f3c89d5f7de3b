import CKernels

/// Steps a group of lanes: stage after stage, then returns, lengths and which episodes ended.
///
/// Invariant: `stages` and `books` point into what `list`, `batch` and the buffers here own.
@safe package final class StepLoop {
    /// The lanes whose episodes ended in the last step, ascending; shape `[capacity]`.
    package let ended: Buffer<Int32>
    /// Rewards summed since an episode's first step; shape `[capacity]`.
    package let returns: Buffer<Double>
    /// Steps since an episode's first; shape `[capacity]`.
    package let lengths: Buffer<Int32>
    private let capacity: Int
    private let list: [Stage]
    private let stages: Buffer<ck_stage>
    private var books: ck_books
    private let batch: ObservationBatch

    /// - Parameters:
    ///   - stages: In their order; the last writes rewards and ends to `batch`.
    package init(_ stages: [Stage], batch: ObservationBatch, kernels: KernelSet) {
        let capacity = batch.capacity
        precondition(stages.allSatisfy { $0.capacity >= capacity }, "a stage with less room than the batch")
        self.capacity = capacity
        self.batch = batch
        list = stages
        unsafe self.stages = Buffer(repeating: ck_stage(), count: stages.count)
        for (index, stage) in stages.enumerated() {
            unsafe self.stages[index] = ck_stage(work: stage.work, context: stage.context)
        }
        ended = Buffer(repeating: 0, count: capacity)
        returns = Buffer(repeating: 0, count: capacity)
        lengths = Buffer(repeating: 0, count: capacity)
        unsafe books = ck_books(
            kernels: kernels.table,
            rewards: batch.rewards.pointer(at: 0, capacity),
            terminated: batch.terminated.pointer(at: 0, capacity),
            truncated: batch.truncated.pointer(at: 0, capacity),
            returns: returns.base,
            lengths: lengths.base,
            ended: ended.base
        )
    }

    /// Steps the first `lanes` lanes, at least 1, until episodes end.
    /// - Parameter limit: Steps after which an episode is truncated.
    /// - Returns: How many ended; `ended` begins with them.
    /// - Throws: What a stage threw.
    package func run(lanes: Int, limit: Int) throws -> Int {
        precondition(lanes >= 1 && lanes <= capacity, "\(lanes) lanes of \(capacity)")
        let result = unsafe ck_play(stages.base, Int32(stages.count), &books, Int32(clamping: limit), Int32(lanes))
        if result < 0 { throw list[Int(-1 - result)].failure }
        return Int(result)
    }
}
