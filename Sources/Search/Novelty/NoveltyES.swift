import Kernels
import Networks
import Randomness
import Records

/// Evolution strategies around several centers, which prefer what was not done before: NS-ES, NSR-ES and NSRA-ES.
///
/// An archive remembers what each center did after each of its moves. First of all, the first centers are rated; then
/// each generation chooses one, rates its samples, moves it, and rates it again.
/// - SeeAlso: Conti et al. 2018, "Improving exploration in evolution strategies for deep reinforcement learning via a
///   population of novelty-seeking agents", <https://arxiv.org/abs/1712.06560>.
package final class NoveltyES: SearchAlgorithm {
    package let problem: Problem
    package let options: NoveltyESOptions
    private let seed: UInt64
    private let centers: [ESCenter]
    private var archive: NoveltyArchive
    private var batch: ESBatch
    /// What each center did last, and its fitness; none before they are rated.
    private var states: [State] = []
    private var best = -Double.infinity
    /// Of fitness, in the adaptive variant.
    private var weight = 1.0
    /// Generations since the best center was found or the weight was last lowered.
    private var waited = 0
    /// Whether the samples of this generation were told, and its center has moved.
    private var hasMoved = false
    private var norms = PerturbedVector.Norms()

    private struct State {
        /// Empty as long as all its ratings failed.
        var behavior: [Double]
        /// The lowest there is if its last rating failed.
        var fitness: Double
    }

    package init(problem: Problem, options: NoveltyESOptions, seed: UInt64, kernels: KernelSet) {
        self.problem = problem
        self.options = options
        self.seed = seed
        centers = (0..<options.centers).map {
            ESCenter(problem: problem, options: options.es, number: $0, seed: seed, kernels: kernels)
        }
        archive = NoveltyArchive(neighbors: options.neighbors, capacity: options.archive)
        batch = ESBatch(options.es)
    }

    /// The center that a generation moves.
    private func chosen(_ generation: Int) -> Int {
        if options.choice == .roundRobin || centers.count == 1 { return generation % centers.count }
        let novelties = states.map(\.behavior).novelties { archive.novelty(of: $1) }
        var random = RandomStream(RandomAddress(seed: seed, purpose: .selection, generation: generation))
        let total = novelties.reduce(0, +)
        guard total > 0 else { return Int(random.integer(below: UInt64(centers.count))) }
        var left = random.uniform() * total
        for (center, novelty) in novelties.enumerated() {
            left -= novelty
            if left < 0 { return center }
        }
        return centers.count - 1
    }

    package func ask(generation: Int) -> Round {
        if states.isEmpty { return ratings(of: centers.indices) }
        if hasMoved { return ratings(of: chosenCenter..<chosenCenter + 1) }
        chosenCenter = chosen(generation)
        return batch.next(generation: generation)
    }

    private func ratings(of centers: Range<Int>) -> Round {
        Round(.others, recipes: centers.map(Recipe.listed), episodes: options.episodes)
    }

    /// Of this generation, once it has asked for samples.
    private var chosenCenter = 0

    package var expression: any RecipeExpression { NoveltyESExpression(centers: centers, chosen: chosenCenter) }

    package func tell(_ evaluations: Evaluations, generation: Int, parallel: any Parallel) throws -> Bool {
        let fitness = evaluations.fitness
        try ShapingError.check(fitness)
        let behaviors = try evaluations.comparableBehaviors()
        try archive.check(behaviors)
        if states.isEmpty {
            for (center, behavior) in behaviors.enumerated() {
                if !behavior.isEmpty { try archive.add(behavior) }
                states.append(State(behavior: behavior, fitness: behavior.isEmpty ? -.infinity : fitness[center]))
            }
            best = states.map(\.fitness).reduce(-.infinity, max)
            return true
        }
        guard !hasMoved else {
            let hasFailed = evaluations.hasFailed(0)
            try note(hasFailed ? nil : behaviors[0], hasFailed ? -.infinity : fitness[0])
            return false
        }
        guard let population = batch.add(evaluations) else { return true }
        norms = try centers[chosenCenter].move(
            along: ESBatch.pairs(generation: generation, try utilities(of: population)), options: options.es,
            parallel: parallel)
        hasMoved = true
        return true
    }

    private func utilities(of population: Evaluations) throws -> [Double] {
        let novelties = try population.comparableBehaviors().novelties { archive.novelty(of: $1) }
        let ofNovelty = try Shaping.centeredRanks.utilities(of: novelties).values
        guard options.variant != .novelty else { return ofNovelty }
        let ofFitness = try Shaping.centeredRanks.utilities(of: population.fitness).values
        let weight = options.variant == .mixed ? 0.5 : self.weight
        return zip(ofFitness, ofNovelty).map { weight * $0 + (1 - weight) * $1 }
    }

    /// Notes what the center did after its move.
    /// - Parameter behavior: Nil if it failed: what it did last stands.
    private func note(_ behavior: [Double]?, _ fitness: Double) throws(NoveltyError) {
        if let behavior {
            try archive.add(behavior)
            states[chosenCenter].behavior = behavior
        }
        states[chosenCenter].fitness = fitness
        hasMoved = false
        if fitness > best {
            best = fitness
            waited = 0
            weight = min(weight + options.weightStep, 1)
        } else {
            waited += 1
            if waited >= options.patience {
                weight = max(weight - options.weightStep, 0)
                waited = 0
            }
        }
    }

    /// The center that was best when it was last rated.
    package func policy() -> Recipe {
        let best = states.indices.max { (states[$0].fitness, $1) < (states[$1].fitness, $0) } ?? 0
        let genome = problem.makeGenome()
        centers[best].express(seed: 0, sign: nil, into: genome)
        return .explicit(genome)
    }

    package var scalars: [(tag: String, value: Double)] {
        var scalars: [(tag: String, value: Double)] = [
            ("search/center", Double(chosenCenter + 1)),
            ("search/archive", Double(archive.count)),
        ]
        scalars += norms.scalars
        if options.variant == .adaptive { scalars.append(("search/fitness_weight", weight)) }
        return scalars
    }

    package var bernoulli: BernoulliDistribution? { nil }

    package func save(to archive: inout ArchiveWriter) {
        for (index, center) in centers.enumerated() { archive.scoped("center_\(index)") { center.save(to: &$0) } }
        archive.scoped("archive") { self.archive.save(to: &$0) }
        states.map(\.behavior).save(size: self.archive.size, to: &archive)
        archive.write(states.map(\.fitness), as: "fitness")
        archive.write([best, weight], as: "progress")
        archive.write([Int32(waited), Int32(chosenCenter)], as: "counters")
        norms.save(to: &archive)
    }

    package func restore(from archive: ArchiveReader) throws(ArchiveError) {
        for (index, center) in centers.enumerated() { try center.restore(from: archive.scoped("center_\(index)")) }
        try self.archive.restore(from: archive.scoped("archive"))
        let fitness: [Double] = try archive.values("fitness")
        let behaviors = try [[Double]](count: fitness.count, size: self.archive.size, from: archive)
        guard fitness.isEmpty || fitness.count == centers.count else {
            throw archive.invalid("fitness", because: "is of \(fitness.count) centers, not of \(centers.count)")
        }
        let progress = try archive.doubles("progress", shape: [2])
        let counters = try archive.values("counters", of: Int32.self, shape: [2])
        guard (0...1).contains(progress[1]), (0...1 << 30).contains(counters[0]), counters[1] >= 0,
            counters[1] < centers.count
        else {
            throw archive.invalid("counters", because: "does not fit the search")
        }
        // That of a center whose episodes failed is below all.
        guard (fitness + [progress[0]]).allSatisfy({ $0 < .infinity }) else {
            throw archive.invalid("fitness", because: "has a number that is no fitness")
        }
        let norms = try PerturbedVector.Norms(from: archive)
        states = zip(behaviors, fitness).map(State.init)
        (best, weight) = (progress[0], progress[1])
        (waited, chosenCenter) = (Int(counters[0]), Int(counters[1]))
        self.norms = norms
        (batch, hasMoved) = (ESBatch(options.es), false)
    }
}

/// Perturbs the chosen center, or gives one as it is.
struct NoveltyESExpression: PartialExpression {
    let centers: [ESCenter]
    let chosen: Int

    func individual(_ recipe: Recipe) -> ESIndividual {
        switch recipe {
        case .sample(let seed, let sign): .sample(of: centers[chosen], seed: seed, sign: sign)
        case .listed(let center): .sample(of: centers[center], seed: 0, sign: nil)
        case .explicit(let genome): .written(genome)
        case .initial, .mutation, .crossover, .lineage: preconditionFailure("a recipe of another search")
        }
    }
}
