import Dispatch
import Kernels
import Networks
import TestSupport
import Testing

@testable import Search

@Suite struct `Kept samples` {
    static let population = 70

    private func makeNES(isMirrored: Bool, population: Int = population, seed: UInt64 = 3) -> NES {
        var options = NESOptions()
        (options.populationSize, options.isMirrored, options.learningRate) = (population, isMirrored, 1)
        // Two blocks and a part of a word.
        let problem = Problem(bits: KernelSet.blockSize + 77, floats: 5)
        return NES(problem: problem, options: options, seed: seed, kernels: .best)
    }

    private func fitness(_ generation: Int, _ population: Int) -> [Double] {
        var random = SplitMix64(seed: UInt64(generation))
        return (0..<population).map { _ in Double.random(in: 0...1, using: &random) }
    }

    private func tell(_ nes: NES, generation: Int) throws {
        let fitness = fitness(generation, nes.options.populationSize)
        try nes.tell(fitness, generation: generation, parallel: InTurn())
    }

    /// Expresses individuals as evaluators do: on several threads, and some of them more than once.
    private func express(_ nes: NES, generation: Int, individuals: Range<Int>) {
        let (recipes, expression) = (nes.ask(generation: generation).recipes, nes.expression)
        let problem = nes.problem
        DispatchQueue.concurrentPerform(iterations: 2 * individuals.count) { turn in
            let individual = individuals.lowerBound + turn / 2
            expression.express(recipes[individual], into: problem.makeGenome())
        }
    }

    /// With the larger population, threads share a block.
    @Test(arguments: [false, true], [population, 300])
    func `teach the same bits as samples drawn again`(isMirrored: Bool, population: Int) throws {
        func learned(expressed: Range<Int>) throws -> [UInt8] {
            let nes = makeNES(isMirrored: isMirrored, population: population)
            for generation in 0..<3 {
                express(nes, generation: generation, individuals: expressed)
                try tell(nes, generation: generation)
            }
            return nes.savedBytes
        }
        let expected = try learned(expressed: 0..<0)
        for expressed in [0..<population, 0..<1, 7..<population] {
            #expect(try learned(expressed: expressed) == expected, "\(expressed)")
        }
    }

    @Test func `are forgotten with the distribution that they came from`() throws {
        let other = makeNES(isMirrored: false, seed: 3)
        try tell(other, generation: 0)
        let state = other.savedBytes
        try tell(other, generation: 1)

        let nes = makeNES(isMirrored: false)
        express(nes, generation: 1, individuals: 0..<Self.population)
        try nes.restore(state)
        try tell(nes, generation: 1)
        #expect(nes.savedBytes == other.savedBytes)

        // Told twice of one generation: its samples are others the second time.
        try tell(other, generation: 1)
        try nes.restore(state)
        express(nes, generation: 1, individuals: 0..<Self.population)
        try tell(nes, generation: 1)
        try tell(nes, generation: 1)
        #expect(nes.savedBytes == other.savedBytes)
    }

    @Test func `hold what was kept of all individuals, and only that`() throws {
        let numbering = NESNumbering(populationSize: 4, isMirrored: true)
        let kept = try #require(KeptSamples(individuals: 4, weights: 100))
        let recipes = numbering.recipes(generation: 2)
        for (individual, recipe) in recipes.enumerated() {
            guard case .sample(let seed, let sign) = recipe else { preconditionFailure("another recipe") }
            #expect(numbering.individual(seed: seed, sign: sign) == individual)
            #expect(!kept.hold(recipes))
            let genome = Genome(bitCount: 100, floatCount: 0)
            genome.bits.fill(UInt64(individual))
            kept.keep(genome, of: individual, seed: seed)
            #expect(kept.bits[kept.position(block: 0, individual: individual, words: 2)] == UInt64(individual))
        }
        #expect(kept.hold(recipes))
        #expect(!kept.hold(numbering.recipes(generation: 3)))
        #expect(!kept.hold(Array(recipes.prefix(3))))
        kept.forget()
        #expect(!kept.hold(recipes))
    }

    @Test func `are not made past 64 MiB`() {
        #expect(KeptSamples(individuals: 8, weights: 1 << 26) != nil)
        #expect(KeptSamples(individuals: 8, weights: 1 << 26 + 1) == nil)
        #expect(KeptSamples(individuals: 10_000, weights: 1 << 20) == nil)
    }
}
