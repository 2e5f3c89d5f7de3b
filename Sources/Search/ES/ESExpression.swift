import Networks

/// Perturbs the center of an evolution strategy.
struct ESExpression: RecipeExpression {
    let center: ESCenter

    func express(_ recipe: Recipe, into genome: Genome) {
        switch recipe {
        case .sample(let seed, let sign): center.express(seed: seed, sign: sign, into: genome)
        case .explicit(let other): genome.copy(from: other)
        case .initial, .mutation, .crossover, .lineage, .listed: preconditionFailure("a recipe of another search")
        }
    }
}
