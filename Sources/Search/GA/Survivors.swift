import Kernels
import Networks

/// Genomes of one size, whose memory is used again and again.
///
/// Copies share the genomes, also those that name others of them or another number: at any time each has one writer, and
/// no readers of what is written. A `Breeder` has three sets: its survivors, the children that it raised, and spare ones.
struct Survivors: Sendable {
    /// The bits of all genomes, for kernels that would lose time with an object for each.
    let bits: Buffer<UInt64>
    /// Words from the beginning of one genome's bits to that of the next: a multiple of 64 bytes.
    private let stride: Int
    private let genomes: [Genome]
    /// Which of the genomes each is.
    private var places: [Int]

    /// Some genomes, all 0.
    init(_ problem: Problem, count: Int) {
        let words = NetworkShape.words(problem.bits)
        let stride = (words + 7) / 8 * 8
        let bits = Buffer<UInt64>(repeating: 0, count: count * stride)
        genomes = (0..<count).map { place in
            Genome(
                bitCount: problem.bits, floatCount: problem.floats,
                bits: Buffer(place * stride..<place * stride + words, of: bits))
        }
        places = Array(0..<count)
        (self.bits, self.stride) = (bits, stride)
    }

    var count: Int { places.count }
    var indices: Range<Int> { places.indices }

    subscript(survivor: Int) -> Genome { genomes[places[survivor]] }

    /// Where the bits of one begin.
    func start(of survivor: Int) -> Int { places[survivor] * stride }

    /// Another number of genomes: the same ones if they are enough.
    func resized(to count: Int, _ problem: Problem) -> Survivors {
        guard count <= genomes.count else { return Survivors(problem, count: count) }
        return with(Array(0..<count))
    }

    /// Some of them.
    func chosen(_ order: [Int]) -> Survivors { with(order.map { places[$0] }) }

    private func with(_ places: [Int]) -> Survivors {
        var others = self
        others.places = places
        return others
    }
}
