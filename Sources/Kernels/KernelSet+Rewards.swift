import CKernels

extension KernelSet {
    /// Adds the sign of each lane's reward, -1, 0 or 1, to its fitness.
    package func addingSigns(of batch: ObservationBatch, to books: EpisodeBooks) -> Stage {
        let capacity = batch.capacity
        let context = unsafe ck_sign_context(
            rewards: batch.rewards.pointer(at: 0, capacity), fitness: books.fitness.pointer(at: 0, capacity))
        return unsafe Stage(context, capacity: capacity, parts: [batch, books], work: ck_sign_stage)
    }
}
