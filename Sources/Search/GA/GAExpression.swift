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
    private let nursery: Nursery?
    private let problem: Problem
    /// Where the bits of subjects are drawn.
    private let bitDraws: RandomAddress

    init(
        _ problem: Problem, seed: UInt64, kernels: KernelSet, mutation: Mutation, crossover: Crossover,
        survivors: Survivors, nursery: Nursery?
    ) {
        self.problem = problem
        self.seed = seed
        self.kernels = kernels
        self.mutation = mutation
        self.crossover = crossover
        self.survivors = survivors
        self.nursery = nursery
        bitDraws = RandomAddress(seed: seed, purpose: .mutation)
    }

    func express(_ recipe: Recipe, into genome: Genome) {
        express(recipe, genome.bits, genome.floats, row: 0)
    }

    /// Breeds a child as a row of others.
    func express(_ child: Child, into row: Int, of others: Survivors) {
        breed(child.first, child.second, child.subject, mutation.probability, others.bits, others.floats, row)
    }

    /// Copies a survivor to a row of others.
    func copy(_ survivor: Int, into row: Int, of others: Survivors) {
        others.bits.copy(from: survivors.bits, survivors.words(of: survivor), at: row * survivors.words)
        others.floats.copy(from: survivors.floats, survivors.floats(of: survivor), at: row * problem.floats)
    }

    /// Writes the genome of a recipe as a row of others.
    func express(_ recipe: Recipe, into row: Int, of others: Survivors) {
        express(recipe, others.bits, others.floats, row: row)
    }

    private func express(_ recipe: Recipe, _ bits: Buffer<UInt64>, _ floats: Buffer<Float>, row: Int) {
        switch recipe {
        case .initial(let subject): begin(subject, bits, floats, row)
        case .mutation(let parent, let subject, let power):
            if copied(subject, bits, floats, row) { return }
            breed(parent, nil, subject, power, bits, floats, row)
        case .crossover(let first, let second, let subject, let power):
            if copied(subject, bits, floats, row) { return }
            breed(first, second, subject, power, bits, floats, row)
        case .explicit(let other):
            bits.copy(from: other.bits, 0..<survivors.words, at: row * survivors.words)
            floats.copy(from: other.floats, 0..<problem.floats, at: row * problem.floats)
        case .sample, .lineage, .listed: preconditionFailure("a recipe of another search")
        }
    }

    /// Whether a child was bred already, and has been copied.
    private func copied(_ subject: UInt64, _ bits: Buffer<UInt64>, _ floats: Buffer<Float>, _ row: Int) -> Bool {
        nursery?.copy(subject, to: bits, floats, row: row) ?? false
    }

    /// Even bits, and deviates: those that the problem has, or of the deviation of mutations.
    private func begin(_ subject: UInt64, _ bits: Buffer<UInt64>, _ floats: Buffer<Float>, _ row: Int) {
        let words = survivors.words
        for (block, word) in stride(from: 0, to: words, by: KernelSet.blockWords).enumerated() {
            let count = min(KernelSet.blockWords, words - word)
            kernels.words(
                key: bitDraws.bulkKey(block, subject: subject), count: count, into: bits, at: row * words + word)
        }
        if problem.bits % 64 != 0 { bits[(row + 1) * words - 1] &= (1 << UInt64(problem.bits % 64)) - 1 }
        guard problem.floats > 0 else { return }
        var random = RandomStream(RandomAddress(seed: seed, purpose: .crossover, subject: subject))
        var place = row * problem.floats
        for group in problem.firstDeviations(otherwise: mutation.deviation) {
            for _ in 0..<group.count {
                floats[place] = Float(group.deviation * random.normal())
                place += 1
            }
        }
    }

    private func breed(
        _ first: Int, _ second: Int?, _ subject: UInt64, _ power: Double, _ bits: Buffer<UInt64>,
        _ floats: Buffer<Float>, _ row: Int
    ) {
        precondition(power == 0 || power == mutation.probability, "a mutation of another search")
        precondition(first < survivors.count && second ?? 0 < survivors.count, "no such survivor")
        guard problem.floats > 0 || second != nil && crossover != .uniform else {
            return breedBits(first, second, nil, subject, mutates: power > 0, bits, row)
        }
        var random = RandomStream(RandomAddress(seed: seed, purpose: .crossover, subject: subject))
        let cuts = second == nil ? nil : crossover.cuts(problem.bits + problem.floats, &random)
        breedBits(first, second, cuts, subject, mutates: power > 0, bits, row)
        breedFloats(first, second, cuts, power, &random, floats, row)
    }
}

// MARK: Bits

extension GAExpression {
    /// - Parameter cuts: What is the second parent's; nil: what is drawn.
    private func breedBits(
        _ first: Int, _ second: Int?, _ cuts: Range<Int>?, _ subject: UInt64, mutates: Bool, _ child: Buffer<UInt64>,
        _ row: Int
    ) {
        let words = survivors.words
        let start = row * words
        guard second == nil || cuts != nil else {
            let (first, second) = (survivors.row(of: first) * words, second.map { survivors.row(of: $0) * words })
            return draw(subject, survivors.bits, first, second, mutates, child, start)
        }
        child.copy(from: survivors.bits, survivors.words(of: first), at: start)
        if let second, let cuts {
            splice(cuts.clamped(to: 0..<problem.bits), of: survivors.row(of: second) * words, child, start)
        }
        if mutates { draw(subject, child, start, nil, mutates, child, start) }
    }

    /// Mixes and flips.
    private func draw(
        _ subject: UInt64, _ parents: Buffer<UInt64>, _ first: Int, _ second: Int?, _ mutates: Bool,
        _ child: Buffer<UInt64>, _ start: Int
    ) {
        let key = bitDraws.bulkKey(0, subject: subject)
        let bits = problem.bits
        guard mutates else {
            return kernels.breed(
                key: key, parents: parents, first: first, second: second, flips: nil, bits: bits, into: child, at: start
            )
        }
        kernels.breed(
            key: key, parents: parents, first: first, second: second, flips: mutation.flips, bits: bits, into: child,
            at: start)
    }

    /// Overwrites a range of the child's bits with a survivor's, which begin at `other`.
    private func splice(_ range: Range<Int>, of other: Int, _ child: Buffer<UInt64>, _ start: Int) {
        guard !range.isEmpty else { return }
        let bits = survivors.bits
        let (first, last) = (range.lowerBound / 64, (range.upperBound - 1) / 64)
        func take(_ word: Int, _ mask: UInt64) {
            child[start + word] = child[start + word] & ~mask | bits[other + word] & mask
        }
        let head = UInt64.max << UInt64(range.lowerBound % 64)
        let tail = UInt64.max >> UInt64(63 - (range.upperBound - 1) % 64)
        guard first < last else { return take(first, head & tail) }
        take(first, head)
        child.copy(from: bits, other + first + 1..<other + last, at: start + first + 1)
        take(last, tail)
    }
}

// MARK: Real numbers

extension GAExpression {
    private func breedFloats(
        _ first: Int, _ second: Int?, _ cuts: Range<Int>?, _ power: Double, _ random: inout RandomStream,
        _ child: Buffer<Float>, _ row: Int
    ) {
        let count = problem.floats
        guard count > 0 else { return }
        let (parents, start) = (survivors.floats, row * count)
        child.copy(from: parents, survivors.floats(of: first), at: start)
        let other = second.map { survivors.row(of: $0) * count }
        if let other, let cuts {
            let range = cuts.clamped(to: problem.bits..<problem.bits + count)
            let (from, to) = (range.lowerBound - problem.bits, range.upperBound - problem.bits)
            child.copy(from: parents, other + from..<other + to, at: start + from)
        } else if let other {
            var choices: UInt64 = 0
            for place in 0..<count {
                if place % 64 == 0 { choices = random.next() }
                if choices >> UInt64(place % 64) & 1 == 0 { child[start + place] = parents[other + place] }
            }
        }
        guard power > 0 else { return }
        for place in start..<start + count where random.uniform() < power {
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
