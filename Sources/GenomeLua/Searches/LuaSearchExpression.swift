import Networks
import Search

/// Individuals that a script's search asked for.
struct LuaSearchExpression: RecipeExpression {
    /// An individual: vectors, and recipes in the place of others.
    struct Entry: Sendable {
        let vectors: Genome
        var recipes: [any VectorRecipe] = []

        /// A recipe that needs no expression, where all is written out.
        func recipe(_ index: Int) -> Recipe { recipes.isEmpty ? .explicit(vectors) : .listed(index) }
    }

    let entries: [Entry]

    func express(_ recipe: Recipe, into genome: Genome) {
        switch recipe {
        case .explicit(let other): genome.copy(from: other)
        case .listed(let index):
            genome.copy(from: entries[index].vectors)
            for recipe in entries[index].recipes { recipe.write(into: genome) }
        case .sample, .initial, .mutation, .crossover, .lineage: preconditionFailure("a recipe of another search")
        }
    }
}
