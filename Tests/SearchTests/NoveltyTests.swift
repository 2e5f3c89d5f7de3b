import Kernels
import Networks
import Records
import TestSupport
import Testing

@testable import Search

@Suite struct `An archive of behaviors` {
    @Test func `gives the mean distance to the nearest, whoever they are`() throws {
        var archive = NoveltyArchive(neighbors: 2, capacity: 9)
        #expect(archive.novelty(of: [5, 5]) == 0, "nothing is novel where nothing is known")
        for behavior in [[0.0, 0], [3, 4], [100, 0]] { try archive.add(behavior) }
        #expect(archive.novelty(of: [0, 0]) == 2.5)
        #expect(archive.novelty(of: [0, 0], among: [[0, 1], [9, 9]]) == 0.5)
        #expect(archive.novelty(of: [0, 0], among: [[0, 0], [0, 3]], except: 0) == 1.5)
        #expect(NoveltyArchive(neighbors: 9, capacity: 1).novelty(of: [1], among: [[1], [4], [7]], except: 0) == 4.5)
    }

    @Test func `leaves out a behavior that is not known`() throws {
        var archive = NoveltyArchive(neighbors: 2, capacity: 9)
        try archive.add([3, 4])
        #expect(archive.novelty(of: [0, 0], among: [[], [0, 0], [0, 9]], except: 1) == 7)
    }

    /// Against one that keeps all in a list, and sorts all distances.
    @Test(arguments: [1, 2, 5, 7, 40], [1, 3]) func `forgets the oldest past what it keeps, restored or not`(
        capacity: Int, neighbors: Int
    ) throws {
        var random = SplitMix64(seed: UInt64(capacity * 10 + neighbors))
        func behavior() -> [Double] { (0..<3).map { _ in Double.random(in: -1...1, using: &random) } }
        var (archive, naive): (NoveltyArchive, [[Double]]) = (.init(neighbors: neighbors, capacity: capacity), [])
        for _ in 0..<30 {
            let (added, asked) = (behavior(), behavior())
            try archive.add(added)
            naive = Array((naive + [added]).suffix(capacity))
            let distances = naive.map { zip($0, asked).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) } }.sorted()
            let nearest = distances.prefix(neighbors).map { $0.squareRoot() }
            #expect(archive.count == naive.count)
            #expect(archive.novelty(of: asked) == nearest.reduce(0, +) / Double(nearest.count))

            let bytes = Self.saved(archive)
            let reader = try ArchiveReader(bytes, path: "c", format: "test", supportedVersions: 1...1)
            #expect(try reader.doubles("behaviors", shape: [naive.count, 3]) == naive.flatMap { $0 })
            var restored = NoveltyArchive(neighbors: neighbors, capacity: capacity)
            try restored.restore(from: reader)
            #expect(Self.saved(restored) == bytes)
            archive = restored
        }
    }

    @Test func `keeps the newest of one that was larger`() throws {
        var large = NoveltyArchive(neighbors: 1, capacity: 9)
        for number in 1...7 { try large.add([Double(number)]) }
        var small = NoveltyArchive(neighbors: 1, capacity: 2)
        try small.restore(
            from: ArchiveReader(Self.saved(large), path: "c", format: "test", supportedVersions: 1...1))
        #expect(small.count == 2 && small.novelty(of: [1]) == 5)
        try small.add([100])
        #expect(small.count == 2 && small.novelty(of: [1]) == 6)
    }

    private static func saved(_ archive: NoveltyArchive) -> [UInt8] {
        var writer = ArchiveWriter(format: "test", version: 1)
        archive.save(to: &writer)
        return writer.finish()
    }

    @Test func `refuses a behavior of another size`() throws {
        var archive = NoveltyArchive(neighbors: 2, capacity: 9)
        try archive.add([1, 2])
        do {
            try archive.add([1])
            Issue.record("was taken")
        } catch {
            #expect("\(error)" == "novelty: a behavior has 1 numbers, but those before it had 2")
        }
    }
}

/// Tells fitness and behaviors, one episode an individual.
/// - Parameter failed: Individuals whose episode failed.
private func tell(
    _ search: any SearchAlgorithm, _ fitness: [Double], _ behaviors: [[Double]], failed: [Int] = [], generation: Int,
    order: UInt64 = 0
) throws -> Bool {
    let evaluations = Evaluations(individuals: fitness.count, episodes: 1, forgivesFailures: !failed.isEmpty)
    evaluations.returns.copy(from: fitness)
    evaluations.lengths.fill(1)
    for individual in failed { evaluations.failures?[individual] = 1 }
    evaluations.behaviors = behaviors
    return try search.tell(evaluations, generation: generation, parallel: ShuffledExecutor(seed: order))
}

private func genomes(_ search: any SearchAlgorithm, _ recipes: [Recipe]) -> [[Float]] {
    recipes.map { recipe in
        let genome = search.problem.makeGenome()
        search.expression.express(recipe, into: genome)
        return genome.floats.array()
    }
}

@Suite struct `An evolution strategy of novelty` {
    private static let problem = Problem(bits: 0, floats: 6)

    private static func search(
        kernels: KernelSet = .best, _ change: (inout NoveltyESOptions) -> Void = { _ in }
    ) -> NoveltyES {
        var options = NoveltyESOptions()
        options.es.populationSize = 8
        options.es.optimizer = .sgd
        options.es.weightDecay = 0
        options.centers = 2
        options.neighbors = 3
        options.choice = .roundRobin
        change(&options)
        return NoveltyES(problem: problem, options: options, seed: 4, kernels: kernels)
    }

    /// A generation in which an individual does what its first two numbers say, and is rated by the third.
    @discardableResult
    private static func step(_ search: NoveltyES, _ generation: Int, order: UInt64 = 0) throws -> [Int] {
        var sizes: [Int] = []
        while true {
            let round = search.ask(generation: generation)
            let numbers = genomes(search, round.recipes)
            sizes.append(numbers.count)
            let behaviors = numbers.map { [Double($0[0]), Double($0[1])] }
            let fitness = numbers.map { Double($0[2]) }
            guard try tell(search, fitness, behaviors, generation: generation, order: order) else { return sizes }
        }
    }

    private static func saved(_ search: NoveltyES) -> [UInt8] {
        var archive = ArchiveWriter(format: "test", version: 1)
        search.save(to: &archive)
        return archive.finish()
    }

    @Test func `rates its centers first, then samples, then the center that moved`() throws {
        let search = Self.search()
        #expect(try Self.step(search, 0) == [2, 8, 1])
        #expect(try Self.step(search, 1) == [8, 1])
        let archive = try #require(search.scalars.first { $0.tag == "search/archive" })
        #expect(archive.value == 4)
        #expect(search.scalars[0].value == 2, "the second center's turn")
    }

    @Test func `refuses behaviors that it cannot compare with those before`() throws {
        for size in [1, 3] {
            let search = Self.search()
            try Self.step(search, 0)
            let behaviors = [[Double]](repeating: [Double](repeating: 1, count: size), count: 8)
            _ = search.ask(generation: 1)
            #expect(throws: NoveltyError.otherSize(got: size, expected: 2)) {
                try tell(search, [Double](repeating: 0, count: 8), behaviors, generation: 1)
            }
        }
    }

    /// Novelty grows with the distance from what the archive has: both centers move away, fitness or not.
    @Test(arguments: [NoveltyESOptions.Variant.novelty, .mixed])
    func `moves to where it has not been`(variant: NoveltyESOptions.Variant) throws {
        let search = Self.search {
            $0.variant = variant
            $0.es.populationSize = 40
            $0.es.learningRate = 3
        }
        func farthest() -> Float {
            let centers = genomes(search, [.listed(0), .listed(1)])
            return centers.map { max(abs($0[0]), abs($0[1])) }.max()!
        }
        let before = farthest()
        for generation in 0..<40 { try Self.step(search, generation) }
        #expect(farthest() > before + 3)
    }

    @Test func `trusts fitness more where it serves, and less where it does not`() throws {
        func weight(_ fitness: (Int) -> Double) throws -> [Double] {
            let search = Self.search {
                $0.variant = .adaptive
                $0.patience = 2
                $0.weightStep = 0.25
            }
            return try (0..<8).map { generation in
                var round = search.ask(generation: generation)
                var behaviors = { round.recipes.indices.map { [Double($0)] } }
                while try tell(
                    search, round.recipes.map { _ in fitness(generation) }, behaviors(), generation: generation)
                {
                    round = search.ask(generation: generation)
                    behaviors = { round.recipes.indices.map { [Double($0)] } }
                }
                return search.scalars.first { $0.tag == "search/fitness_weight" }!.value
            }
        }
        #expect(try weight { _ in 1 } == [1, 0.75, 0.75, 0.5, 0.5, 0.25, 0.25, 0])
        #expect(try weight { Double($0) } == [1, 1, 1, 1, 1, 1, 1, 1])
    }

    @Test func `gives the same bits on every path, in any order, and after a checkpoint`() throws {
        func run(_ kernels: KernelSet, order: UInt64, restarts: Bool) throws -> [UInt8] {
            func make() -> NoveltyES {
                Self.search(kernels: kernels) {
                    $0.choice = .novelty
                    $0.variant = .adaptive
                    $0.patience = 2
                }
            }
            var search = make()
            for generation in 0..<9 {
                try Self.step(search, generation, order: order)
                guard restarts else { continue }
                let bytes = Self.saved(search)
                search = make()
                try search.restore(from: ArchiveReader(bytes, path: "c", format: "test", supportedVersions: 1...1))
            }
            return Self.saved(search)
        }
        let reference = try run(.best, order: 0, restarts: false)
        for kernels in KernelSet.available {
            #expect(try run(kernels, order: 3, restarts: true) == reference, "\(kernels.name)")
        }
    }

    /// The second center fails at first, the first one after its move.
    @Test func `keeps what a center did last where its rating failed`() throws {
        func archived(_ search: NoveltyES) -> Double? { search.scalars.first { $0.tag == "search/archive" }?.value }
        let search = Self.search()
        _ = search.ask(generation: 0)
        #expect(try tell(search, [1, 1], [[2, 2], []], failed: [1], generation: 0))
        #expect(archived(search) == 1)
        _ = search.ask(generation: 0)
        let samples = (0..<8).map { [Double($0), 0] }
        #expect(try tell(search, Array(repeating: 0, count: 8), samples, generation: 0))
        _ = search.ask(generation: 0)
        #expect(try !tell(search, [0], [[]], failed: [0], generation: 0))
        #expect(archived(search) == 1)
        let archive = try ArchiveReader(Self.saved(search), path: "c", format: "test", supportedVersions: 1...1)
        let behaviors = try archive.doubles("behaviors", shape: [2, 2])
        #expect(Array(behaviors[..<2]) == [2, 2] && behaviors[2...].allSatisfy(\.isNaN))
        let restored = Self.search()
        try restored.restore(from: archive)
        #expect(Self.saved(restored) == Self.saved(search))
        // The second center's turn: all is well again, and it is the best.
        try Self.step(restored, 1)
        #expect(archived(restored) == 2)
        #expect(genomes(restored, [restored.policy()]) == genomes(restored, [.listed(1)]))
    }

    /// A failed sample is as little novel as the least novel, so that two generations that differ in nothing else are one.
    @Test func `ranks a failed sample with the least novel`() throws {
        func center(_ third: [Double], failed: [Int]) throws -> [[Float]] {
            let search = Self.search { $0.variant = .novelty }
            _ = search.ask(generation: 0)
            _ = try tell(search, [1, 1], [[0, 0], [0, 0]], generation: 0)
            _ = search.ask(generation: 0)
            var behaviors = (1...8).map { [Double($0), 0] }
            behaviors[2] = third
            _ = try tell(search, Array(repeating: 0, count: 8), behaviors, failed: failed, generation: 0)
            return genomes(search, [.listed(0)])
        }
        #expect(try center([], failed: [2]) == center([1, 0], failed: []))
        #expect(try center([], failed: [2]) != center([3, 0], failed: []))
    }

    @Test func `says that behaviors are missing`() throws {
        let search = Self.search()
        _ = search.ask(generation: 0)
        do {
            _ = try tell(search, [1, 2], [], generation: 0)
            Issue.record("was taken")
        } catch {
            #expect(
                "\(error)"
                    == "novelty: individual 1 has no behavior; give the experiment a function behavior, or its environment a method of that name"
            )
        }
    }
}

@Suite struct `Parents by novelty` {
    private func search(_ novelty: NoveltyOptions) -> DeepGA {
        var options = DeepGAOptions()
        (options.populationSize, options.parents, options.candidates) = (6, 2, 0)
        options.novelty = novelty
        return DeepGA(problem: Problem(bits: 0, floats: 4), options: options, seed: 1, kernels: .best)
    }

    /// The parents that a generation leaves, as the individuals that they were.
    private func parents(_ weight: Double) throws -> Set<Int> {
        var novelty = NoveltyOptions()
        (novelty.weight, novelty.neighbors, novelty.memory) = (weight, 1, 0)
        let search = search(novelty)
        let first = genomes(search, search.ask(generation: 0).recipes)
        // Individuals 4 and 5 stand alone; 0 and 1 are fit.
        _ = try tell(search, [9, 8, 3, 2, 1, 0], [[0], [0.1], [0.2], [0.3], [9], [-7]], generation: 0)
        let elite = genomes(search, [search.policy()])
        #expect(elite == [first[0]], "the elite is by fitness")
        let kept = (0..<2).map { genomes(search, [.mutation(parent: $0, seed: 0, power: 0)])[0] }
        return Set(kept.map { first.firstIndex(of: $0)! })
    }

    @Test func `are those that stand alone, and the elite`() throws {
        #expect(try parents(1) == [0, 4])
        #expect(try parents(0) == [0, 1])
    }

    /// Children that nothing changes are their parents.
    @Test func `are chosen by any selection of a genetic algorithm, its elites by fitness`() throws {
        func survivors(_ weight: Double?) throws -> Set<Int> {
            var options = GAOptions()
            (options.populationSize, options.elites) = (6, 1)
            (options.breeding.mutation, options.breeding.crossover) = (0, 0)
            options.novelty = weight.map {
                var novelty = NoveltyOptions()
                (novelty.weight, novelty.neighbors, novelty.memory) = ($0, 1, 0)
                return novelty
            }
            let search = GA(
                problem: Problem(bits: 0, floats: 4), options: options, selection: TruncationSelection(size: 2),
                seed: 1,
                kernels: .best)
            let first = genomes(search, search.ask(generation: 0).recipes)
            _ = try tell(search, [9, 8, 3, 2, 1, 0], [[0], [0.1], [0.2], [0.3], [9], [-7]], generation: 0)
            #expect(genomes(search, [search.policy()]) == [first[0]])
            let children = genomes(search, Array(search.ask(generation: 1).recipes.dropFirst()))
            return Set(children.map { first.firstIndex(of: $0)! })
        }
        #expect(try survivors(1) == [4, 5])
        #expect(try survivors(0) == [0, 1])
        #expect(try survivors(nil) == [0, 1])
    }

    @Test func `of a genetic algorithm go on from a checkpoint with the same bits`() throws {
        func run(restarts: Bool) throws -> [UInt8] {
            func make() -> GA {
                var options = GAOptions()
                options.populationSize = 12
                options.novelty = NoveltyOptions()
                options.novelty?.memory = 0.3
                return GA(
                    problem: Problem(bits: 0, floats: 4), options: options, selection: TournamentSelection(size: 3),
                    seed: 1, kernels: .best)
            }
            func saved(_ search: GA) -> [UInt8] {
                var archive = ArchiveWriter(format: "test", version: 1)
                search.save(to: &archive)
                return archive.finish()
            }
            var search = make()
            for generation in 0..<9 {
                let numbers = genomes(search, search.ask(generation: generation).recipes)
                let behaviors = numbers.map { [Double($0[0]), Double($0[1])] }
                _ = try tell(search, numbers.map { Double($0[2]) }, behaviors, generation: generation)
                guard restarts else { continue }
                let bytes = saved(search)
                search = make()
                try search.restore(from: ArchiveReader(bytes, path: "c", format: "test", supportedVersions: 1...1))
            }
            #expect(search.scalars.map(\.tag) == ["search/parents", "search/novelty", "search/archive"])
            #expect(search.scalars[1].value > 0 && search.scalars[2].value > 5)
            return saved(search)
        }
        #expect(try run(restarts: true) == run(restarts: false))
    }

    @Test func `are not those that failed, of which nothing is remembered`() throws {
        var novelty = NoveltyOptions()
        (novelty.neighbors, novelty.memory) = (1, 1)
        let search = search(novelty)
        let first = genomes(search, search.ask(generation: 0).recipes)
        // 1 and 2 are neighbors; 4 and 5 stand alone.
        _ = try tell(
            search, [0, 1, 2, 0, 4, 5], [[], [5], [5.5], [], [-7], [20]], failed: [0, 3], generation: 0)
        let kept = (0..<2).map { genomes(search, [.mutation(parent: $0, seed: 0, power: 0)])[0] }
        #expect(kept == [first[5], first[4]])
        let figures = Dictionary(uniqueKeysWithValues: search.scalars.map { ($0.tag, $0.value) })
        #expect(figures["search/archive"] == 4)
        // 0.5 for the neighbors, and so for those that failed.
        #expect(figures["search/novelty"] == (4 * 0.5 + 12 + 14.5) / 6)
    }

    @Test func `must have a behavior unless they failed`() throws {
        let search = search(NoveltyOptions())
        _ = search.ask(generation: 0)
        let error = #expect(throws: NoveltyError.self) {
            try tell(search, [0, 1, 2, 0, 4, 5], [[], [5], [], [1], [2], [3]], failed: [0], generation: 0)
        }
        #expect(error == .noBehavior(individual: 3))
    }

    @Test(arguments: [1e151, -1e200, .infinity, .nan])
    func `have behaviors whose distances are finite`(number: Double) throws {
        let search = search(NoveltyOptions())
        _ = search.ask(generation: 0)
        let error = #expect(throws: NoveltyError.self) {
            try tell(
                search, [0, 1, 2, 0, 4, 5], [[0, 0], [5, 1], [3, number], [1, 1], [2, 2], [3, 3]], generation: 0)
        }
        let value = "value 2 of the behavior of individual 3 is \(number)"
        #expect(
            "\(try #require(error))"
                == "novelty: \(value); it must be within -1e+150 ... 1e+150, where distances are finite")
    }

    @Test func `may be as far from each other as behaviors go`() throws {
        var novelty = NoveltyOptions()
        novelty.memory = 1
        let search = search(novelty)
        for generation in 0..<2 {
            _ = search.ask(generation: generation)
            let ends = (0..<6).map { [Double](repeating: $0 % 2 == 0 ? 1e150 : -1e150, count: 1000) }
            _ = try tell(search, [0, 1, 2, 0, 4, 5], ends, generation: generation)
        }
        let figures = Dictionary(uniqueKeysWithValues: search.scalars.map { ($0.tag, $0.value) })
        // Of the ten nearest, five are at the same end, and five at the other.
        let expected = 5 * 4e303.squareRoot() / 10
        #expect(abs(try #require(figures["search/novelty"]) / expected - 1) < 1e-12)
    }

    @Test func `remember some behaviors for good`() throws {
        var novelty = NoveltyOptions()
        novelty.memory = 0.5
        let search = search(novelty)
        for generation in 0..<100 {
            _ = search.ask(generation: generation)
            _ = try tell(search, [1, 2, 3, 4, 5, 6], (0..<6).map { [Double($0)] }, generation: generation)
        }
        let archived = try #require(search.scalars.first { $0.tag == "search/archive" }).value
        #expect(BinomialBounds.accepts(count: Int(archived), trials: 600, probability: 0.5))
    }
}
