import Kernels
import Networks
import Randomness
import Records
import TestSupport
import Testing

@testable import Search

@Suite struct `A genetic algorithm of seeds` {
    private static let problem = Problem(
        bits: 200, floats: 9000,
        firstDeviations: [FloatGroup(count: 8500, deviation: 0.5), FloatGroup(count: 500, deviation: 0)])

    private static func search(
        seed: UInt64 = 3, kernels: KernelSet = .best, _ change: (inout DeepGAOptions) -> Void = { _ in }
    ) -> DeepGA {
        var options = DeepGAOptions()
        (options.populationSize, options.parents, options.candidates, options.episodes) = (12, 4, 0, 5)
        options.power = .constant(0.25)
        change(&options)
        return DeepGA(problem: problem, options: options, seed: seed, kernels: kernels)
    }

    private static func express(_ recipe: Recipe, of search: DeepGA) -> Genome {
        let genome = problem.makeGenome()
        search.expression.express(recipe, into: genome)
        return genome
    }

    private static func genomes(_ search: DeepGA, _ generation: Int) -> [Genome] {
        search.ask(generation: generation).recipes.map { express($0, of: search) }
    }

    private static func isSame(_ first: Genome, _ second: Genome) -> Bool {
        first.bits.array() == second.bits.array() && first.floats.array() == second.floats.array()
    }

    /// Rates by a sum of some floats and bits, which mutations change.
    private static func fitness(_ genome: Genome) -> Double {
        genome.floats.array(100..<130).reduce(0) { $0 + Double($1) } + Double(genome.bits[1].nonzeroBitCount)
    }

    @discardableResult
    private static func step(_ search: DeepGA, _ generation: Int, order: UInt64 = 0) throws -> [Double] {
        let fitness = genomes(search, generation).map(Self.fitness)
        try search.tell(fitness, generation: generation, parallel: ShuffledExecutor(seed: order))
        return fitness
    }

    private static func saved(_ search: DeepGA) -> [UInt8] {
        var archive = ArchiveWriter(format: "test", version: 1)
        search.save(to: &archive)
        return archive.finish()
    }

    private static func restored(_ bytes: [UInt8], kernels: KernelSet = .best) throws -> DeepGA {
        let search = search(kernels: kernels)
        try search.restore(from: ArchiveReader(bytes, path: "c", format: "test", supportedVersions: 1...1))
        return search
    }

    @Test func `draws first individuals as the problem says`() {
        let genome = Self.genomes(Self.search(), 0)[5]
        let floats = genome.floats.array()
        let squares = floats.prefix(8500).reduce(0.0) { $0 + Double($1) * Double($1) } / 8500
        #expect(abs(squares - 0.25) < 5 * 0.25 * (2.0 / 8500).squareRoot())
        #expect(floats.suffix(500).allSatisfy { $0 == 0 })
        let ones = genome.bits.array().reduce(0) { $0 + $1.nonzeroBitCount }
        #expect(BinomialBounds.accepts(count: ones, trials: 200, probability: 0.5))
        #expect(genome.bits[3] < 256, "bits past the last")
    }

    @Test func `makes children of the best alone, of the strength asked for`() throws {
        let search = Self.search()
        let first = Self.genomes(search, 0)
        let order = try Self.step(search, 0).descendingOrder.prefix(4)
        var (found, flips, mutations) = (Set<Int>(), 0, 0)
        for generation in 1...40 {
            let recipes = search.ask(generation: generation).recipes
            for recipe in recipes {
                guard case .mutation(let parent, _, 0.25) = recipe else {
                    Issue.record("\(recipe)")
                    continue
                }
                found.insert(parent)
            }
            guard generation < 4 else { continue }
            for (recipe, child) in zip(recipes, Self.genomes(search, generation)) {
                guard case .mutation(let parent, _, _) = recipe else { continue }
                let old = first[order[parent]]
                let added = zip(child.floats.array(), old.floats.array()).map { Double($0 - $1) }
                let squares = added.reduce(0) { $0 + $1 * $1 } / 9000
                #expect(abs(squares - 0.0625) < 5 * 0.0625 * (2.0 / 9000).squareRoot())
                flips += zip(child.bits.array(), old.bits.array()).reduce(0) { $0 + ($1.0 ^ $1.1).nonzeroBitCount }
                mutations += 1
            }
        }
        #expect(found == [0, 1, 2, 3])
        #expect(BinomialBounds.accepts(count: flips, trials: 200 * mutations, probability: 0.25))
    }

    @Test func `takes a part of each float away before it adds`() {
        let first = Lineage.Step(run: 1, subject: 2, power: 0)
        func genome(_ decay: Double?) -> Genome {
            let steps = decay.map { [Lineage.Step(run: 1, subject: 3, power: 0.5, decay: $0)] } ?? []
            return Lineage(first: first, mutations: steps).genome(of: Self.problem)
        }
        let (parent, child, decayed) = (genome(nil), genome(0), genome(0.25))
        #expect(decayed.bits.array() == child.bits.array())
        for float in 0..<9000 {
            #expect(abs(decayed.floats[float] - (child.floats[float] - 0.25 * parent.floats[float])) < 1e-6)
        }
    }

    @Test(arguments: [0, 0.03])
    func `rebuilds hundreds of mutations bit for bit, on every path`(decay: Double) throws {
        let search = Self.search {
            $0.power = .linear(from: 0.3, to: 0.001, over: 200, unit: .generations)
            $0.weightDecay = decay
        }
        for generation in 0..<265 { try Self.step(search, generation) }
        guard case .lineage(let lineage) = search.policy() else {
            Issue.record("no lineage")
            return
        }
        #expect(lineage.mutations.count > 100)
        #expect(lineage.mutations.last!.power < 0.002 && lineage.mutations.last!.decay == decay)
        let elite = Self.express(search.policy(), of: search)
        for kernels in KernelSet.available {
            let rebuilt = Self.problem.makeGenome()
            LineageNoise(problem: Self.problem, kernels: kernels).express(lineage, into: rebuilt)
            #expect(Self.isSame(rebuilt, elite), "\(kernels.name)")
        }
        #expect(lineage.genome(of: Self.problem).isEqual(to: elite))
        #expect(Self.saved(search).count < 100_000, "a checkpoint holds seeds")
    }

    @Test func `gives the same bits in any order of work, and after a checkpoint`() throws {
        func run(_ kernels: KernelSet, order: UInt64, restarts: Bool) throws -> [UInt8] {
            var search = Self.search(kernels: kernels)
            for generation in 0..<12 {
                try Self.step(search, generation, order: order)
                if restarts { search = try Self.restored(Self.saved(search), kernels: kernels) }
            }
            return Self.saved(search)
        }
        let reference = try run(.best, order: 0, restarts: false)
        for kernels in KernelSet.available {
            #expect(try run(kernels, order: 5, restarts: true) == reference, "\(kernels.name)")
        }
    }

    /// Every parent is made in place of an older one, while its siblings are made elsewhere.
    @Test func `keeps no more genomes than parents, whoever their parents are`() {
        let noise = LineageNoise(problem: Problem(bits: 70, floats: 40), kernels: .best)
        var random = SplitMix64(seed: 1)
        func step() -> Lineage.Step { Lineage.Step(run: 1, subject: random.next(), power: 0.1) }
        var parents = LineageParents(noise: noise)
        parents.renew((0..<5).map { _ in .first(step()) }, InTurn())
        for trial in 0..<300 {
            let count = Int.random(in: 1...5, using: &random)
            let successors = (0..<count).map { _ -> LineageParents.Successor in
                let parent = Int.random(in: 0..<parents.lineages.count, using: &random)
                switch Int.random(in: 0..<6, using: &random) {
                case 0: return .kept(parent)
                case 1: return .first(step())
                default: return .mutated(parent, step())
                }
            }
            parents.renew(successors, ShuffledExecutor(seed: UInt64(trial)))
            #expect(parents.genomes.count == 5)
            #expect(parents.lineages.count == count)
            for (lineage, genome) in zip(parents.lineages, parents.genomes) {
                #expect(lineage.genome(of: noise.problem).isEqual(to: genome), "trial \(trial)")
            }
        }
    }

    @Test func `rates the best again with the elite, and keeps the best of them`() throws {
        let search = Self.search { $0.candidates = 3 }
        func tell(_ fitness: [Double], _ generation: Int) throws -> Bool {
            let evaluations = Evaluations(individuals: fitness.count, episodes: 1)
            evaluations.returns.copy(from: fitness)
            return try search.tell(evaluations, generation: generation, parallel: InTurn())
        }
        let first = Self.genomes(search, 0)
        #expect(try tell((0..<12).map { Double(-abs($0 - 7)) }, 0))
        let again = search.ask(generation: 0)
        #expect(again.episodes == 5)
        // Individuals 7, 6 and 8 are the best; the second is better when rated again.
        #expect(zip([7, 6, 8], Self.genomes(search, 0)).allSatisfy { Self.isSame(first[$0], $1) })
        #expect(try !tell([1, 5, 2], 0))
        #expect(Self.isSame(Self.express(search.policy(), of: search), first[6]))
        #expect(search.scalars.map(\.value) == [5, 0])

        let second = Self.genomes(search, 1)
        #expect(try tell([9] + Array(repeating: 0, count: 11), 1))
        let candidates = Self.genomes(search, 1)
        #expect(candidates.count == 3)
        #expect(Self.isSame(candidates[0], first[6]), "the elite comes first")
        #expect(Self.isSame(candidates[1], second[0]))
        #expect(try !tell([3, 3, 1], 1))
        #expect(Self.isSame(Self.express(search.policy(), of: search), first[6]), "the first of the best")
        #expect(search.ask(generation: 2).recipes.count == 12)
    }

    @Test func `keeps its elite where all that are rated again fail, and takes none that failed where another did not`()
        throws
    {
        let search = Self.search { $0.candidates = 2 }
        func tell(_ fitness: [Double], failed: [Int] = [], _ generation: Int) throws -> Bool {
            let evaluations = Evaluations(individuals: fitness.count, episodes: 1, forgivesFailures: true)
            evaluations.returns.copy(from: fitness)
            for individual in failed { evaluations.failures?[individual] = 1 }
            return try search.tell(evaluations, generation: generation, parallel: InTurn())
        }
        func elite() -> Genome { Self.express(search.policy(), of: search) }
        // Without an elite, the best of the population is.
        let first = Self.genomes(search, 0)
        #expect(try tell((0..<12).map { Double(-abs($0 - 7)) }, 0))
        #expect(try !tell([0, 0], failed: [0, 1], 0))
        #expect(Self.isSame(elite(), first[7]))
        #expect(search.scalars[0].value == 0)
        #expect(try tell([9] + Array(repeating: 0, count: 11), 1))
        #expect(try !tell([0, 0], failed: [0, 1], 1))
        #expect(Self.isSame(elite(), first[7]))
        let third = Self.genomes(search, 2)
        #expect(try tell([9] + Array(repeating: 0, count: 11), 2))
        // The elite comes first.
        #expect(try !tell([5, -5], failed: [0], 2))
        #expect(Self.isSame(elite(), third[0]))
        #expect(search.scalars[0].value == -5)
    }

    /// Tells the fitness of individuals, each of an episode of so many steps.
    private static func tell(_ search: DeepGA, _ fitness: [Double], steps: Int32, generation: Int) throws -> Bool {
        let evaluations = Evaluations(individuals: fitness.count, episodes: 1)
        evaluations.returns.copy(from: fitness)
        evaluations.lengths.fill(steps)
        return try search.tell(evaluations, generation: generation, parallel: InTurn())
    }

    @Test(arguments: [0, 4]) func `adds individuals until there are as many steps as asked for`(parents: Int) throws {
        func make(_ populationSize: Int, timesteps: Int) -> DeepGA {
            Self.search {
                $0.populationSize = populationSize
                $0.parents = parents
                $0.candidates = 3
                $0.power = .linear(from: 0.5, to: 0, over: 1000, unit: .timesteps)
                $0.timesteps = timesteps
            }
        }
        // One that has all individuals from the beginning.
        let (growing, whole) = (make(6, timesteps: 100), make(12, timesteps: 0))
        for generation in 0..<3 {
            let expected = Self.genomes(whole, generation)
            var (found, fitness): ([Genome], [Double]) = ([], [])
            // 40 steps are missing after the first round: four individuals of ten; then 20: two of eight.
            for (count, steps) in [(6, 10), (4, 5), (2, 14)] {
                let round = growing.ask(generation: generation)
                #expect(
                    round.individuals.lowerBound == found.count && round.recipes.count == count && round.episodes == nil
                )
                let genomes = round.recipes.map { Self.express($0, of: growing) }
                found += genomes
                fitness += genomes.map(Self.fitness)
                #expect(try Self.tell(growing, genomes.map(Self.fitness), steps: Int32(steps), generation: generation))
            }
            #expect(zip(found, expected).allSatisfy(Self.isSame))
            #expect(try Self.tell(whole, fitness, steps: 9, generation: generation))
            let candidates = (Self.genomes(growing, generation), Self.genomes(whole, generation))
            #expect(candidates.0.count == 3 && zip(candidates.0, candidates.1).allSatisfy(Self.isSame))
            // Candidates count too: 138 steps each.
            #expect(try !Self.tell(growing, [1, 2, 3], steps: 10, generation: generation))
            #expect(try !Self.tell(whole, [1, 2, 3], steps: 10, generation: generation))
            #expect(Self.saved(growing) == Self.saved(whole))
        }
    }

    @Test func `without parents is random search, which keeps the best ever`() throws {
        let search = Self.search {
            $0.parents = 0
            $0.candidates = 0
        }
        let first = Self.genomes(search, 0)
        let best = try Self.step(search, 0).descendingOrder[0]
        #expect(Self.isSame(Self.express(search.policy(), of: search), first[best]))
        let second = Self.genomes(search, 1)
        #expect(Set((first + second).map { $0.floats[0] }).count == 24, "all are drawn anew")
        var seen = (first + second).map(Self.fitness).max()!
        _ = try Self.step(search, 1)
        for generation in 2..<30 {
            #expect(Self.fitness(Self.express(search.policy(), of: search)) == seen)
            seen = max(seen, try Self.step(search, generation).max()!)
        }
    }

    @Test func `goes on from a lineage of another run`() throws {
        let other = Self.search(seed: 99)
        for generation in 0..<5 { try Self.step(other, generation) }
        guard case .lineage(let lineage) = other.policy() else {
            Issue.record("no lineage")
            return
        }
        let search = Self.search { $0.start = lineage }
        #expect(Self.isSame(Self.express(search.policy(), of: search), Self.express(other.policy(), of: other)))
        try Self.step(search, 0)
        guard case .lineage(let longer) = search.policy() else {
            Issue.record("no lineage")
            return
        }
        #expect(Array(longer.mutations.prefix(lineage.mutations.count)) == lineage.mutations)
        #expect(longer.mutations.last?.run == 3 && longer.first.run == 99)
    }

    @Test(arguments: [
        ("elite", "c: 'elite' is 9, which is none of the parents"),
        ("counts", "c: 'parents/counts' has a line without a first individual"),
        ("powers", "c: 'parents/powers' has a number that is no strength of a mutation"),
        ("timesteps", "c: 'timesteps' is -1, which is no number of steps"),
    ])
    func `refuses a state that it cannot have`(wrong: String, message: String) throws {
        var archive = ArchiveWriter(format: "test", version: 1)
        archive.scoped("parents") { archive in
            archive.write([Int32(wrong == "counts" ? 0 : 1)], as: "counts")
            let count = wrong == "counts" ? 0 : 1
            archive.write([UInt64](repeating: 3, count: count), as: "runs")
            archive.write([UInt64](repeating: 3, count: count), as: "subjects")
            archive.write([Double](repeating: wrong == "powers" ? -1 : 0, count: count), as: "powers")
        }
        archive.write(Int32(wrong == "elite" ? 9 : 0), as: "elite")
        archive.write(1.5, as: "elite_fitness")
        archive.write(Int64(wrong == "timesteps" ? -1 : 4), as: "timesteps")
        do {
            _ = try Self.restored(archive.finish())
            Issue.record("was taken")
        } catch {
            #expect("\(error)" == message)
        }
    }
}

@Suite struct `A schedule` {
    @Test func `goes from its first value to its last, and stays there`() {
        let linear = Schedule.linear(from: 2, to: 1, over: 4, unit: .generations)
        #expect((0...6).map { linear.value(generation: $0, timesteps: 99) } == [2, 1.75, 1.5, 1.25, 1, 1, 1])
        let exponential = Schedule.exponential(from: 16, to: 1, over: 400, unit: .timesteps)
        let values = [0, 100, 200, 300, 400, 500].map { exponential.value(generation: 7, timesteps: $0) }
        for (value, expected) in zip(values, [16.0, 8, 4, 2, 1, 1]) { #expect(abs(value - expected) < 1e-12) }
        for unit in Schedule.Unit.allCases {
            let short = Schedule.linear(from: 0.1, to: 0.01, over: 3, unit: unit)
            #expect(short.value(generation: 3, timesteps: 3) == 0.01)
            let wide = Schedule.exponential(from: 1e-200, to: 1e120, over: 2, unit: unit)
            #expect(abs(wide.value(generation: 1, timesteps: 1) / 1e-40 - 1) < 1e-9)
        }
        #expect("\(linear)" == "linear(from: 2.0, to: 1.0, over: 4, unit: generations)")
        #expect(Schedule.constant(3).value(generation: 9, timesteps: 9) == 3)
    }
}
