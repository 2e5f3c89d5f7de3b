import Kernels
import Networks
import Records
import TestSupport
import Testing

@testable import Search

@Suite struct `NSGA-II` {
    private static func search(
        _ problem: Problem, kernels: KernelSet = .best, _ change: (inout NSGA2Options) -> Void = { _ in }
    ) -> NSGA2 {
        var options = NSGA2Options()
        options.populationSize = 20
        change(&options)
        return NSGA2(problem: problem, options: options, seed: 7, kernels: kernels)
    }

    /// Of the nearest two, all that is remembered for good.
    private static let novelty = {
        var novelty = NoveltyOptions()
        (novelty.neighbors, novelty.memory) = (2, 0.3)
        return novelty
    }()

    private static func genomes(_ search: NSGA2, _ recipes: [Recipe]) -> [[Double]] {
        recipes.map { recipe in
            let genome = search.problem.makeGenome()
            search.expression.express(recipe, into: genome)
            return (0..<genome.bitCount).map { Double(genome.bit($0)) } + genome.floats.array().map(Double.init)
        }
    }

    /// Those that went on from the last generation, the best first.
    private static func survivors(_ search: NSGA2) -> [[Double]] {
        genomes(search, (0..<search.options.populationSize).map { .mutation(parent: $0, seed: 0, power: 0) })
    }

    private static func tell(
        _ search: NSGA2, _ ratings: [[Double]], behaviors: [[Double]] = [], generation: Int,
        parallel: any Parallel = InTurn()
    ) throws {
        let evaluations = Evaluations(individuals: ratings.count, episodes: 1)
        evaluations.returns.copy(from: ratings.map { $0[0] })
        evaluations.objectives = ratings[0].count > 1 ? ratings.map { Array($0.dropFirst()) } : []
        evaluations.behaviors = behaviors
        #expect(try !search.tell(evaluations, generation: generation, parallel: parallel))
    }

    /// A generation that is rated by a function of the genome.
    @discardableResult
    private static func step(
        _ search: NSGA2, _ generation: Int, _ rate: ([Double]) -> [Double],
        behavior: (([Double]) -> [Double])? = nil, parallel: any Parallel = InTurn()
    ) throws -> [[Double]] {
        let children = genomes(search, search.ask(generation: generation).recipes)
        let behaviors = behavior.map { children.map($0) } ?? []
        try tell(search, children.map(rate), behaviors: behaviors, generation: generation, parallel: parallel)
        return children
    }

    private static func saved(_ search: NSGA2) -> [UInt8] {
        var archive = ArchiveWriter(format: "test", version: 1)
        search.save(to: &archive)
        return archive.finish()
    }

    private static func reader(_ bytes: [UInt8]) throws -> ArchiveReader {
        try ArchiveReader(bytes, path: "checkpoint", format: "test", supportedVersions: 1...1)
    }

    /// Two numbers that have little to do with each other, no two alike.
    private static func two(_ genome: [Double]) -> [Double] {
        let sums = genome.enumerated().reduce((0.0, 0.0)) { sums, part in
            (
                sums.0 + part.element * Double(part.offset * 7 % 31 + 1),
                sums.1 + part.element * Double(part.offset * 13 % 29)
            )
        }
        return [sums.0 + 0.01 * sums.1, sums.1 - 0.013 * sums.0]
    }

    @Test func `lets parents and children compete, by fronts and then by room`() throws {
        // No child is like another.
        let search = Self.search(Problem(bits: 40, floats: 3)) { $0.breeding.mutation = 0.2 }
        var parents: [[Double]] = []
        for generation in 0..<12 {
            let all = parents + (try Self.step(search, generation, Self.two))
            let ratings = all.map(Self.two)
            parents = NaiveCrowdedOrder.best(20, of: ratings).map { all[$0] }
            #expect(Self.survivors(search) == parents, "generation \(generation)")
            let front = NaiveCrowdedOrder.fronts(ratings)[0]
            let scalars = search.scalars
            #expect(
                scalars.map(\.tag) == ["search/front", "search/newcomers", "search/objective_1", "search/objective_2"])
            #expect(scalars[0].value == Double(min(front.count, 20)))
            #expect(scalars[2].value == parents.map { Self.two($0)[0] }.max())
            #expect(scalars[3].value == parents.map { Self.two($0)[1] }.max())
            let fittest = front.max { ratings[$0][0] < ratings[$1][0] }!
            #expect(Self.genomes(search, [search.policy()]) == [all[fittest]])
        }
    }

    /// The first of the crowded order wins every tournament that it is in; the last none but against itself.
    @Test func `chooses parents by tournaments of two`() throws {
        let search = Self.search(Problem(bits: 300, floats: 0)) {
            $0.populationSize = 500
            ($0.breeding.mutation, $0.breeding.crossover) = (0, 0)
        }
        try Self.step(search, 0, Self.two)
        let places = Dictionary(uniqueKeysWithValues: zip(Self.survivors(search), 0..<500))
        let children = Self.genomes(search, search.ask(generation: 1).recipes)
        // Place i of n wins with probability (2 (n - i) - 1) / n²: the better half three times in four.
        let better = children.count { places[$0]! < 250 }
        #expect(BinomialBounds.accepts(count: better, trials: 500, probability: 0.75), "\(better)")
    }

    @Test func `asks what a parent did once, and how novel that is each time`() throws {
        let search = Self.search(Problem(bits: 40, floats: 0)) { $0.novelty = Self.novelty }
        let behavior = { (genome: [Double]) in [Self.two(genome)[1], genome.reduce(0, +)] }
        var archive = NoveltyArchive(neighbors: 2, capacity: 100)
        var (parents, known): ([[Double]], Int) = ([], 0)
        for generation in 0..<10 {
            let children = try Self.step(search, generation, { [Self.two($0)[0]] }, behavior: behavior)
            let all = parents + children
            let behaviors = all.map(behavior)
            let ratings = all.indices.map { one in
                [Self.two(all[one])[0], archive.novelty(of: behaviors[one], among: behaviors, except: one)]
            }
            let chosen = ObjectiveTable(ratings).crowdedOrder().order.prefix(20)
            parents = chosen.map { all[$0] }
            #expect(Self.survivors(search) == parents, "generation \(generation)")
            // What is remembered, some children's behaviors, is told by the state.
            try archive.restore(from: Self.reader(Self.saved(search)).scoped("novelty"))
            let remembered = try Self.reader(Self.saved(search)).doubles("novelty/behaviors")
            let pairs = stride(from: 0, to: remembered.count, by: 2).map { Array(remembered[$0..<$0 + 2]) }
            #expect(pairs.dropFirst(known).allSatisfy(children.map(behavior).contains))
            known = pairs.count
        }
        #expect(search.scalars.map(\.tag).suffix(2) == ["search/novelty", "search/archive"])
        #expect(search.scalars.last?.value == Double(archive.count))
        #expect(BinomialBounds.accepts(count: archive.count, trials: 200, probability: 0.3))
    }

    /// The front of leading ones against trailing zeros: ones, then zeros.
    @Test func `finds the whole front of leading ones and trailing zeros`() throws {
        let bits = 12
        let search = Self.search(Problem(bits: bits, floats: 0)) {
            $0.populationSize = 40
            $0.breeding.mutation = 1 / Double(bits)
        }
        func rate(_ genome: [Double]) -> [Double] {
            [Double(genome.prefix { $0 == 1 }.count), Double(genome.reversed().prefix { $0 == 0 }.count)]
        }
        for generation in 0..<100 { try Self.step(search, generation, rate) }
        let front = Self.survivors(search).prefix(Int(search.scalars[0].value))
        #expect(Set(front.map(rate)) == Set((0...bits).map { [Double($0), Double(bits - $0)] }))
    }

    /// ZDT1 of Zitzler, Deb and Thiele 2000 to be maximised, in six variables: its front is 1 - √x.
    @Test func `spreads over the front of ZDT1`() throws {
        let search = Self.search(Problem(bits: 0, floats: 6)) {
            $0.populationSize = 60
            ($0.breeding.mutation, $0.breeding.biasDeviation) = (0.2, 0.2)
        }
        func rate(_ genome: [Double]) -> [Double] {
            let x = genome.map { min(max(($0 + 1) / 2, 0), 1) }
            let g = 1 + 9 * x.dropFirst().reduce(0, +) / 5
            return [-x[0], -g * (1 - (x[0] / g).squareRoot())]
        }
        for generation in 0..<150 { try Self.step(search, generation, rate) }
        #expect(search.scalars[0].value == 60, "all are of the first front")
        let points = Self.survivors(search).map(rate).map { (x: -$0[0], y: -$0[1]) }.sorted { $0.x < $1.x }
        for point in points { #expect(point.y - (1 - point.x.squareRoot()) < 0.03, "\(point)") }
        #expect(points[0].x < 0.01 && points[59].x > 0.97)
        #expect(zip(points, points.dropFirst()).allSatisfy { abs($1.x - $0.x) + abs($1.y - $0.y) < 0.12 })
    }

    @Test(arguments: [false, true])
    func `gives the same bits on every path, in any order, on several threads and after a checkpoint`(
        hasNovelty: Bool
    ) throws {
        func run(_ kernels: KernelSet, _ parallel: any Parallel, restarts: Bool) throws -> [UInt8] {
            func make() -> NSGA2 {
                Self.search(Problem(bits: 9000, floats: 5), kernels: kernels) {
                    $0.breeding.crossoverKind = .twoPoint
                    $0.novelty = hasNovelty ? Self.novelty : nil
                }
            }
            var search = make()
            for generation in 0..<4 {
                if restarts {
                    let bytes = Self.saved(search)
                    search = make()
                    try search.restore(from: Self.reader(bytes))
                    #expect(Self.saved(search) == bytes)
                }
                let behavior = { (genome: [Double]) in [genome[0] + genome[1], genome[9000]] }
                try Self.step(search, generation, Self.two, behavior: hasNovelty ? behavior : nil, parallel: parallel)
                // Asked again, it says the same.
                if restarts { _ = search.ask(generation: generation + 1) }
            }
            return Self.saved(search)
        }
        let expected = try run(.best, InTurn(), restarts: false)
        for kernels in KernelSet.available {
            #expect(try run(kernels, ShuffledExecutor(seed: 3), restarts: true) == expected, "\(kernels.name)")
        }
        #expect(try run(.best, ThreadedExecutor(), restarts: false) == expected)
    }

    @Test func `goes on with individuals of which no behavior is known, also from a checkpoint`() throws {
        func search() -> NSGA2 {
            Self.search(Problem(bits: 0, floats: 3)) {
                $0.populationSize = 8
                $0.novelty = Self.novelty
            }
        }
        let plain = search()
        var restarted = search()
        for generation in 0..<6 {
            let bytes = Self.saved(restarted)
            restarted = search()
            try restarted.restore(from: Self.reader(bytes))
            for search in [plain, restarted] {
                let children = Self.genomes(search, search.ask(generation: generation).recipes)
                let evaluations = Evaluations(individuals: 8, episodes: 1, forgivesFailures: true)
                evaluations.returns.copy(from: children.map { $0[0] })
                evaluations.behaviors = children.map { [$0[1], $0[2]] }
                for failed in [1, 4, 5] {
                    evaluations.failures?[failed] = 1
                    evaluations.behaviors[failed] = []
                }
                #expect(try !search.tell(evaluations, generation: generation, parallel: InTurn()))
            }
            // All of the first generation go on, those that failed with the lowest of both objectives.
            let behaviors = try Self.reader(Self.saved(plain)).doubles("behaviors", shape: [8, 2])
            if generation == 0 { #expect(behaviors.count { $0.isNaN } == 6) }
            #expect(Self.saved(restarted) == Self.saved(plain), "generation \(generation)")
        }
    }

    @Test func `gives an individual with a failed episode the lowest of all objectives`() throws {
        let evaluations = Evaluations(individuals: 3, episodes: 2, forgivesFailures: true)
        evaluations.returns.copy(from: [1, 3, 9, 0, 5, 7])
        evaluations.failures?[3] = 1
        evaluations.objectives = [[1, 5], [2, 7], [8, 8], [], [0, 9], [0, 9]]
        #expect(try evaluations.ratings() == [[2, 1.5, 6], [2, 0, 6], [6, 0, 9]])
    }

    @Test func `says how to get more objectives, and what is wrong with those that it gets`() throws {
        func message(_ ratings: [[Double]], then: [[Double]]? = nil, novelty: NoveltyOptions? = nil) -> String {
            let search = Self.search(Problem(bits: 4, floats: 0)) {
                $0.populationSize = 2
                $0.novelty = novelty
            }
            do {
                _ = search.ask(generation: 0)
                try Self.tell(search, ratings, generation: 0)
                _ = search.ask(generation: 1)
                try Self.tell(search, then ?? ratings, generation: 1)
                return ""
            } catch {
                return "\(error)"
            }
        }
        #expect(
            message([[1], [2]])
                == "nsga2: individuals have one objective, their fitness, and need at least 2: let the experiment's fitness or reward return several numbers, or give genome.nsga2 novelty = genome.novelty {}"
        )
        #expect(
            message([[1, 2], [2, 1]], then: [[1, 2, 3], [2, 1, 0]])
                == "nsga2: individuals have 3 objectives, but those of the generation before had 2")
        #expect(
            message([[1, 2], [2, .infinity]]) == "objective 2 of individual 2 is inf; it must be a finite number")
        #expect(message([[.nan, 2], [2, 1]]) == "fitness of individual 1 is nan; it must be a finite number")
        #expect(message([[1], [2]], novelty: Self.novelty).hasPrefix("novelty: individual 1 has no behavior; "))
        #expect(message([[1, 2], [2, 1]]) == "")
    }

    @Test(arguments: [
        ("bits", "checkpoint: 'bits' has the shape [3, 1], which is that of no survivors"),
        ("parents", "checkpoint: 'parents' does not fit the survivors"),
        ("objectives", "checkpoint: 'objectives' has the shape [2, 1], which does not fit 2 survivors"),
        ("numbers", "checkpoint: 'objectives' has a number that is not finite"),
        ("front", "checkpoint: 'front' is 0, but there are 2 survivors"),
        ("newcomers", "checkpoint: 'newcomers' is 3, but there are 2 survivors"),
        ("behaviors", "checkpoint: 'behaviors' has the shape [1, 2], which does not fit 2 individuals"),
        ("novelty", "checkpoint: 'objectives' counts novelty, which the search does not"),
    ])
    func `refuses a checkpoint of another search`(name: String, message: String) throws {
        var archive = ArchiveWriter(format: "test", version: 1)
        let count = name == "bits" ? 3 : 2
        archive.write([UInt64](repeating: 0, count: count), as: "bits", shape: [count, 1])
        archive.write([Float](), as: "floats", shape: [count, 0])
        archive.write([Int32](repeating: name == "parents" ? 2 : 1, count: 2), as: "parents")
        let width = name == "objectives" ? 1 : 2
        archive.write(
            [Double](repeating: name == "numbers" ? .nan : 1, count: 2 * width), as: "objectives", shape: [2, width])
        archive.write(Int64(name == "front" ? 0 : 1), as: "front")
        archive.write(Int64(name == "newcomers" ? 3 : 1), as: "newcomers")
        archive.write([1.0, 2], as: "behaviors", shape: name == "behaviors" ? [1, 2] : [2, 1])
        if name == "novelty" { archive.write(1.0, as: "novelty/mean_novelty") }
        let search = Self.search(Problem(bits: 4, floats: 0)) {
            $0.populationSize = 2
            $0.novelty = name == "behaviors" ? Self.novelty : nil
        }
        let error = try #require(throws: ArchiveError.self) {
            try search.restore(from: Self.reader(archive.finish()))
        }
        #expect(error.description == message)
    }
}
