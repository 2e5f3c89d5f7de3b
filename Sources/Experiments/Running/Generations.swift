import Kernels
import Networks
import Randomness
import Rollouts
import Search

/// Goes through the generations of an experiment: ask, evaluate, tell, test. It writes nothing.
final class Generations {
    let configuration: ExperimentConfiguration
    let assembly: Assembly
    private let hooks: (any RunHooks)?
    /// Where they stand.
    private(set) var state: RunState
    var clock = WorkClock()
    /// Of the generation's observations: by what was observed before it.
    private(set) var normalization: Normalization?
    /// What rates individuals again, if any does.
    private let checker: Checker?
    /// The individual whose episode failed, and so ended them.
    private(set) var failed: FailedIndividual?

    /// Rates some individuals of each generation again, so that what comes out otherwise is found.
    struct Checker {
        let evaluator: any Evaluator
        /// Those of a generation of so many individuals.
        let individuals: (_ generation: Int, _ count: Int) -> [Int]
    }

    /// What a generation gave.
    struct Generation {
        var report: GenerationReport
        /// Mean return of each individual.
        let returns: [Double]
        /// Why the first of its failed episodes failed, where that is forgiven.
        let forgivenFailure: (any Error)?
    }

    init(
        _ configuration: ExperimentConfiguration, _ assembly: Assembly, hooks: (any RunHooks)?, state: RunState,
        checker: Checker? = nil
    ) {
        self.checker = checker
        self.configuration = configuration
        self.assembly = assembly
        self.hooks = hooks
        self.state = state
        self.state.statistics = state.statistics ?? assembly.firstStatistics
        self.state.episodeLimit = state.episodeLimit ?? assembly.adaptiveLimit?.first
        normalization = self.state.statistics?.normalization
    }

    var areDone: Bool { state.isDone(configuration.generations) }

    /// One generation, but for what the script does after it.
    func next() throws -> Generation {
        let (generation, episodeLimit) = (state.generation, state.episodeLimit)
        let (evaluations, failure, searchSteps) = try search()
        normalization = state.statistics?.normalization
        var steps = searchSteps
        if configuration.rating.objective == nil { state.timesteps += steps }
        var policyReturn: Double?
        if generation % configuration.solved.every == 0 {
            let (test, testSteps) = try test()
            steps += testSteps
            policyReturn = test.meanReturn
        }
        state.generation += 1
        clock.countSteps(steps)
        let returns = evaluations.meanReturns()
        let fitness = evaluations.shaped == nil ? nil : evaluations.fitness
        var report = GenerationReport(
            isObjective: configuration.rating.objective != nil,
            generation: generation,
            generations: configuration.generations,
            meanReturn: returns.mean,
            bestReturn: returns.reduce(-.infinity, max),
            policyReturn: policyReturn,
            meanFitness: fitness?.mean,
            bestFitness: fitness.map { $0.reduce(-.infinity, max) },
            meanLength: Double(evaluations.timesteps) / Double(evaluations.lengths.count),
            episodeLimit: episodeLimit,
            failedEpisodes: evaluations.failures == nil ? nil : evaluations.failedEpisodes,
            evaluations: state.evaluations,
            timesteps: state.timesteps,
            steps: steps,
            stepsPerSecond: clock.stepsPerSecond,
            elapsed: clock.elapsed
        )
        if let variables = configuration.rating.objective?.variables, hooks != nil, policyReturn != nil {
            report.solution = state.lastTest.map { SolutionFile($0, assembly.express($0.recipe), variables) }
        }
        return Generation(report: report, returns: returns, forgivenFailure: failure)
    }

    /// What the script does after a generation.
    func callScript(_ report: GenerationReport) throws -> HookRequests? {
        guard let hooks else { return nil }
        let requests = try hooks.generationDidEnd(report)
        state.isStopped = requests.stops
        return requests
    }

    /// All that the generations to come depend on, as a checkpoint's bytes.
    /// - Throws: What a script keeps, and no checkpoint can hold.
    func checkpoint() throws -> [UInt8] {
        try Checkpoint(identity: configuration.identity, shape: assembly.shape)
            .bytes(state, search: assembly.search, hooks: hooks)
    }

    /// The round in which an individual of the next generation's population is rated: goes through the rounds before.
    /// - Parameter individual: Counted from 0.
    func round(of individual: Int) throws -> Round {
        var episodes = RoundEpisodes(standard: configuration.episodes)
        var end = 0
        while true {
            let round = try ask()
            if round.isPopulation {
                if round.individuals.contains(individual) { return round }
                end = round.individuals.upperBound
            }
            let firstEpisode = episodes.first(of: round)
            guard try tell(evaluate(round, firstEpisode: firstEpisode)) else {
                throw ExperimentError.noIndividual(individual + 1, of: end)
            }
        }
    }

    private func ask() throws -> Round { try assembly.search.ask(generation: state.generation) }

    private func tell(_ evaluations: Evaluations) throws -> Bool {
        let parallel = assembly.evaluator.parallel
        return try assembly.search.tell(evaluations, generation: state.generation, parallel: parallel)
    }

    /// The rounds of a generation.
    /// - Returns: The evaluations of the population, its forgiven failure, and the environment steps of all rounds.
    private func search() throws -> (Evaluations, (any Error)?, steps: Int) {
        var population: [Evaluations] = []
        var failure: (any Error)?
        var numbers = RoundEpisodes(standard: configuration.episodes)
        var (steps, reached, episodes) = (0, 0, 0)
        var lowest: Double?
        while true {
            let round = try ask()
            let firstEpisode = numbers.first(of: round)
            // All of a population may fail where some were rated before it.
            let evaluations = try evaluate(
                round, firstEpisode: firstEpisode, canAllFail: lowest != nil || !round.isPopulation)
            if let lowest { evaluations.lowestBefore = lowest }
            let fitness = evaluations.fitness
            try checkFitness(fitness, evaluations, round)
            if !evaluations.haveAllFailed { lowest = fitness.reduce(lowest ?? .infinity, min) }
            try check(evaluations, round, firstEpisode: firstEpisode)
            if let observations = evaluations.observations { state.statistics?.add(observations) }
            steps += work(evaluations)
            state.evaluations += evaluations.individuals
            if let limit = state.episodeLimit { reached += evaluations.episodes(reaching: limit) }
            episodes += evaluations.lengths.count
            if round.isPopulation {
                population.append(evaluations)
                failure = failure ?? assembly.evaluator.forgivenFailure
            }
            guard try tell(evaluations) else {
                adaptLimit(reached: reached, of: episodes)
                return (Evaluations.joined(population), failure, steps)
            }
        }
    }

    /// Sets the limit of the next generation's episodes, where it adapts.
    private func adaptLimit(reached: Int, of episodes: Int) {
        guard let rule = assembly.adaptiveLimit, let limit = state.episodeLimit else { return }
        state.episodeLimit = rule.next(after: limit, reached: reached, of: episodes, most: assembly.maxSteps)
    }

    /// Refuses fitness that no search can use. What a script gives is finite, but finite rewards may add up to infinity.
    private func checkFitness(
        _ fitness: [Double], _ evaluations: Evaluations, _ round: Round
    ) throws(ExperimentError) {
        let index = fitness.indices.first { !fitness[$0].isFinite && !evaluations.hasFailed($0) }
        guard let index else { return }
        throw .notFinite(
            generation: state.generation, individual: round.number(of: index), fitness: fitness[index])
    }

    /// Rates individuals again, and compares.
    private func check(_ evaluations: Evaluations, _ round: Round, firstEpisode: Int) throws {
        guard let checker else { return }
        for index in checker.individuals(state.generation, round.recipes.count) {
            let again = try checker.evaluator.evaluate(
                request(
                    [round.recipes[index]], episodes: evaluations.episodes,
                    firstIndividual: round.individuals.lowerBound + index,
                    firstEpisode: firstEpisode, .episode))
            for episode in 0..<evaluations.episodes {
                let (first, second) = (evaluations.text(index, episode), again.text(0, episode))
                guard first == second else {
                    throw ExperimentError.notDeterministic(
                        generation: state.generation, individual: round.number(of: index), first: first, again: second)
                }
            }
        }
    }

    /// Plays the search's policy, and notes what that gave.
    private func test() throws -> (PolicyTest, steps: Int) {
        let recipe = try assembly.search.policy()
        let episodes = configuration.solved.episodes
        let evaluations = try evaluate(request([recipe], episodes: episodes, .test))
        let lasting = assembly.lasting(recipe)
        guard assembly.express(lasting).isFinite else {
            throw ExperimentError.policyNotFinite(generation: state.generation)
        }
        let test = PolicyTest(
            recipe: lasting,
            generation: state.generation,
            episodes: episodes,
            meanReturn: evaluations.meanReturns()[0],
            sharedValues: hooks?.sharedValues ?? [],
            normalization: normalization
        )
        state.lastTest = test
        // A test with failed episodes shows nothing.
        guard !evaluations.hasFailed(0) else { return (test, work(evaluations)) }
        if test.meanReturn > state.bestTest?.meanReturn ?? -.infinity { state.bestTest = test }
        if let goal = configuration.solved.meanReturn, test.meanReturn >= goal { state.isSolved = true }
        return (test, work(evaluations))
    }

    /// Environment steps, or ratings by an objective.
    private func work(_ evaluations: Evaluations) -> Int {
        configuration.rating.objective == nil ? evaluations.timesteps : evaluations.lengths.count
    }

    /// What rates individuals, or tests the policy, as this generation does.
    private func request(
        _ recipes: [Recipe], episodes: Int, firstIndividual: Int = 0, firstEpisode: Int = 0, _ purpose: Purpose
    ) -> EvaluationRequest {
        EvaluationRequest(
            recipes: recipes,
            expression: assembly.search.expression,
            episodes: episodes,
            firstIndividual: firstIndividual,
            firstEpisode: firstEpisode,
            purpose: purpose,
            generation: state.generation,
            sharedValues: hooks?.sharedValues ?? [],
            normalization: normalization,
            episodeLimit: purpose == .episode ? state.episodeLimit : nil
        )
    }

    private func evaluate(_ round: Round, firstEpisode: Int, canAllFail: Bool = true) throws -> Evaluations {
        try evaluate(
            request(
                round.recipes, episodes: round.episodes ?? configuration.episodes,
                firstIndividual: round.individuals.lowerBound, firstEpisode: firstEpisode, .episode),
            canAllFail: canAllFail)
    }

    /// - Parameter canAllFail: If they may not, a failure that is forgiven is thrown where all fail: there is nothing to
    ///   learn from.
    private func evaluate(_ request: EvaluationRequest, canAllFail: Bool = true) throws -> Evaluations {
        do {
            let evaluations = try assembly.evaluator.evaluate(request)
            if !canAllFail && evaluations.haveAllFailed, let failure = assembly.evaluator.forgivenFailure {
                throw failure
            }
            return evaluations
        } catch let failure as EpisodeFailure {
            failed = FailedIndividual(
                genome: assembly.express(request.recipes[failure.individual - request.firstIndividual]),
                shape: assembly.shape,
                failure: failure,
                request: request
            )
            throw failure
        }
    }
}

extension Evaluations {
    /// All that was found out about an episode, for messages: equal where the bits are.
    fileprivate func text(_ individual: Int, _ episode: Int) -> String {
        let job = individual * episodes + episode
        if failures?[job] == 1 {
            return "return \(returns[job]) with an error after \(lengths[job]) steps"
        }
        let behavior = behaviors.isEmpty ? "" : ", behavior \(behaviors[job])"
        let fitness = shaped.map { ", fitness \($0[job])" } ?? ""
        let rest = objectives.isEmpty ? "" : " and \(objectives[job])"
        if lengths[job] == 0 { return "\(returns[job])\(rest)" }
        return "return \(returns[job])\(fitness)\(rest)\(behavior) in \(lengths[job]) steps"
    }
}

extension Round {
    /// The number, counted from 1, by which the individual of a recipe is played again; nil where it is none of the
    /// population.
    fileprivate func number(of recipe: Int) -> Int? {
        isPopulation ? individuals.lowerBound + recipe + 1 : nil
    }
}
