import Kernels
import Networks

/// Perturbs the center of an evolution strategy.
struct ESExpression: PartialExpression {
    let center: ESCenter

    func express(_ recipe: Recipe, into genome: Genome) {
        switch recipe {
        case .sample(let seed, let sign): center.express(seed: seed, sign: sign, into: genome)
        case .explicit(let other): genome.copy(from: other)
        case .initial, .mutation, .crossover, .lineage, .listed: preconditionFailure("a recipe of another search")
        }
    }

    func express(_ recipe: Recipe, block: Int, into floats: Buffer<Float>) {
        switch recipe {
        case .sample(let seed, let sign): center.express(seed: seed, sign: sign, block: block, into: floats)
        case .explicit(let other): other.copy(block: block, into: floats)
        default: preconditionFailure("a recipe of another search")
        }
    }
}
