import CKernels

/// Steps a group of lanes: stage after stage, then returns, lengths and which episodes ended.
///
/// Invariant: `stages` and `pages` point into what `list`, `batch`, `books` and `ended` own.
@safe package final class StepLoop {
    /// The lanes whose episodes ended in the last step, ascending; shape `[capacity]`.
    package let ended: Buffer<Int32>
    /// Returns and lengths of the lanes' episodes, and their limit.
    package let books: EpisodeBooks
    private let capacity: Int
    private let list: [Stage]
    private let stages: Buffer<ck_stage>
    private var pages: ck_books
    private let batch: ObservationBatch

    /// - Parameters:
    ///   - stages: In their order; one of them writes rewards and ends to `batch`.
    package init(_ stages: [Stage], batch: ObservationBatch, books: EpisodeBooks, kernels: KernelSet) {
        let capacity = batch.capacity
        precondition(books.capacity >= capacity, "books for fewer lanes than the batch has")
        precondition(stages.allSatisfy { $0.capacity >= capacity }, "a stage with less room than the batch")
        self.capacity = capacity
        self.batch = batch
        self.books = books
        list = stages
        unsafe self.stages = Buffer(repeating: ck_stage(), count: stages.count)
        for (index, stage) in stages.enumerated() {
            unsafe self.stages[index] = ck_stage(work: stage.work, context: stage.context)
        }
        ended = Buffer(repeating: 0, count: capacity)
        unsafe pages = ck_books(
            kernels: kernels.table,
            rewards: batch.rewards.pointer(at: 0, capacity),
            terminated: batch.terminated.pointer(at: 0, capacity),
            truncated: batch.truncated.pointer(at: 0, capacity),
            returns: books.returns.base,
            lengths: books.lengths.base,
            ended: ended.base
        )
    }

    /// Steps the first `lanes` lanes, at least 1, until episodes end.
    /// - Parameter stage: With which the first step begins: the one that failed, to complete its step.
    /// - Returns: How many ended; `ended` begins with them.
    /// - Throws: `StageFailure`.
    package func run(lanes: Int, from stage: Int = 0) throws(StageFailure) -> Int {
        precondition(lanes >= 1 && lanes <= capacity, "\(lanes) lanes of \(capacity)")
        let result = unsafe ck_play(
            stages.base, Int32(stage), Int32(stages.count), &pages, books.limit[0], Int32(lanes))
        if result < 0 {
            let index = Int(-1 - result)
            throw StageFailure(stage: index, error: list[index].failure)
        }
        return Int(result)
    }
}

/// Why a step was not completed.
package struct StageFailure: Error {
    /// The stage that failed, counted from 0.
    package let stage: Int
    package let error: any Error
}
