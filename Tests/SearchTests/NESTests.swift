import Kernels
import Networks
import Randomness
import Records
import Search
import TestSupport
import Testing

/// Fitness of a generation, drawn anew for each from its number.
private func randomFitness(_ count: Int, generation: Int) -> [Double] {
    var random = SplitMix64(seed: UInt64(1000 + generation))
    return (0..<count).map { _ in Double.random(in: 0...200, using: &random) }
}

private func options(_ change: (inout NESOptions) -> Void = { _ in }) -> NESOptions {
    var options = NESOptions()
    options.learningRate = 1
    options.populationSize = 20
    change(&options)
    return options
}

private func makeNES(bits: Int, floats: Int = 0, _ options: NESOptions, seed: UInt64 = 3) -> NES {
    NES(problem: Problem(bits: bits, floats: floats), options: options, seed: seed, kernels: .best)
}

@Suite struct `NES asks` {
    @Test func `for individuals numbered by generation, mirrored in pairs if told so`() {
        func asked(_ nes: NES) -> [String] {
            nes.ask(generation: 2).recipes.map { recipe in
                guard case .sample(let seed, let sign) = recipe else { return "explicit" }
                return "\(seed - 2 << 32) \(sign)"
            }
        }
        let plain = makeNES(bits: 1, options { $0.populationSize = 3 })
        #expect(asked(plain) == ["0 plus", "1 plus", "2 plus"])
        let mirrored = makeNES(bits: 1, options { ($0.populationSize, $0.isMirrored) = (4, true) })
        #expect(asked(mirrored) == ["0 plus", "0 minus", "1 plus", "1 minus"])
    }

    @Test func `for genomes that are the same each time, and others for another seed, generation or individual`() {
        let nes = makeNES(bits: 8300, floats: 5, options())
        let genomes = nes.genomes(generation: 1)
        for (first, second) in zip(genomes, nes.genomes(generation: 1)) {
            #expect(first.bits.array() == second.bits.array())
            #expect(first.floats.array() == second.floats.array())
        }
        let others = makeNES(bits: 8300, floats: 5, options(), seed: 4).genomes(generation: 1)
        let all = genomes + nes.genomes(generation: 2) + others
        #expect(Set(all.map { $0.bits.array() }).count == 60)
        #expect(Set(all.map { $0.floats.array() }).count == 60)
        #expect(genomes.allSatisfy { $0.bits[$0.bits.count - 1] >> UInt64(8300 % 64) == 0 })
    }

    @Test func `for blocks of which each is made again alone`() throws {
        let nes = makeNES(bits: 2 * KernelSet.blockSize + 100, options())
        let weights = try #require(nes.bernoulli)
        #expect(weights.blockCount == 3)
        let genome = nes.genomes(generation: 4)[7]
        for block in [2, 0, 1] {
            let range = weights.range(ofBlock: block)
            let words = (range.count + 63) / 64
            let bits = Buffer<UInt64>(repeating: 0, count: words)
            let seed = RandomAddress.subject(generation: 4, individual: 7)
            weights.sample(seed: seed, sign: .plus, block: block, into: bits, at: 0)
            #expect(bits.array() == genome.bits.array(range.lowerBound / 64..<range.lowerBound / 64 + words))
        }
    }

    @Test func `for mirrored genomes that are exact antitheses`() {
        let nes = makeNES(bits: 8300, floats: 9000, options { ($0.isMirrored, $0.logitDeviation) = (true, 0) })
        let genomes = nes.genomes(generation: 0)
        for pair in 0..<10 {
            let (plus, minus) = (genomes[2 * pair], genomes[2 * pair + 1])
            #expect((0..<8300).allSatisfy { plus.bit($0) != minus.bit($0) })
            #expect((0..<9000).allSatisfy { plus.floats[$0] == -minus.floats[$0] })
        }
    }

    @Test func `for bits of consecutive individuals and generations that agree half the time`() {
        let nes = makeNES(bits: KernelSet.blockSize, options { ($0.populationSize, $0.logitDeviation) = (50, 0) })
        let (first, second) = (nes.genomes(generation: 6), nes.genomes(generation: 7))
        func differences(_ a: Genome, _ b: Genome) -> Int {
            zip(a.bits.array(), b.bits.array()).reduce(0) { $0 + ($1.0 ^ $1.1).nonzeroBitCount }
        }
        let individuals = zip(first, first.dropFirst()).reduce(0) { $0 + differences($1.0, $1.1) }
        let generations = zip(first, second).reduce(0) { $0 + differences($1.0, $1.1) }
        for (count, pairs) in [(individuals, 49), (generations, 50)] {
            let trials = Double(pairs * KernelSet.blockSize)
            #expect(abs(Double(count) - trials / 2) < 5 * (trials / 4).squareRoot(), "\(count) of \(trials)")
        }
    }

    @Test func `for biases in blocks of the bulk generator, whatever their number`() {
        let nes = makeNES(bits: 1, floats: 8192 + 333, options { $0.biasDeviation = 2 })
        let genome = nes.genomes(generation: 0)[1]
        let address = RandomAddress(seed: 3, purpose: .sampleFloats, generation: 0, individual: 1)
        let deviates = Buffer<Double>(repeating: 0, count: 8192)
        KernelSet.best.normal(key: address.bulkKey(0), sign: 1, count: 8192, into: deviates)
        #expect(genome.floats.array(0..<8192) == deviates.array().map { Float(2 * $0) })
        KernelSet.best.normal(key: address.bulkKey(1), sign: 1, count: 333, into: deviates)
        #expect(genome.floats.array(8192..<8525) == deviates.array(0..<333).map { Float(2 * $0) })
    }
}

@Suite struct `NES learns` {
    static let optimizers: [OptimizerRule] = [
        .sgd, .momentum(0.9), .adam(beta1: 0.9, beta2: 0.999, epsilon: 1e-8),
    ]

    @Test(arguments: [0, 64, 1, 7, 65, 127, 130], [false, true])
    func `the same bits in whatever order and on whatever threads blocks are moved`(
        population: Int, isMirrored: Bool
    ) throws {
        let size = population == 0 ? 64 : isMirrored ? population + population % 2 : population
        // Three blocks and a part of a word, or less than a word.
        let bits = population == 0 ? 41 : 2 * KernelSet.blockSize + 77
        let settings = options { options in
            (options.populationSize, options.isMirrored) = (size, isMirrored)
            options.shaping = size == 1 ? .none : .centeredRanks
            options.optimizer = Self.optimizers[size % 3]
        }
        func learned(_ parallel: any Parallel) throws -> [UInt8] {
            let nes = makeNES(bits: bits, floats: 20, settings)
            for generation in 0..<2 {
                try nes.tell(randomFitness(size, generation: generation), generation: generation, parallel: parallel)
            }
            return nes.savedBytes
        }
        let expected = try learned(InTurn())
        for seed in 1...2 as ClosedRange<UInt64> { #expect(try learned(ShuffledExecutor(seed: seed)) == expected) }
        #expect(try learned(ThreadedExecutor()) == expected)
    }

    @Test func `the same bits with every set of kernels`() throws {
        let states = try KernelSet.available.map { kernels in
            let problem = Problem(bits: 8500, floats: 33)
            let nes = NES(problem: problem, options: options(), seed: 5, kernels: kernels)
            for generation in 0..<3 {
                try nes.tell(
                    randomFitness(20, generation: generation), generation: generation, parallel: InTurn())
            }
            return nes.savedBytes
        }
        #expect(states.allSatisfy { $0 == states[0] })
    }

    @Test(arguments: optimizers, [0, 11]) func `on from a checkpoint as if it had not stopped`(
        optimizer: OptimizerRule, floats: Int
    ) throws {
        let settings = options { ($0.optimizer, $0.logitDecay) = (optimizer, 0.99) }
        let whole = makeNES(bits: 9001, floats: floats, settings)
        for generation in 0..<5 {
            if generation > 0 {
                let resumed = makeNES(bits: 9001, floats: floats, settings)
                try resumed.restore(whole.savedBytes)
                #expect(resumed.savedBytes == whole.savedBytes)
                #expect(resumed.scalars.map(\.value) == whole.scalars.map(\.value))
                let (mine, theirs) = (resumed.genomes(generation: generation), whole.genomes(generation: generation))
                #expect(mine.map { $0.bits.array() } == theirs.map { $0.bits.array() })
                #expect(mine.map { $0.floats.array() } == theirs.map { $0.floats.array() })
                let fitness = randomFitness(20, generation: generation)
                try resumed.tell(fitness, generation: generation, parallel: InTurn())
                try whole.tell(fitness, generation: generation, parallel: InTurn())
                #expect(resumed.savedBytes == whole.savedBytes, "generation \(generation)")
                #expect(resumed.scalars.map(\.value) == whole.scalars.map(\.value), "generation \(generation)")
            } else {
                try whole.tell(randomFitness(20, generation: 0), generation: 0, parallel: InTurn())
            }
        }
    }

    @Test func `nothing from a checkpoint of another network`() {
        let bytes = makeNES(bits: 100, floats: 3, options()).savedBytes
        let error = #expect(throws: ArchiveError.self) {
            try makeNES(bits: 101, floats: 3, options()).restore(bytes)
        }
        #expect(error?.problem == .wrongShape(name: "logits", [100], expected: [101]))
        let otherBiases = #expect(throws: ArchiveError.self) {
            try makeNES(bits: 100, floats: 4, options()).restore(bytes)
        }
        #expect(otherBiases?.problem == .wrongShape(name: "biases/means", [3], expected: [4]))
        let otherOptimizer = #expect(throws: ArchiveError.self) {
            try makeNES(bits: 100, floats: 3, options { $0.optimizer = .momentum(0.5) }).restore(bytes)
        }
        #expect(otherOptimizer?.problem == .wrongShape(name: "optimizer/first", [0], expected: [100]))
    }

    @Test func `nothing from a fitness that is not finite`() {
        let nes = makeNES(bits: 100, floats: 3, options())
        let before = nes.savedBytes
        var fitness = randomFitness(20, generation: 0)
        fitness[4] = .nan
        let error = #expect(throws: ShapingError.self) {
            try nes.tell(fitness, generation: 0, parallel: InTurn())
        }
        #expect(error?.description == "fitness of individual 5 is nan; it must be a finite number")
        #expect(nes.savedBytes == before)
    }

    @Test(arguments: [Shaping.centeredRanks, .standardized]) func `nothing where all are equal`(shaping: Shaping) throws
    {
        let nes = makeNES(bits: 100, floats: 3, options { $0.shaping = shaping })
        let (logits, means, deviations) = (nes.logits, nes.means, nes.deviations)
        try nes.tell([Double](repeating: 0.1, count: 20), generation: 0, parallel: InTurn())
        #expect(nes.logits == logits && nes.means == means && nes.deviations == deviations)
    }

    @Test func `without a trap from returns of any size`() throws {
        for size in [0x1p-1063, 1e-300, 1e-285, 1e285, 1e308] {
            let nes = makeNES(bits: 100, floats: 3, options { $0.shaping = .none })
            for generation in 0..<3 {
                let fitness = (0..<20).map { Double($0 - 9) / 11 * size }
                try nes.tell(fitness, generation: generation, parallel: InTurn())
                for genome in nes.genomes(generation: generation) {
                    for bias in 0..<3 { _ = NetworkLoader.bias(genome.floats[bias]) }
                }
            }
        }
    }

    @Test func `to set the bits that fitness counts`() throws {
        let nes = makeNES(bits: 100, floats: 1, options { ($0.learningRate, $0.populationSize) = (10, 64) })
        for generation in 0..<40 {
            // As many ones as possible, and a bias near 3.
            let fitness = nes.genomes(generation: generation).map { genome in
                Double((0..<100).reduce(0) { $0 + genome.bit($1) }) - Double(abs(genome.floats[0] - 3))
            }
            try nes.tell(fitness, generation: generation, parallel: InTurn())
        }
        guard case .explicit(let genome) = nes.policy() else {
            Issue.record("the policy is no genome")
            return
        }
        #expect((0..<100).allSatisfy { genome.bit($0) == 1 })
        #expect(genome.bits.array() == [.max, (1 << 36) - 1])
    }

    @Test func `what its figures say`() throws {
        let nes = makeNES(bits: 9000, options())
        let before = nes.logits
        try nes.tell(randomFitness(20, generation: 0), generation: 0, parallel: InTurn())
        let squares = zip(nes.logits, before).map { ($0 - $1) * ($0 - $1) }
        let change = squares.reduce(0, +).squareRoot()
        let probabilities = nes.logits.map(Elementary.sigmoid)
        let nats = probabilities.reduce(0.0) { sum, p in
            let (one, zero) = (p * Elementary.log(p), (1 - p) * Elementary.log(1 - p))
            return sum - one - zero
        }
        let entropy = nats / Elementary.log(2) / 9000
        #expect(nes.scalars.map(\.tag) == ["search/entropy", "search/update_norm"])
        #expect(abs(nes.scalars[0].value - entropy) < 1e-12)
        #expect(abs(nes.scalars[1].value - change) < 1e-12 * change)
    }

    @Test func `a policy of the positive logits and the means`() throws {
        let nes = makeNES(bits: 130, floats: 4, options())
        try nes.tell(randomFitness(20, generation: 0), generation: 0, parallel: InTurn())
        let genome = nes.problem.makeGenome()
        nes.expression.express(nes.policy(), into: genome)
        #expect((0..<130).allSatisfy { (genome.bit($0) == 1) == (nes.logits[$0] > 0) })
        #expect(genome.bits[2] >> 2 == 0)
        #expect(genome.floats.array() == nes.means.map { Float($0) })
    }
}
