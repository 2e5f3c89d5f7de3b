import Kernels
import Networks

/// Genomes of one size in one piece of memory, which is used again and again.
struct Survivors: Sendable {
    private(set) var count: Int
    let problem: Problem
    /// Words of a genome's bits.
    let words: Int
    /// Shape `[at least count, words]`; the bits of a row past its last are 0.
    let bits: Buffer<UInt64>
    /// Shape `[at least count, problem.floats]`.
    let floats: Buffer<Float>
    private let capacity: Int

    /// Room for some genomes, all 0.
    init(_ problem: Problem, count: Int) {
        self.count = count
        self.problem = problem
        words = NetworkShape.words(problem.bits)
        capacity = count
        bits = Buffer(repeating: 0, count: count * words)
        floats = Buffer(repeating: 0, count: count * problem.floats)
    }

    /// Room for another number: the same memory if it is enough, and then with what it holds.
    func resized(to count: Int) -> Survivors {
        guard count <= capacity else { return Survivors(problem, count: count) }
        var resized = self
        resized.count = count
        return resized
    }

    /// Clears the bits past the last of a row.
    func clearPadding(of row: Int) {
        guard problem.bits % 64 != 0 else { return }
        bits[row * words + words - 1] &= (1 << UInt64(problem.bits % 64)) - 1
    }
}
