import Kernels
import Networks
import Randomness
import Records
import TestSupport
import Testing

@testable import Search

@Suite struct `A genetic algorithm` {
    private static let problem = Problem(bits: 1000, floats: 3)

    private static func ga(_ change: (inout GAOptions) -> Void = { _ in }, seed: UInt64 = 7) -> GA {
        var options = GAOptions()
        options.populationSize = 20
        change(&options)
        return GA(problem: problem, options: options, selection: TournamentSelection(size: 3), seed: seed)
    }

    private static func genomes(_ ga: GA, generation: Int) -> [Genome] {
        ga.ask(generation: generation).recipes.map { recipe in
            let genome = problem.makeGenome()
            ga.expression.express(recipe, into: genome)
            return genome
        }
    }

    private static func differences(_ first: Genome, _ second: Genome) -> Int {
        zip(first.bits.array(), second.bits.array()).reduce(0) { $0 + ($1.0 ^ $1.1).nonzeroBitCount }
    }

    /// Fitness is the number of bits that are 1: the first function that a genetic algorithm must climb.
    private static func ones(_ genomes: [Genome]) -> [Double] {
        genomes.map { genome in Double(genome.bits.array().reduce(0) { $0 + $1.nonzeroBitCount }) }
    }

    @Test func `begins with even bits`() {
        let genomes = Self.genomes(Self.ga { $0.populationSize = 200 }, generation: 0)
        let ones = Int(Self.ones(genomes).reduce(0, +))
        #expect(BinomialBounds.accepts(count: ones, trials: 200_000, probability: 0.5))
        #expect(Set(genomes.map { $0.bits.array() }).count == 200)
        #expect(genomes.allSatisfy { $0.bits.array().last! < 1 << 40 }, "bits past the last")
    }

    @Test func `keeps its elites as they were, the best first`() throws {
        let ga = Self.ga { $0.elites = 3 }
        let first = Self.genomes(ga, generation: 0)
        let fitness = (0..<20).map { Double(($0 * 7) % 20) }
        try ga.tell(fitness, generation: 0, parallel: ShuffledExecutor())
        let second = Self.genomes(ga, generation: 1)
        let best = fitness.descendingOrder.prefix(3)
        #expect(best.map { fitness[$0] } == [19, 18, 17])
        for (place, individual) in best.enumerated() {
            #expect(Self.differences(second[place], first[individual]) == 0)
            #expect(second[place].floats.array() == first[individual].floats.array())
        }
        let policy = Self.problem.makeGenome()
        ga.expression.express(ga.policy(), into: policy)
        #expect(Self.differences(policy, first[best[0]]) == 0)
    }

    @Test(arguments: [0.002, 0.05, 0.7, 1]) func `flips bits as often as it is told`(mutation: Double) throws {
        let ga = Self.ga {
            $0.populationSize = 200
            $0.crossover = 0
            $0.mutation = mutation
        }
        let first = Self.genomes(ga, generation: 0)
        try ga.tell([Double](repeating: 1, count: 200), generation: 0, parallel: ShuffledExecutor())
        let second = Self.genomes(ga, generation: 1).dropFirst()
        // A child has its parent at least distance, or at most where nearly all bits are flipped.
        let flips = second.map { child in
            let distances = first.map { Self.differences(child, $0) }
            return mutation > 0.5 ? distances.max()! : distances.min()!
        }
        let total = flips.reduce(0, +)
        #expect(
            mutation == 1
                ? total == 199_000 : BinomialBounds.accepts(count: total, trials: 199_000, probability: mutation))
    }

    @Test func `takes each bit of a child from either parent`() throws {
        let ga = Self.ga {
            $0.populationSize = 3
            $0.elites = 0
            $0.crossover = 1
            $0.mutation = 0
        }
        let first = Self.genomes(ga, generation: 0)
        try ga.tell([3, 2, 1], generation: 0, parallel: ShuffledExecutor())
        for child in Self.genomes(ga, generation: 1) {
            let parents = first.filter { parent in Self.differences(child, parent) < 400 }
            #expect(parents.count >= 1)
            guard parents.count == 2 else { continue }
            let shared = zip(parents[0].bits.array(), parents[1].bits.array()).map { ~($0 ^ $1) }
            for (word, mask) in shared.enumerated() { #expect((child.bits[word] ^ parents[0].bits[word]) & mask == 0) }
        }
    }

    @Test func `climbs, and goes on from a checkpoint with the same bits`() throws {
        let (ga, other) = (Self.ga(), Self.ga())
        var start = 0.0
        for generation in 0..<40 {
            let fitness = Self.ones(Self.genomes(ga, generation: generation))
            if generation == 0 { start = fitness.max()! }
            try ga.tell(fitness, generation: generation, parallel: ShuffledExecutor())
            var archive = ArchiveWriter(format: "test", version: 1)
            ga.save(to: &archive)
            let reader = try ArchiveReader(archive.finish(), path: "test", format: "test", supportedVersions: 1...1)
            try other.restore(from: reader)
            let (mine, its) = (
                Self.genomes(ga, generation: generation + 1), Self.genomes(other, generation: generation + 1)
            )
            #expect(zip(mine, its).allSatisfy { $0.bits.array() == $1.bits.array() })
            #expect(zip(mine, its).allSatisfy { $0.floats.array() == $1.floats.array() })
        }
        #expect(Self.ones(Self.genomes(ga, generation: 40)).max()! > start + 60)
    }

    @Test func `refuses a fitness that is no number`() {
        let error = #expect(throws: ShapingError.self) {
            try Self.ga().tell([Double](repeating: .nan, count: 20), generation: 0, parallel: ShuffledExecutor())
        }
        #expect(error?.description == "fitness of individual 1 is nan; it must be a finite number")
    }
}

@Suite struct `A selection` {
    private static let random = RandomStream(RandomAddress(seed: 1, purpose: .selection))

    @Test func `by truncation takes the best alike`() {
        let fitness = [1.0, 9, 3, 9, 5]
        let parents = TruncationSelection(size: 3).parents(
            3000, of: RatedPopulation(fitness: fitness), random: Self.random)
        #expect(Set(parents) == [1, 3, 4])
        for individual in [1, 3, 4] {
            let count = parents.count { $0 == individual }
            #expect(BinomialBounds.accepts(count: count, trials: 3000, probability: 1.0 / 3))
        }
        #expect(
            Set(TruncationSelection(size: 99).parents(999, of: RatedPopulation(fitness: fitness), random: Self.random))
                .count == 5)
        #expect(
            Set(TruncationSelection(size: 1).parents(9, of: RatedPopulation(fitness: fitness), random: Self.random))
                == [1])
    }

    @Test func `by tournament takes the best of a few`() {
        let fitness = (0..<10).map(Double.init)
        let parents = TournamentSelection(size: 3).parents(
            20_000, of: RatedPopulation(fitness: fitness), random: Self.random)
        for individual in 0..<10 {
            // The best of three draws is at most i with probability ((i + 1) / 10)^3.
            func below(_ count: Int) -> Double { Double(count * count * count) / 1000 }
            let count = parents.count { $0 == individual }
            #expect(
                BinomialBounds.accepts(
                    count: count, trials: 20_000, probability: below(individual + 1) - below(individual)))
        }
    }
}
