import Kernels
import Networks

/// Genomes of one size in one piece of memory, which is used again and again.
///
/// Copies share the memory, also those that name other rows or another number: at any time it has one writer, and no
/// readers of what is written. A `Breeder` has three pieces: of its survivors, of the children that it raised, and spare.
struct Survivors: Sendable {
    let problem: Problem
    /// Words of a genome's bits.
    let words: Int
    /// A row of words for each genome that there is room for; the bits of a row past its last are 0.
    let bits: Buffer<UInt64>
    /// A row of `problem.floats` for each.
    let floats: Buffer<Float>
    private let capacity: Int
    /// Where each lies.
    private var rows: [Int]

    /// Room for some genomes, all 0.
    init(_ problem: Problem, count: Int) {
        self.problem = problem
        words = NetworkShape.words(problem.bits)
        capacity = count
        rows = Array(0..<count)
        bits = Buffer(repeating: 0, count: count * words)
        floats = Buffer(repeating: 0, count: count * problem.floats)
    }

    var count: Int { rows.count }

    /// Room for another number, row after row: the same memory if it is enough.
    func resized(to count: Int) -> Survivors {
        guard count <= capacity else { return Survivors(problem, count: count) }
        return self[rows: Array(0..<count)]
    }

    /// Those that lie in some of the rows.
    subscript(rows rows: [Int]) -> Survivors {
        var others = self
        others.rows = rows
        return others
    }

    /// The row of a genome.
    func row(of survivor: Int) -> Int { rows[survivor] }

    /// The places of a genome's words.
    func words(of survivor: Int) -> Range<Int> { rows[survivor] * words..<(rows[survivor] + 1) * words }

    /// The places of a genome's floats.
    func floats(of survivor: Int) -> Range<Int> {
        rows[survivor] * problem.floats..<(rows[survivor] + 1) * problem.floats
    }

    /// Clears the bits past the last of a row.
    func clearPadding(ofRow row: Int) {
        guard problem.bits % 64 != 0 else { return }
        bits[row * words + words - 1] &= (1 << UInt64(problem.bits % 64)) - 1
    }
}
