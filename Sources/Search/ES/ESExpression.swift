import Kernels
import Networks

/// Perturbs the center of an evolution strategy.
struct ESExpression: PartialExpression {
    let center: ESCenter

    func individual(_ recipe: Recipe) -> ESIndividual {
        switch recipe {
        case .sample(let seed, let sign): .sample(of: center, seed: seed, sign: sign)
        case .explicit(let genome): .written(genome)
        case .initial, .mutation, .crossover, .lineage, .listed: preconditionFailure("a recipe of another search")
        }
    }
}

/// What a recipe of an evolution strategy stands for.
enum ESIndividual: PartialIndividual {
    /// Without a sign, the center itself.
    case sample(of: ESCenter, seed: UInt64, sign: Recipe.Sign?)
    case written(Genome)

    func express(into genome: Genome) {
        switch self {
        case .sample(let center, let seed, let sign): center.express(seed: seed, sign: sign, into: genome)
        case .written(let other): genome.copy(from: other)
        }
    }

    func express(block: Int, into floats: Buffer<Float>) {
        switch self {
        case .sample(let center, let seed, let sign): center.express(seed: seed, sign: sign, block: block, into: floats)
        case .written(let other): other.copy(block: block, into: floats)
        }
    }
}
