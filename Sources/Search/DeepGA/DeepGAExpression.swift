import Kernels
import Networks

/// Mutates the parents of a generation.
struct DeepGAExpression: PartialExpression {
    /// Of the run.
    let seed: UInt64
    let parents: LineageParents
    let noise: LineageNoise

    func express(_ recipe: Recipe, into genome: Genome) {
        switch recipe {
        case .initial(let subject):
            noise.express(Lineage(first: Lineage.Step(run: seed, subject: subject, power: 0)), into: genome)
        case .mutation(let parent, let subject, let power):
            if power == 0 { return genome.copy(from: parents.genomes[parent]) }
            let step = Lineage.Step(run: seed, subject: subject, power: power)
            noise.mutate(parents.genomes[parent], step, into: genome)
        case .lineage(let lineage):
            if let parent = parents.lineages.firstIndex(of: lineage) {
                genome.copy(from: parents.genomes[parent])
            } else {
                noise.express(lineage, into: genome)
            }
        case .explicit(let other): genome.copy(from: other)
        case .sample, .crossover, .listed: preconditionFailure("a recipe of another search")
        }
    }

    func written(_ recipe: Recipe) -> Genome? {
        switch recipe {
        case .lineage(let lineage): parents.lineages.firstIndex(of: lineage).map { parents.genomes[$0] }
        case .explicit(let genome): genome
        default: nil
        }
    }

    func express(_ recipe: Recipe, block: Int, into floats: Buffer<Float>) {
        switch recipe {
        case .initial(let subject):
            noise.express(
                Lineage(first: Lineage.Step(run: seed, subject: subject, power: 0)), block: block, into: floats)
        case .mutation(let parent, let subject, let power):
            if power == 0 { return parents.genomes[parent].copy(block: block, into: floats) }
            let step = Lineage.Step(run: seed, subject: subject, power: power)
            noise.mutate(parents.genomes[parent], step, block: block, into: floats)
        case .lineage(let lineage):
            if let parent = parents.lineages.firstIndex(of: lineage) {
                parents.genomes[parent].copy(block: block, into: floats)
            } else {
                noise.express(lineage, block: block, into: floats)
            }
        case .explicit(let other): other.copy(block: block, into: floats)
        case .sample, .crossover, .listed: preconditionFailure("a recipe of another search")
        }
    }
}
