import Kernels
import Networks
import Randomness

/// Breeds the genomes of a generation's recipes from those that survived the one before.
///
/// Bits are drawn block by block, each block by the bulk generator at the address of child and block: what chooses between
/// the parents first, then the flips. Cuts and real numbers come from a stream of the child's own, in this order: cuts,
/// 64 choices between the parents a word, mutations.
final class GAExpression: RecipeExpression {
    /// Of the run.
    private let seed: UInt64
    private let kernels: KernelSet
    private let mutation: Mutation
    private let crossover: Crossover
    private let survivors: Survivors
    /// Individuals that were bred already.
    private let raised: Survivors?
    private let problem: Problem
    /// Where the bits of subjects are drawn.
    private let bitDraws: RandomAddress

    init(
        _ problem: Problem, seed: UInt64, kernels: KernelSet, mutation: Mutation, crossover: Crossover,
        survivors: Survivors, raised: Survivors?
    ) {
        self.problem = problem
        self.seed = seed
        self.kernels = kernels
        self.mutation = mutation
        self.crossover = crossover
        self.survivors = survivors
        self.raised = raised
        bitDraws = RandomAddress(seed: seed, purpose: .mutation)
    }

    func express(_ recipe: Recipe, into genome: Genome) {
        if let written = written(recipe) { return genome.copy(from: written) }
        switch recipe {
        case .initial(let subject): begin(subject, genome)
        case .mutation(let parent, let subject, let power):
            precondition(power == mutation.probability, "a mutation of another search")
            breed(Child(first: parent, second: nil, subject: subject), into: genome)
        case .crossover(let first, let second, let subject, let power):
            precondition(power == mutation.probability, "a mutation of another search")
            breed(Child(first: first, second: second, subject: subject), into: genome)
        case .sample, .lineage, .listed, .explicit: preconditionFailure("a recipe of another search")
        }
    }

    func written(_ recipe: Recipe) -> Genome? {
        switch recipe {
        case .mutation(let survivor, _, power: 0): survivors[survivor]
        case .listed(let individual): raised?[individual]
        case .explicit(let genome): genome
        default: nil
        }
    }

    /// Even bits, and deviates: those that the problem has, or of the deviation of mutations.
    private func begin(_ subject: UInt64, _ genome: Genome) {
        let words = genome.bits.count
        for (block, word) in stride(from: 0, to: words, by: KernelSet.blockWords).enumerated() {
            let count = min(KernelSet.blockWords, words - word)
            kernels.words(key: bitDraws.bulkKey(block, subject: subject), count: count, into: genome.bits, at: word)
        }
        genome.clearPadding()
        guard problem.floats > 0 else { return }
        var random = RandomStream(RandomAddress(seed: seed, purpose: .crossover, subject: subject))
        var place = 0
        for group in problem.firstDeviations(otherwise: mutation.deviation) {
            for _ in 0..<group.count {
                genome.floats[place] = Float(group.deviation * random.normal())
                place += 1
            }
        }
    }

    /// Writes a child as one of others.
    func breed(_ child: Child, into place: Int, of others: Survivors) {
        if drawsAll(of: child) { return mix(child, into: others.bits, at: others.start(of: place)) }
        breed(child, into: others[place])
    }

    private func breed(_ child: Child, into genome: Genome) {
        if drawsAll(of: child) { return mix(child, into: genome.bits, at: 0) }
        var random = RandomStream(RandomAddress(seed: seed, purpose: .crossover, subject: child.subject))
        let (first, second) = (survivors[child.first], child.second.map { survivors[$0] })
        let cuts = second == nil ? nil : crossover.cuts(problem.bits + problem.floats, &random)
        if let second, let cuts {
            genome.bits.copy(from: first.bits, 0..<first.bits.count, at: 0)
            splice(cuts.clamped(to: 0..<problem.bits), of: second.bits, into: genome.bits)
            mix(child.subject, genome.bits, 0, nil, into: genome.bits, at: 0)
        } else {
            mix(child, into: genome.bits, at: 0)
        }
        mixFloats(first, second, cuts, &random, into: genome)
    }

    /// Whether a child is all bits, and which parent has each is drawn.
    private func drawsAll(of child: Child) -> Bool {
        problem.floats == 0 && (child.second == nil || crossover == .uniform)
    }
}

// MARK: Bits

extension GAExpression {
    /// Writes bits of either parent, and flips some.
    private func mix(_ child: Child, into bits: Buffer<UInt64>, at start: Int) {
        mix(
            child.subject, survivors.bits, survivors.start(of: child.first),
            child.second.map { survivors.start(of: $0) }, into: bits, at: start)
    }

    private func mix(
        _ subject: UInt64, _ parents: Buffer<UInt64>, _ first: Int, _ second: Int?, into bits: Buffer<UInt64>,
        at start: Int
    ) {
        kernels.breed(
            key: bitDraws.bulkKey(0, subject: subject), parents: parents, first: first, second: second,
            flips: mutation.flips, bits: problem.bits, into: bits, at: start)
    }

    /// Overwrites a range of a child's bits with another's.
    private func splice(_ range: Range<Int>, of other: Buffer<UInt64>, into child: Buffer<UInt64>) {
        guard !range.isEmpty else { return }
        let (first, last) = (range.lowerBound / 64, (range.upperBound - 1) / 64)
        func take(_ word: Int, _ mask: UInt64) { child[word] = child[word] & ~mask | other[word] & mask }
        let head = UInt64.max << UInt64(range.lowerBound % 64)
        let tail = UInt64.max >> UInt64(63 - (range.upperBound - 1) % 64)
        guard first < last else { return take(first, head & tail) }
        take(first, head)
        child.copy(from: other, first + 1..<last, at: first + 1)
        take(last, tail)
    }
}

// MARK: Real numbers

extension GAExpression {
    /// - Parameter cuts: What is the second parent's; nil: what is drawn.
    private func mixFloats(
        _ first: Genome, _ second: Genome?, _ cuts: Range<Int>?, _ random: inout RandomStream, into genome: Genome
    ) {
        let (count, child) = (problem.floats, genome.floats)
        guard count > 0 else { return }
        child.copy(from: first.floats, 0..<count, at: 0)
        if let second, let cuts {
            let range = cuts.clamped(to: problem.bits..<problem.bits + count)
            let (from, to) = (range.lowerBound - problem.bits, range.upperBound - problem.bits)
            child.copy(from: second.floats, from..<to, at: from)
        } else if let second {
            var choices: UInt64 = 0
            for place in 0..<count {
                if place % 64 == 0 { choices = random.next() }
                if choices >> UInt64(place % 64) & 1 == 0 { child[place] = second.floats[place] }
            }
        }
        for place in 0..<count where random.uniform() < mutation.probability {
            child[place] += Float(mutation.deviation * random.normal())
        }
    }
}

extension Crossover {
    /// What the second parent gives of so many parts; nil where each part is drawn.
    fileprivate func cuts(_ parts: Int, _ random: inout RandomStream) -> Range<Int>? {
        func draw(_ count: Int) -> Int { Int(random.integer(below: UInt64(count))) }
        switch self {
        case .uniform: return nil
        case _ where parts < 2: return 0..<0
        case .onePoint: return 1 + draw(parts - 1)..<parts
        case .twoPoint:
            let first = draw(parts)
            let second = (first + 1 + draw(parts - 1)) % parts
            return min(first, second)..<max(first, second)
        }
    }
}
