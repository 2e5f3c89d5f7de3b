import Networks
import Randomness
import Search

/// Rates individuals by an objective function, on all workers: what it gives stands in place of an episode's return.
package final class ObjectiveEvaluator: Evaluator {
    private let pool: WorkerPool<Worker>
    private let settings: EpisodeSettings

    package private(set) var forgivenFailure: (any Error)?

    /// - Parameter threads: Workers, at least 1; each makes its own objective on its own thread.
    package init(threads: Int, choice: ObjectiveChoice, settings: EpisodeSettings) throws {
        self.settings = settings
        pool = try WorkerPool(count: threads) { _ in
            Worker(objective: try choice.make(), scratch: choice.variables.problem.makeGenome())
        }
    }

    package var parallel: any Parallel { pool }

    /// - Throws: `EpisodeFailure` with what the objective threw; of several, that of the lowest worker; none that
    ///   is forgiven. `ObjectiveError`.
    package func evaluate(_ request: EvaluationRequest) throws -> Evaluations {
        let plan = EpisodePlan(request: request, settings: settings)
        let evaluations = Evaluations(
            individuals: request.recipes.count,
            episodes: request.episodes,
            combination: settings.combination,
            forgivesFailures: settings.errorRule == .worst
        )
        let workers = try rate(plan, into: evaluations)
        forgivenFailure = ForgivenFailure.first(workers.map(\.forgivenFailure))
        evaluations.objectives = try FurtherObjectives.inOrder(
            workers.map(\.further), of: plan, evaluations, function: "fitness")
        return evaluations
    }

    /// - Returns: The workers that took part.
    private func rate(_ plan: EpisodePlan, into evaluations: Evaluations) throws -> [Worker] {
        let work = WorkCounter(plan.count)
        let workers = pool.contexts
        // The first worker is this thread, which rates one individual before the others have begun.
        if plan.count == 1 {
            try workers[0].rate(plan, work, together: 1, into: evaluations)
            return [workers[0]]
        }
        // To take work costs as much as a fast rating; one that is slow must not wait for others.
        let together = max(1, min(16, plan.count / (8 * pool.count)))
        try pool.onEachWorker { _, worker in
            do {
                try worker.rate(plan, work, together: together, into: evaluations)
            } catch {
                work.stop()
                throw error
            }
        }
        return workers
    }
}

/// One thread's part.
private final class Worker {
    private let objective: any Objective
    /// Where recipes are written that are not written out yet.
    private let scratch: Genome
    /// Of the plan's first rating that failed here and was forgiven.
    private(set) var forgivenFailure: ForgivenFailure?
    /// What ratings gave beyond the fitness, where they gave something.
    private(set) var further: [(job: Int, objectives: [Double])] = []

    init(objective: any Objective, scratch: Genome) {
        self.objective = objective
        self.scratch = scratch
    }

    /// - Parameter together: Ratings to take at once.
    func rate(_ plan: EpisodePlan, _ work: WorkCounter, together: Int, into evaluations: Evaluations) throws {
        (forgivenFailure, further) = (nil, [])
        objective.share(plan.request.sharedValues)
        let (recipes, expression) = (plan.request.recipes.span, plan.request.expression)
        var (genome, rated) = (scratch, -1)
        while let jobs = work.take(together) {
            for job in jobs {
                let place = plan.place(of: job)
                if place != rated { (genome, rated) = (self.genome(of: recipes[place], expression), place) }
                try rate(genome, job, of: plan, into: evaluations)
            }
        }
    }

    private func genome(of recipe: Recipe, _ expression: any RecipeExpression) -> Genome {
        if let genome = expression.written(recipe) { return genome }
        expression.express(recipe, into: scratch)
        return scratch
    }

    private func rate(_ genome: Genome, _ job: Int, of plan: EpisodePlan, into evaluations: Evaluations) throws {
        do {
            var objectives: [Double] = []
            evaluations.returns[job] = try rate(genome, job, of: plan, further: &objectives)
            if !objectives.isEmpty { further.append((job, objectives)) }
        } catch {
            let failure = failure(error, job, of: plan)
            guard plan.settings.errorRule == .worst && objective.isForgivable(error) else { throw failure }
            evaluations.failures?[job] = 1
            if forgivenFailure == nil { forgivenFailure = ForgivenFailure(job: job, failure: failure) }
        }
    }

    private func rate(
        _ genome: Genome, _ job: Int, of plan: EpisodePlan, further: inout [Double]
    ) throws -> Double {
        do {
            return try objective.rate(genome, random: plan.address(of: job), further: &further)
        } catch  where plan.settings.errorRule == .retry && objective.isForgivable(error) {
            further = []
            return try objective.rate(genome, random: plan.address(of: job), further: &further)
        }
    }

    private func failure(_ error: any Error, _ job: Int, of plan: EpisodePlan) -> EpisodeFailure {
        EpisodeFailure(
            error: error,
            generation: plan.request.generation,
            individual: plan.individual(of: job),
            episode: plan.request.firstEpisode + job % plan.request.episodes,
            step: nil,
            purpose: plan.request.purpose
        )
    }
}
