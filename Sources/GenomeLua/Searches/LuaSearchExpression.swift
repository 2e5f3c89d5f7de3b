import Networks
import Search

/// Individuals that a script's search asked for by draws from its distributions.
struct LuaSearchExpression: RecipeExpression {
    /// An individual: vectors, and draws in the place of others.
    struct Entry: Sendable {
        let vectors: Genome
        var draws: [ScriptDistributions.Draw] = []

        /// A recipe that needs no expression, where all is written out.
        func recipe(_ index: Int) -> Recipe { draws.isEmpty ? .explicit(vectors) : .listed(index) }
    }

    let entries: [Entry]

    func express(_ recipe: Recipe, into genome: Genome) {
        switch recipe {
        case .explicit(let other): genome.copy(from: other)
        case .listed(let index):
            genome.copy(from: entries[index].vectors)
            for draw in entries[index].draws { draw.write(into: genome) }
        case .sample, .initial, .mutation, .crossover: preconditionFailure("a recipe of another search")
        }
    }
}
