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

    /// Moves the logits of a block and brings its probabilities in line.
    /// - Parameter sums: What `sums(ofBlock:)` gives.
    /// - Returns: The sum of the squared changes.
    func apply(toBlock block: Int, sums: Buffer<Int32>) -> Double {
        let range = weights.range(ofBlock: block)
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
    func sums(ofBlock block: Int) -> Buffer<Int32> {
        let sums = noSums(ofBlock: block)
        add(0..<words(ofBlock: block), ofBlock: block, to: sums)
        return sums
    }

    /// The same for every block, where there are so few that threads had better share them; else nil.
    func sharedSums(_ parallel: any Parallel) -> [Buffer<Int32>]? {
        let blocks = 0..<weights.blockCount
        guard let kept, blocks.count <= Self.fewBlocks, kept.bits.count >= Self.manyWords else { return nil }
        let sums = blocks.map(noSums(ofBlock:))
        let parts = blocks.flatMap { block in
            let words = words(ofBlock: block)
            return stride(from: 0, to: words, by: Self.partWords).map { first in
                (block: block, words: first..<min(first + Self.partWords, words))
            }
        }
        parallel.forEach(parts.count) { index in
            let (block, words) = parts[index]
            add(words, ofBlock: block, to: sums[block])
        }
        return sums
    }

    /// Blocks that are too few for the threads of a large machine.
    private static let fewBlocks = 8
    /// Words of all samples that are worth waking the other threads for: some 30 us of work.
    private static let manyWords = 1 << 15
    /// Words of a block that one thread sums at a time where threads share it.
    private static let partWords = 16
    /// Individuals whose bits of a block are drawn and summed at a time: 64 KiB.
    private static let chunk = 64

    private func words(ofBlock block: Int) -> Int { NetworkShape.words(weights.range(ofBlock: block).count) }

    /// The sums of a block over no individuals.
    private func noSums(ofBlock block: Int) -> Buffer<Int32> {
        Buffer(repeating: 0, count: words(ofBlock: block) * 64)
    }

    /// Adds utility times bit over all individuals.
    /// - Parameters:
    ///   - range: Words of the block: all of them unless the samples are kept.
    ///   - sums: Of the whole block.
    private func add(_ range: Range<Int>, ofBlock block: Int, to sums: Buffer<Int32>) {
        let words = sums.count / 64
        let drawn = Buffer<UInt64>(repeating: 0, count: kept == nil ? Self.chunk * words : 0)
        for first in stride(from: 0, to: recipes.count, by: Self.chunk) {
            let chunk = first..<min(first + Self.chunk, recipes.count)
            if kept == nil { draw(chunk, block: block, words: words, into: drawn) }
            let start = kept?.position(block: block, individual: first, words: words) ?? 0
            kernels.accumulate(
                bits: kept?.bits ?? drawn,
                start: start + range.lowerBound,
                stride: words,
                utilities: integers,
                first: first,
                individuals: chunk.count,
                words: range.count,
                into: sums,
                at: range.lowerBound * 64
            )
        }
    }

    /// Draws a block of individuals again, a row each.
    private func draw(_ individuals: Range<Int>, block: Int, words: Int, into bits: Buffer<UInt64>) {
        for (row, recipe) in recipes[individuals].enumerated() {
            guard case .sample(let seed, let sign) = recipe else { preconditionFailure("a recipe of another search") }
            weights.sample(seed: seed, sign: sign, block: block, into: bits, at: row * words)
        }
    }
}
