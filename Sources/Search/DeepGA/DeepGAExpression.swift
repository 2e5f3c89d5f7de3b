import Networks

/// Mutates the parents of a generation.
struct DeepGAExpression: RecipeExpression {
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
}
