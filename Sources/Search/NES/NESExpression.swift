import Networks

/// Draws the genomes of a generation's recipes.
struct NESExpression: RecipeExpression {
    let weights: BernoulliDistribution
    let biases: GaussianBiases
    let numbering: NESNumbering
    let kept: KeptSamples?

    func express(_ recipe: Recipe, into genome: Genome) {
        switch recipe {
        case .sample(let seed, let sign):
            for block in 0..<weights.blockCount {
                let firstWord = weights.range(ofBlock: block).lowerBound / 64
                weights.sample(seed: seed, sign: sign, block: block, into: genome.bits, at: firstWord)
            }
            genome.clearPadding()
            kept?.keep(genome, of: numbering.individual(seed: seed, sign: sign), seed: seed)
            biases.sample(seed: seed, sign: sign, into: genome)
        case .explicit(let other): genome.copy(from: other)
        case .initial, .mutation, .crossover, .lineage, .listed: preconditionFailure("a recipe of another search")
        }
    }
}
