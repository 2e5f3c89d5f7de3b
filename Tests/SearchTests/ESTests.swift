import Kernels
import Networks
import Randomness
import Records
import TestSupport
import Testing

@testable import Search

@Suite struct `OpenAI's evolution strategy` {
    private static let groups = [FloatGroup(count: 9000, deviation: 0.5), FloatGroup(count: 11, deviation: 0)]
    private static let problem = Problem(bits: 130, floats: 9011, firstDeviations: groups)

    private static func es(
        problem: Problem = problem, seed: UInt64 = 5, kernels: KernelSet = .best,
        _ change: (inout ESOptions) -> Void = { _ in }
    ) -> ES {
        var options = ESOptions()
        options.populationSize = 6
        options.optimizer = .sgd
        change(&options)
        return ES(problem: problem, options: options, seed: seed, kernels: kernels)
    }

    private static func genomes(_ es: ES, generation: Int) -> [Genome] {
        es.ask(generation: generation).recipes.map { express($0, of: es) }
    }

    private static func express(_ recipe: Recipe, of es: ES) -> Genome {
        let genome = es.problem.makeGenome()
        es.expression.express(recipe, into: genome)
        return genome
    }

    private static func center(_ es: ES) -> [Float] { express(es.policy(), of: es).floats.array() }

    private static func saved(_ es: ES) -> [UInt8] {
        var archive = ArchiveWriter(format: "test", version: 1)
        es.save(to: &archive)
        return archive.finish()
    }

    @Test func `begins at a center drawn as the problem says`() {
        let center = Self.center(Self.es())
        let squares = center.prefix(9000).reduce(0.0) { $0 + Double($1) * Double($1) } / 9000
        #expect(abs(squares - 0.25) < 5 * 0.25 * (2.0 / 9000).squareRoot())
        #expect(center.suffix(11).allSatisfy { $0 == 0 })
        #expect(Self.center(Self.es(seed: 6)) != center)
    }

    @Test func `hands out antithetic pairs around it`() {
        let es = Self.es { $0.deviation = 0.25 }
        let center = Self.center(es)
        let genomes = Self.genomes(es, generation: 3)
        #expect(genomes.count == 6)
        for pair in 0..<3 {
            let (plus, minus) = (genomes[2 * pair].floats.array(), genomes[2 * pair + 1].floats.array())
            // Each is rounded once, so their mean is within half an ulp of each.
            for place in center.indices {
                let middle = (Double(plus[place]) + Double(minus[place])) / 2
                #expect(abs(middle - Double(center[place])) <= Double(max(plus[place].ulp, minus[place].ulp)))
            }
            let squares = zip(plus, center).reduce(0.0) { $0 + Double(($1.0 - $1.1) * ($1.0 - $1.1)) } / 9011
            #expect(abs(squares - 0.0625) < 5 * 0.0625 * (2.0 / 9011).squareRoot())
        }
        #expect(genomes[0].floats.array() != genomes[2].floats.array())
    }

    /// The rule written out in float64: what the kernels round to float32 on the way is all that may differ.
    @Test func `follows the mean of noise times utility, less the decay`() throws {
        let es = Self.es {
            $0.deviation = 0.5
            $0.learningRate = 2
            $0.weightDecay = 0.1
        }
        let before = Self.center(es)
        let noise = stride(from: 0, to: 6, by: 2).map { individual in
            zip(Self.genomes(es, generation: 0)[individual].floats.array(), before).map { Double($0 - $1) / 0.5 }
        }
        try es.tell([3, -1, 4, 4, 9, 2], generation: 0, parallel: ShuffledExecutor(seed: 3))
        // Ranks 2, 0, 3.5, 3.5, 5, 1 of six.
        let utilities = [2.0, 0, 3.5, 3.5, 5, 1].map { $0 / 5 - 0.5 }
        for (place, after) in Self.center(es).enumerated() {
            var sum = 0.0
            for pair in 0..<3 { sum += (utilities[2 * pair] - utilities[2 * pair + 1]) * noise[pair][place] }
            let old = Double(before[place])
            let expected = old + 2 * (sum / 6 - 0.1 * old)
            #expect(abs(Double(after) - expected) < 1e-5)
        }
    }

    @Test func `makes bits of the signs of numbers that move likewise`() throws {
        let es = Self.es(problem: Problem(bits: 130, floats: 0)) {
            $0.populationSize = 200
            $0.deviation = 1
            $0.learningRate = 20
            $0.weightDecay = 0
        }
        func ones(_ genome: Genome) -> Int { genome.bits.array().reduce(0) { $0 + $1.nonzeroBitCount } }
        for generation in 0..<30 {
            let genomes = Self.genomes(es, generation: generation)
            #expect(genomes.allSatisfy { $0.bits[2] < 4 }, "bits past the last")
            try es.tell(genomes.map { Double(ones($0)) }, generation: generation, parallel: InTurn())
        }
        #expect(ones(Self.express(es.policy(), of: es)) >= 125)
    }

    @Test func `gives the same bits on every path, in any order, and after a checkpoint`() throws {
        func run(_ kernels: KernelSet, order: UInt64, restarts: Bool) throws -> [UInt8] {
            func make() -> ES {
                Self.es(kernels: kernels) { $0.optimizer = .adam(beta1: 0.9, beta2: 0.99, epsilon: 1e-8) }
            }
            var es = make()
            for generation in 0..<4 {
                let fitness = Self.genomes(es, generation: generation).map { Double($0.floats[17] - $0.floats[8999]) }
                try es.tell(fitness, generation: generation, parallel: ShuffledExecutor(seed: order))
                guard restarts else { continue }
                let bytes = Self.saved(es)
                es = make()
                try es.restore(from: ArchiveReader(bytes, path: "c", format: "test", supportedVersions: 1...1))
            }
            return Self.saved(es)
        }
        let reference = try run(.best, order: 0, restarts: false)
        for kernels in KernelSet.available {
            #expect(try run(kernels, order: 7, restarts: true) == reference, "\(kernels.name)")
        }
    }

    @Test func `adds pairs until there are as many steps as asked for`() throws {
        let es = Self.es { $0.timesteps = 100 }
        func tell(steps: Int32) throws -> Bool {
            let recipes = es.ask(generation: 0).recipes
            let evaluations = Evaluations(individuals: recipes.count, episodes: 1)
            evaluations.returns.copy(from: recipes.indices.map(Double.init))
            evaluations.lengths.fill(steps)
            return try es.tell(evaluations, generation: 0, parallel: InTurn())
        }
        func seeds() -> [UInt64] {
            es.ask(generation: 0).recipes.map { if case .sample(let seed, _) = $0 { seed } else { .max } }
        }
        #expect(seeds() == [0, 0, 1, 1, 2, 2])
        #expect(try tell(steps: 10))
        // 40 steps are missing: four individuals of ten.
        #expect(seeds() == [3, 3, 4, 4])
        #expect(try tell(steps: 5))
        #expect(seeds() == [5, 5])
        #expect(try !tell(steps: 10))
        #expect(seeds() == [0, 0, 1, 1, 2, 2])
    }

    @Test func `names the individual whose fitness is no number`() throws {
        let es = Self.es()
        _ = es.ask(generation: 0)
        #expect(throws: ShapingError.notFinite(individual: 3, fitness: .infinity)) {
            try es.tell([0, 0, .infinity, 0, 0, 0], generation: 0, parallel: InTurn())
        }
    }
}
