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
            Worker(objective: try choice.make(), genome: choice.variables.problem.makeGenome())
        }
    }

    package var parallel: any Parallel { pool }

    /// - Throws: `EpisodeFailure` with what the objective threw; of several, that of the lowest worker. Where failures
    ///   are forgiven, only if every individual has one. `ObjectiveError`.
    package func evaluate(_ request: EvaluationRequest) throws -> Evaluations {
        let plan = EpisodePlan(request: request, settings: settings)
        let evaluations = Evaluations(
            individuals: request.recipes.count,
            episodes: request.episodes,
            combination: settings.combination,
            forgivesFailures: settings.errorRule == .worst
        )
        let work = WorkCounter(plan.count)
        try pool.onEachWorker { _, worker in
            do {
                try worker.rate(plan, work, into: evaluations)
            } catch {
                work.stop()
                throw error
            }
        }
        forgivenFailure = try ForgivenFailure.first(pool.contexts.map(\.forgivenFailure), of: plan, evaluations)
        evaluations.objectives = try objectives(of: plan)
        return evaluations
    }

    /// Further objectives of each rating, in order; empty for one that failed.
    private func objectives(of plan: EpisodePlan) throws(ObjectiveError) -> [[Double]] {
        var objectives = [[Double]](repeating: [], count: plan.count)
        var counts: [Int?] = Array(repeating: nil, count: plan.count)
        for worker in pool.contexts {
            for (job, values) in worker.rated { (objectives[job], counts[job]) = (values, values.count) }
        }
        let expected = counts.compactMap { $0 }.first ?? 0
        for (job, count) in counts.enumerated() where (count ?? expected) != expected {
            throw .otherCount(got: count! + 1, individual: plan.individual(of: job) + 1, expected: expected + 1)
        }
        return expected == 0 ? [] : objectives
    }
}

/// Objectives that cannot be compared.
package enum ObjectiveError: Error, Equatable, CustomStringConvertible {
    /// Individuals count from 1.
    case otherCount(got: Int, individual: Int, expected: Int)

    package var description: String {
        switch self {
        case .otherCount(let got, let individual, let expected):
            """
            fitness: must return as many numbers each time, got \(got) for individual \(individual) and \(expected) for \
            the first
            """
        }
    }
}

/// One thread's part.
private final class Worker {
    private let objective: any Objective
    private let genome: Genome
    /// Of the plan's first rating that failed here and was forgiven.
    private(set) var forgivenFailure: ForgivenFailure?
    /// What each rating gave beyond the fitness.
    private(set) var rated: [(job: Int, objectives: [Double])] = []

    init(objective: any Objective, genome: Genome) {
        self.objective = objective
        self.genome = genome
    }

    func rate(_ plan: EpisodePlan, _ work: WorkCounter, into evaluations: Evaluations) throws {
        (forgivenFailure, rated) = (nil, [])
        objective.share(plan.request.sharedValues)
        while let job = work.take() {
            plan.request.expression.express(plan.request.recipes[plan.place(of: job)], into: genome)
            do {
                let values = try rate(job, of: plan)
                evaluations.returns[job] = values[0]
                rated.append((job, Array(values.dropFirst())))
            } catch {
                let failure = failure(error, job, of: plan)
                guard plan.settings.errorRule == .worst && objective.isForgivable(error) else { throw failure }
                evaluations.failures?[job] = 1
                if forgivenFailure == nil { forgivenFailure = ForgivenFailure(job: job, failure: failure) }
            }
        }
    }

    private func rate(_ job: Int, of plan: EpisodePlan) throws -> [Double] {
        do {
            return try objective.rate(genome, random: plan.random(of: job))
        } catch  where plan.settings.errorRule == .retry && objective.isForgivable(error) {
            return try objective.rate(genome, random: plan.random(of: job))
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
