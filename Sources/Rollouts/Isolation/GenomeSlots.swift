import Kernels
import Networks
import Processes
import Search

/// Genomes in memory that a worker's process and this one share: one writes those that the other is to rate.
final class GenomeSlots {
    let genomes: [Genome]
    /// One number, odd while a call of a native environment goes on: each that begins or ends adds 1.
    let calls: Buffer<UInt64>

    /// - Parameters:
    ///   - memory: Of `SharedMemory.reserve`.
    ///   - setup: Of the worker; nil: it rates nothing.
    ///   - fixesSize: Whether nobody may change the memory's size from now on.
    /// - Throws: `ProcessError.noMemory`.
    init(
        _ memory: Descriptor, for setup: WorkerSetup? = nil, fixesSize: Bool = false
    ) throws(ProcessError) {
        let (bits, floats) = setup?.genomeSize ?? (0, 0)
        let slots = setup?.slots ?? 0
        let words = NetworkShape.words(bits)
        func aligned(_ bytes: Int) -> Int { (bytes + 63) / 64 * 64 }
        let stride = aligned(8 * words) + aligned(4 * floats)
        let shared = try SharedMemory(memory, size: 64 + slots * stride)
        if fixesSize { try shared.seal(memory) }
        calls = shared.part(at: 0, count: 1, of: UInt64.self)
        genomes = (0..<slots).map { slot in
            let start = 64 + slot * stride
            return Genome(
                bitCount: bits, floatCount: floats, bits: shared.part(at: start, count: words, of: UInt64.self),
                floats: shared.part(at: start + aligned(8 * words), count: floats, of: Float.self))
        }
    }
}

/// Writes the genomes of a request's recipes where another process reads them.
final class GenomeWriter {
    private let request: EvaluationRequest
    private let slots: GenomeSlots
    /// The last one that was written.
    private var last: (place: Int, slot: Int)?

    init(_ request: EvaluationRequest, into slots: GenomeSlots) { (self.request, self.slots) = (request, slots) }

    /// Writes the genomes of recipes into the first slots.
    /// - Parameter places: Of the recipes; their first may be the last of those before.
    func write(_ places: ClosedRange<Int>) {
        for place in places {
            let slot = place - places.lowerBound
            write(place, into: slots.genomes[slot])
            last = (place, slot)
        }
    }

    private func write(_ place: Int, into genome: Genome) {
        let recipe = request.recipes[place]
        if let last, last.place == place {
            if slots.genomes[last.slot] !== genome { genome.copy(from: slots.genomes[last.slot]) }
        } else if let written = request.expression.written(recipe) {
            genome.copy(from: written)
        } else {
            request.expression.express(recipe, into: genome)
        }
    }
}

/// Makes genomes of recipes that say their places: those of the jobs that a worker was handed last.
///
/// Invariant: it belongs to the worker's thread.
final class HandedGenomes: RecipeExpression, @unchecked Sendable {
    private let slots: GenomeSlots
    /// The place of the first slot's individual among the recipes.
    var firstPlace = 0

    init(_ slots: GenomeSlots) { self.slots = slots }

    func express(_ recipe: Recipe, into genome: Genome) {
        guard case .listed(let place) = recipe else { preconditionFailure("a recipe that was not handed over") }
        genome.copy(from: slots.genomes[place - firstPlace])
    }
}
