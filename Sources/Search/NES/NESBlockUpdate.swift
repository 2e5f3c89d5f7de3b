import Kernels
import Networks

/// One generation's update of the logits, block by block.
struct NESBlockUpdate: Sendable {
    let options: NESOptions
    let weights: BernoulliDistribution
    let ascent: Ascent
    let kernels: KernelSet
    let recipes: [Recipe]
    /// All samples of the recipes, or nil if they are drawn again.
    let kept: KeptSamples?
    let utilities: Utilities
    private let integers: Buffer<Int32>

    init(
        options: NESOptions,
        weights: BernoulliDistribution,
        ascent: Ascent,
        kernels: KernelSet,
        recipes: [Recipe],
        kept: KeptSamples?,
        utilities: Utilities
    ) {
        self.options = options
        self.weights = weights
        self.ascent = ascent
        self.kernels = kernels
        self.recipes = recipes
        self.kept = kept
        self.utilities = utilities
        integers = Buffer(utilities.integers)
    }

    /// Individuals whose bits of a block are summed at a time: 64 KiB.
    private static let chunk = 64

    /// Moves the logits of a block and brings its probabilities in line.
    /// - Returns: The sum of the squared changes.
    func apply(toBlock block: Int) -> Double {
        let range = weights.range(ofBlock: block)
        let sums = sums(block: block, words: NetworkShape.words(range.count))
        let gradient = Buffer<Double>(repeating: 0, count: range.count)
        let perIndividual = 1 / Double(recipes.count)
        kernels.bernoulliGradient(
            sums: sums,
            probabilities: weights.probabilities,
            range: range,
            scale: utilities.scale * perIndividual,
            total: utilities.total * perIndividual,
            epsilon: options.usesNaturalGradient ? options.epsilon : nil,
            into: gradient
        )
        let squaredChange = ascent.step(
            weights.logits,
            range,
            gradient: gradient,
            rate: options.learningRate,
            decay: options.logitDecay
        )
        weights.refresh(range)
        return squaredChange
    }

    /// The sum over individuals of utility times bit, for each weight of a block.
    private func sums(block: Int, words: Int) -> Buffer<Int32> {
        let sums = Buffer<Int32>(repeating: 0, count: words * 64)
        let drawn = Buffer<UInt64>(repeating: 0, count: kept == nil ? Self.chunk * words : 0)
        for first in stride(from: 0, to: recipes.count, by: Self.chunk) {
            let chunk = first..<min(first + Self.chunk, recipes.count)
            if kept == nil { draw(chunk, block: block, words: words, into: drawn) }
            kernels.accumulate(
                bits: kept?.bits ?? drawn,
                start: kept?.position(block: block, individual: first, words: words) ?? 0,
                stride: words,
                utilities: integers,
                first: first,
                individuals: chunk.count,
                words: words,
                into: sums
            )
        }
        return sums
    }

    /// Draws a block of individuals again, a row each.
    private func draw(_ individuals: Range<Int>, block: Int, words: Int, into bits: Buffer<UInt64>) {
        for (row, recipe) in recipes[individuals].enumerated() {
            guard case .sample(let seed, let sign) = recipe else { preconditionFailure("a recipe of another search") }
            weights.sample(seed: seed, sign: sign, block: block, into: bits, at: row * words)
        }
    }
}
