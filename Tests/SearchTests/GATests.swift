import Kernels
import Networks
import Randomness
import Records
import TestSupport
import Testing

@testable import Search

@Suite struct `A genetic algorithm` {
    private static let problem = Problem(bits: 1000, floats: 3)

    private static func ga(
        _ problem: Problem = problem, _ change: (inout GAOptions) -> Void = { _ in },
        selection: any Selection = TournamentSelection(size: 3), kernels: KernelSet = .best
    ) -> GA {
        var options = GAOptions()
        options.populationSize = 20
        change(&options)
        return GA(problem: problem, options: options, selection: selection, seed: 7, kernels: kernels)
    }

    private static func genomes(_ ga: GA, generation: Int) -> [Genome] {
        ga.ask(generation: generation).recipes.map { recipe in
            let genome = ga.problem.makeGenome()
            ga.expression.express(recipe, into: genome)
            return genome
        }
    }

    /// Bits, then floats as their bits.
    private static func parts(_ genome: Genome) -> [UInt32] {
        (0..<genome.bitCount).map { UInt32(genome.bit($0)) } + genome.floats.array().map(\.bitPattern)
    }

    private static func saved(_ ga: GA) throws -> ArchiveReader {
        var archive = ArchiveWriter(format: "test", version: 1)
        ga.save(to: &archive)
        return try ArchiveReader(archive.finish(), path: "test", format: "test", supportedVersions: 1...1)
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

    @Test(arguments: [nil, [FloatGroup(count: 7, deviation: 0.25), FloatGroup(count: 3, deviation: 0)]])
    func `begins with the deviations that the problem has, else with its own, and mutates by its own`(
        groups: [FloatGroup]?
    ) throws {
        let problem = Problem(bits: 70, floats: 10, firstDeviations: groups)
        let ga = Self.ga(problem) {
            ($0.populationSize, $0.elites) = (4, 0)
            $0.breeding = BreedingOptions()
            ($0.breeding.crossover, $0.breeding.mutation, $0.breeding.biasDeviation) = (0, 1, 2)
        }
        func stream(_ generation: Int, _ individual: Int) -> RandomStream {
            let subject = RandomAddress.subject(generation: generation, individual: individual)
            return RandomStream(RandomAddress(seed: 7, purpose: .crossover, subject: subject))
        }
        let deviations =
            groups == nil ? [Double](repeating: 2, count: 10) : Array(repeating: 0.25, count: 7) + [0, 0, 0]
        let first = Self.genomes(ga, generation: 0).map { $0.floats.array() }
        for individual in 0..<4 {
            var random = stream(0, individual)
            #expect(first[individual] == deviations.map { Float($0 * random.normal()) })
        }
        try ga.tell([1, 4, 2, 3], generation: 0, parallel: InTurn())
        let parents = TournamentSelection(size: 3).parents(
            4, of: RatedPopulation(fitness: [1, 4, 2, 3]),
            random: RandomStream(RandomAddress(seed: 7, purpose: .selection, generation: 0)))
        for (child, genome) in Self.genomes(ga, generation: 1).enumerated() {
            var random = stream(1, child)
            let expected = first[parents[child]].map { number in
                _ = random.uniform()
                return number + Float(2 * random.normal())
            }
            #expect(genome.floats.array() == expected)
        }
    }

    @Test func `keeps its elites as they were, the best first`() throws {
        let ga = Self.ga { $0.elites = 3 }
        let first = Self.genomes(ga, generation: 0)
        let fitness = (0..<20).map { Double(($0 * 7) % 20) }
        try ga.tell(fitness, generation: 0, parallel: InTurn())
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
            $0.breeding.crossover = 0
            $0.breeding.mutation = mutation
        }
        let first = Self.genomes(ga, generation: 0)
        try ga.tell([Double](repeating: 1, count: 200), generation: 0, parallel: InTurn())
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
            $0.breeding.crossover = 1
            $0.breeding.mutation = 0
        }
        let first = Self.genomes(ga, generation: 0)
        try ga.tell([3, 2, 1], generation: 0, parallel: InTurn())
        for child in Self.genomes(ga, generation: 1) {
            let parents = first.filter { parent in Self.differences(child, parent) < 400 }
            #expect(parents.count >= 1)
            guard parents.count == 2 else { continue }
            let shared = zip(parents[0].bits.array(), parents[1].bits.array()).map { ~($0 ^ $1) }
            for (word, mask) in shared.enumerated() { #expect((child.bits[word] ^ parents[0].bits[word]) & mask == 0) }
        }
    }

    /// Children of two parents, without mutation, with their parents.
    private static func families(
        _ kind: Crossover, _ problem: Problem, populationSize: Int
    ) throws -> [(child: [UInt32], first: [UInt32], second: [UInt32])] {
        let ga = ga(problem) {
            $0.populationSize = populationSize
            $0.breeding.crossover = 1
            $0.breeding.mutation = 0
            $0.elites = 0
            $0.breeding.crossoverKind = kind
        }
        let parents = genomes(ga, generation: 0)
        let fitness = (0..<populationSize).map { Double(($0 * 7) % 11) }
        try ga.tell(fitness, generation: 0, parallel: InTurn())
        let chosen = TournamentSelection(size: 3).parents(
            populationSize, of: RatedPopulation(fitness: fitness),
            random: RandomStream(RandomAddress(seed: 7, purpose: .selection, generation: 0)))
        return genomes(ga, generation: 1).enumerated().map { index, child in
            (
                parts(child), parts(parents[chosen[index]]), parts(parents[chosen[(index + 1) % populationSize]])
            )
        }
    }

    @Test(arguments: [Problem(bits: 300, floats: 40), Problem(bits: 130, floats: 0), Problem(bits: 0, floats: 90)])
    func `cuts the genome at one place or at two, floats included`(problem: Problem) throws {
        let parts = problem.bits + problem.floats
        for kind in [Crossover.onePoint, .twoPoint] {
            var lengths: [Int] = []
            for (child, first, second) in try Self.families(kind, problem, populationSize: 200) where first != second {
                // The shortest range that must be the second parent's, and all that may be.
                let its = child.indices.filter { child[$0] != first[$0] }
                guard let start = its.first, let end = its.last else { continue }
                #expect(its.allSatisfy { child[$0] == second[$0] })
                #expect((start...end).allSatisfy { child[$0] == second[$0] }, "\(kind): a range of the second parent")
                if kind == .onePoint {
                    #expect((end..<parts).allSatisfy { child[$0] == second[$0] }, "up to the end")
                }
                lengths.append(end - start)
            }
            // A range of evenly drawn cuts is half of the genome long on average, or a third.
            let mean = Double(lengths.reduce(0, +)) / Double(lengths.count * parts)
            #expect(lengths.count > 150 && (kind == .onePoint ? 0.4...0.6 : 0.25...0.42).contains(mean), "\(mean)")
        }
    }

    @Test func `gives a child of one part to the first parent where it is cut`() throws {
        for kind in [Crossover.onePoint, .twoPoint] {
            for (child, first, _) in try Self.families(kind, Problem(bits: 1, floats: 0), populationSize: 30) {
                #expect(child == first)
            }
        }
    }

    @Test func `gives children of two parts one of each parent`() throws {
        for (child, first, second) in try Self.families(.onePoint, Problem(bits: 2, floats: 0), populationSize: 60) {
            #expect(child == [first[0], second[1]])
        }
        let pairs = try Self.families(.twoPoint, Problem(bits: 2, floats: 0), populationSize: 60)
        for (child, first, second) in pairs { #expect(child == [second[0], first[1]]) }
    }

    @Test func `takes floats from either parent, half of each`() throws {
        let families = try Self.families(.uniform, Problem(bits: 3, floats: 200), populationSize: 100)
        var (mine, its) = (0, 0)
        for (child, first, second) in families {
            #expect(child.indices.allSatisfy { child[$0] == first[$0] || child[$0] == second[$0] })
            mine += (3..<203).count { child[$0] == first[$0] && first[$0] != second[$0] }
            its += (3..<203).count { child[$0] == second[$0] && first[$0] != second[$0] }
        }
        #expect(BinomialBounds.accepts(count: mine, trials: mine + its, probability: 0.5), "\(mine) of \(mine + its)")
    }

    /// The genomes are too large to be bred before they are wanted: recipes say how.
    @Test(arguments: [0, 0.3, 1]) func `gives two parents to as many children as it is told`(probability: Double) throws
    {
        let ga = Self.ga(Problem(bits: 2000, floats: 0)) {
            $0.populationSize = 5000
            $0.breeding.crossover = probability
        }
        try ga.tell([Double](repeating: 0, count: 5000), generation: 0, parallel: InTurn())
        let recipes = ga.ask(generation: 1).recipes.dropFirst()
        let count = recipes.count { if case .crossover = $0 { true } else { false } }
        #expect(probability == 0 || probability == 1 ? count == Int(probability) * 4999 : true)
        #expect(
            probability == 0 || probability == 1
                || BinomialBounds.accepts(count: count, trials: 4999, probability: probability))
    }

    @Test(arguments: Crossover.allCases) func `climbs, and goes on from a checkpoint with the same bits`(
        kind: Crossover
    ) throws {
        let (ga, other) = (Self.ga { $0.breeding.crossoverKind = kind }, Self.ga { $0.breeding.crossoverKind = kind })
        var start = 0.0
        for generation in 0..<40 {
            let fitness = Self.ones(Self.genomes(ga, generation: generation))
            if generation == 0 { start = fitness.max()! }
            try ga.tell(fitness, generation: generation, parallel: ShuffledExecutor(seed: UInt64(generation)))
            try other.restore(from: Self.saved(ga))
            let (mine, its) = (
                Self.genomes(ga, generation: generation + 1), Self.genomes(other, generation: generation + 1)
            )
            #expect(mine.map(Self.parts) == its.map(Self.parts))
            #expect(ga.scalars.map(\.value) == other.scalars.map(\.value))
        }
        #expect(Self.ones(Self.genomes(ga, generation: 40)).max()! > start + 60)
    }

    static let selections: [any Selection & Sendable] = [
        TournamentSelection(size: 3), TruncationSelection(size: 5), TruncationSelection(size: 18),
        RouletteSelection(baseline: .worst), RouletteSelection(baseline: .zero), RankSelection(pressure: 1.7),
        StochasticUniversalSelection(baseline: .worst),
    ]

    @Test(arguments: selections.indices, Crossover.allCases)
    func `gives the same bits on every path, in any order, on several threads and told twice`(
        selection: Int, kind: Crossover
    ) throws {
        // A whole block of bits and a part of one.
        let problem = Problem(bits: 9000, floats: 5)
        func run(_ kernels: KernelSet, _ parallel: any Parallel, forgets: Bool) throws -> [[UInt32]] {
            let ga = Self.ga(
                problem, { $0.breeding.crossoverKind = kind }, selection: Self.selections[selection], kernels: kernels)
            for generation in 0..<3 {
                let fitness = Self.ones(Self.genomes(ga, generation: generation))
                // Restored, it does not know what it asked for.
                if forgets { try ga.restore(from: Self.saved(ga)) }
                try ga.tell(fitness, generation: generation, parallel: parallel)
            }
            return Self.genomes(ga, generation: 3).map(Self.parts)
        }
        let expected = try run(.best, InTurn(), forgets: false)
        #expect(Set(expected).count > 10)
        for kernels in KernelSet.available { #expect(try run(kernels, InTurn(), forgets: true) == expected) }
        #expect(try run(.best, ThreadedExecutor(), forgets: false) == expected)
        #expect(try run(.best, ShuffledExecutor(seed: 3), forgets: true) == expected)
    }

    @Test func `expresses a recipe alike however often, until it is told`() throws {
        let ga = Self.ga { $0.breeding.crossoverKind = .twoPoint }
        for generation in 0..<4 {
            let once = Self.genomes(ga, generation: generation).map(Self.parts)
            let expression = ga.expression
            let recipes = ga.ask(generation: generation).recipes
            let genome = Self.problem.makeGenome()
            for individual in recipes.indices.reversed() {
                expression.express(recipes[individual], into: genome)
                #expect(Self.parts(genome) == once[individual])
            }
            try ga.tell(
                once.map { Double($0.reduce(0, &+) % 1000) }, generation: generation, parallel: InTurn())
        }
    }

    @Test(arguments: [
        ("bits", "checkpoint: 'bits' has the shape [21, 16], which is that of no survivors"),
        ("parents", "checkpoint: 'parents' does not fit the survivors"),
    ])
    func `refuses a checkpoint of another search`(name: String, message: String) throws {
        var archive = ArchiveWriter(format: "test", version: 1)
        let count = name == "bits" ? 21 : 2
        archive.write([UInt64](repeating: 0, count: count * 16), as: "bits", shape: [count, 16])
        archive.write([Float](repeating: 0, count: count * 3), as: "floats", shape: [count, 3])
        archive.write([Int32](repeating: 2, count: 19), as: "parents")
        let reader = try ArchiveReader(archive.finish(), path: "checkpoint", format: "test", supportedVersions: 1...1)
        let error = #expect(throws: ArchiveError.self) { try Self.ga().restore(from: reader) }
        #expect(error?.description == message)
    }

    @Test func `refuses a fitness that is no number`() {
        let error = #expect(throws: ShapingError.self) {
            try Self.ga().tell([Double](repeating: .nan, count: 20), generation: 0, parallel: InTurn())
        }
        #expect(error?.description == "fitness of individual 1 is nan; it must be a finite number")
    }
}
