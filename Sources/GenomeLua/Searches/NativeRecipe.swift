import Networks
import Search

/// A recipe of a native search that a script started, and what expresses it.
struct NativeRecipe: VectorRecipe, @unchecked Sendable {
    /// The number of its search.
    let native: Int
    let problem: Problem
    let recipe: Recipe
    let expression: any RecipeExpression

    var bits: Int { problem.bits }
    var floats: Int { problem.floats }
    var text: String { "a recipe of \(bits) bits and \(floats) floats" }

    func write(into genome: Genome) {
        if genome.bitCount == bits && genome.floatCount == floats {
            return expression.express(recipe, into: genome)
        }
        let part = problem.makeGenome()
        expression.express(recipe, into: part)
        if bits > 0 { genome.bits.copy(from: part.bits.array()) }
        if floats > 0 { genome.floats.copy(from: part.floats.array()) }
    }
}
