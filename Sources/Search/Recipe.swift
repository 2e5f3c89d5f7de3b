import Kernels
import Networks

/// How to make an individual's genome again: what searches hand out, and threads and processes exchange.
package enum Recipe: Sendable {
    /// A draw from the search's distribution; a mirrored pair shares its seed.
    case sample(seed: UInt64, sign: Sign)
    /// An individual of a first generation.
    case initial(seed: UInt64)
    /// A survivor of the generation before, by its place, with mutations of a strength from 0, which changes nothing.
    case mutation(parent: Int, seed: UInt64, power: Double)
    /// The same of a mixture of two survivors.
    case crossover(first: Int, second: Int, seed: UInt64, power: Double)
    /// An individual by all the draws that made it.
    case lineage(Lineage)
    /// An entry of a list that the search's expression holds.
    case listed(Int)
    /// A genome written out. It costs its size for each individual.
    case explicit(Genome)

    package enum Sign: Int8, Sendable {
        case plus = 1
        case minus = -1
    }

    /// The draws that make the individual, where the recipe has them all.
    package var lineage: Lineage? { if case .lineage(let lineage) = self { lineage } else { nil } }
}

/// Turns recipes into genomes: a search's parameters as they stood when it handed the recipes out.
///
/// It is read by many threads at once and stays valid until the search is told the evaluations.
package protocol RecipeExpression: Sendable {
    /// Writes the genome of a recipe.
    func express(_ recipe: Recipe, into genome: Genome)

    /// The genome of a recipe where it is written out already, for reading; nil if it is not.
    func written(_ recipe: Recipe) -> Genome?
}

extension RecipeExpression {
    package func written(_ recipe: Recipe) -> Genome? { if case .explicit(let genome) = recipe { genome } else { nil } }
}
