import Networks
import Search

/// Writes the genomes of a request's recipes where another process reads them.
final class GenomeWriter {
    private let request: EvaluationRequest
    private let memory: WorkerMemory
    /// The last one that was written.
    private var last: (place: Int, slot: Int)?

    init(_ request: EvaluationRequest, into memory: WorkerMemory) { (self.request, self.memory) = (request, memory) }

    /// Writes the genomes of recipes into the first slots.
    /// - Parameter places: Of the recipes; their first may be the last of those before.
    func write(_ places: ClosedRange<Int>) {
        for place in places {
            let slot = place - places.lowerBound
            write(place, into: memory.genomes[slot])
            last = (place, slot)
        }
    }

    private func write(_ place: Int, into genome: Genome) {
        let recipe = request.recipes[place]
        if let last, last.place == place {
            if memory.genomes[last.slot] !== genome { genome.copy(from: memory.genomes[last.slot]) }
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
    private let memory: WorkerMemory
    /// The place of the first slot's individual among the recipes.
    var firstPlace = 0

    init(_ memory: WorkerMemory) { self.memory = memory }

    func express(_ recipe: Recipe, into genome: Genome) {
        guard case .listed(let place) = recipe else { preconditionFailure("a recipe that was not handed over") }
        genome.copy(from: memory.genomes[place - firstPlace])
    }
}
