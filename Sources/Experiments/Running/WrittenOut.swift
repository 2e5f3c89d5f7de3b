import Networks
import Search

/// Copies genomes that are written out; there is no search behind them.
struct WrittenOut: RecipeExpression {
    func express(_ recipe: Recipe, into genome: Genome) {
        guard case .explicit(let other) = recipe else { preconditionFailure("a recipe without its search") }
        genome.copy(from: other)
    }
}
