import Kernels
import Networks

/// What a recipe stands for, to be written whole or part by part.
package protocol PartialIndividual {
    /// Writes its genome.
    func express(into genome: Genome)

    /// Writes a block of `KernelSet.blockSize` of its floats, at the beginning of others.
    func express(block: Int, into floats: Buffer<Float>)
}

/// An expression that makes the floats of a genome part by part, where it has no bits, so that no whole one is needed.
package protocol PartialExpression: RecipeExpression {
    associatedtype Individual: PartialIndividual

    func individual(_ recipe: Recipe) -> Individual
}

extension PartialExpression {
    package func express(_ recipe: Recipe, into genome: Genome) { individual(recipe).express(into: genome) }

    /// Writes a block of the floats of a recipe's individual.
    package func express(_ recipe: Recipe, block: Int, into floats: Buffer<Float>) {
        individual(recipe).express(block: block, into: floats)
    }
}
