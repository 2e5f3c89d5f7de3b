import Networks

/// Copies genomes that are written out; there is no search behind them.
package struct WrittenOut: RecipeExpression {
    package init() {}

    package func express(_ recipe: Recipe, into genome: Genome) {
        guard case .explicit(let other) = recipe else { preconditionFailure("a recipe without its search") }
        genome.copy(from: other)
    }
}
