import Kernels
import Networks
import Randomness

/// The children of a generation, bred as soon as their parents are known: each is wanted to be rated, and again where it
/// survives.
final class Nursery: Sendable {
    /// All of them may take so many bytes, which the nearer caches hold; larger ones are bred when they are wanted.
    private static let mostBytes = 1 << 20

    let generation: Int
    /// A row for each individual of the generation.
    let rows: Survivors
    // The same, for those who copy at every turn.
    private let bits: Buffer<UInt64>
    private let floats: Buffer<Float>
    private let count: Int
    private let words: Int
    private let width: Int

    /// Whether so many children are small enough.
    static func holds(_ count: Int, of problem: Problem) -> Bool {
        count * (NetworkShape.words(problem.bits) * 8 + problem.floats * 4) <= mostBytes
    }

    /// - Parameter spare: Rows whose memory they may take.
    init(_ problem: Problem, generation: Int, count: Int, spare: Survivors) {
        self.generation = generation
        self.count = count
        rows = spare.resized(to: count)
        (bits, floats, words, width) = (rows.bits, rows.floats, rows.words, problem.floats)
    }

    /// Copies a child to a row of others.
    /// - Returns: False if it is another generation's.
    func copy(_ subject: UInt64, to bits: Buffer<UInt64>, _ floats: Buffer<Float>, row: Int) -> Bool {
        let child = Int(UInt32(truncatingIfNeeded: subject))
        guard child < count, subject == RandomAddress.subject(generation: generation, individual: child) else {
            return false
        }
        bits.copy(from: self.bits, child * words..<(child + 1) * words, at: row * words)
        if width > 0 { floats.copy(from: self.floats, child * width..<(child + 1) * width, at: row * width) }
        return true
    }
}
