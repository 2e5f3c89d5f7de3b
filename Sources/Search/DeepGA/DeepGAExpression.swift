import Kernels
import Networks

/// Mutates the parents of a generation.
struct DeepGAExpression: PartialExpression {
    /// Of the run.
    let seed: UInt64
    /// Of weights, in each mutation.
    let decay: Double
    let parents: LineageParents
    let noise: LineageNoise

    func individual(_ recipe: Recipe) -> LineageIndividual {
        switch recipe {
        case .initial(let subject):
            return .line(Lineage(first: Lineage.Step(run: seed, subject: subject, power: 0)), noise)
        case .mutation(let parent, let subject, let power):
            if power == 0 { return .written(parents.genomes[parent]) }
            let step = Lineage.Step(run: seed, subject: subject, power: power, decay: decay)
            return .mutation(of: parents.genomes[parent], step, noise)
        case .lineage(let lineage): return parent(lineage).map { .written($0) } ?? .line(lineage, noise)
        case .explicit(let genome): return .written(genome)
        case .sample, .crossover, .listed: preconditionFailure("a recipe of another search")
        }
    }

    private func parent(_ lineage: Lineage) -> Genome? {
        parents.lineages.firstIndex(of: lineage).map { parents.genomes[$0] }
    }

    func written(_ recipe: Recipe) -> Genome? {
        switch recipe {
        case .lineage(let lineage): parent(lineage)
        case .explicit(let genome): genome
        default: nil
        }
    }
}

/// What a recipe of a genetic algorithm of seeds stands for.
enum LineageIndividual: PartialIndividual {
    case line(Lineage, LineageNoise)
    case mutation(of: Genome, Lineage.Step, LineageNoise)
    case written(Genome)

    func express(into genome: Genome) {
        switch self {
        case .line(let lineage, let noise): noise.express(lineage, into: genome)
        case .mutation(let parent, let step, let noise): noise.mutate(parent, step, into: genome)
        case .written(let other): genome.copy(from: other)
        }
    }

    func express(block: Int, into floats: Buffer<Float>) {
        switch self {
        case .line(let lineage, let noise): noise.express(lineage, block: block, into: floats)
        case .mutation(let parent, let step, let noise): noise.mutate(parent, step, block: block, into: floats)
        case .written(let other): other.copy(block: block, into: floats)
        }
    }
}
