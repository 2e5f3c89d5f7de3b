import Testing

@testable import Kernels

@Suite struct `Signs of rewards` {
    @Test(arguments: KernelSet.available) func `are added lane by lane`(kernels: KernelSet) throws {
        let rewards = [2, -0.25, 0, -0.0, .leastNonzeroMagnitude, -.leastNonzeroMagnitude, 1e300, -.infinity, 5]
        let batch = ObservationBatch(capacity: rewards.count, valueCount: 1, layout: .laneMajor)
        let books = EpisodeBooks(capacity: rewards.count)
        batch.rewards.copy(from: rewards)
        books.fitness.copy(from: Array(repeating: 10, count: rewards.count))
        let stage = kernels.addingSigns(of: batch, to: books)
        for _ in 0..<3 { try stage.run(lanes: 8) }
        #expect(books.fitness.array() == [13, 7, 10, 10, 13, 7, 13, 7, 10])
        #expect(batch.rewards.array() == rewards && books.returns.array().allSatisfy { $0 == 0 })
    }
}
