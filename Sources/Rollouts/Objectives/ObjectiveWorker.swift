import Networks
import Randomness
import Search

/// Rates individuals by an objective function: what it gives stands in place of an episode's return.
final class ObjectiveWorker: Worker {
    private let objective: any Objective
    /// Where recipes are written that are not written out yet.
    private let scratch: Genome

    init(_ objective: any Objective, problem: Problem) {
        (self.objective, scratch) = (objective, problem.makeGenome())
    }

    /// To take jobs costs as much as a fast rating; one that is slow must not wait for others.
    static func together(of jobs: Int, workers: Int) -> Int { max(1, min(most, jobs / (8 * workers))) }

    /// The most ratings that are taken together.
    static let most = 16

    func work(on plan: EpisodePlan, _ jobs: any JobSource, workers: Int, into results: WorkerResults) throws {
        objective.share(plan.request.sharedValues)
        let together = Self.together(of: plan.count, workers: workers)
        let (recipes, expression) = (plan.request.recipes.span, plan.request.expression)
        let returns = results.evaluations.returns
        var (genome, rated) = (scratch, -1)
        while let taken = jobs.take(together) {
            for job in taken {
                let place = plan.place(of: job)
                if place != rated { (genome, rated) = (self.genome(of: recipes[place], expression), place) }
                if let fitness = try fitness(genome, job, of: plan, results) { returns[job] = fitness }
            }
            results.finished.append(contentsOf: taken)
        }
    }

    private func genome(of recipe: Recipe, _ expression: any RecipeExpression) -> Genome {
        if let genome = expression.written(recipe) { return genome }
        expression.express(recipe, into: scratch)
        return scratch
    }

    /// - Returns: Nil where it failed, and that is forgiven.
    private func fitness(
        _ genome: Genome, _ job: Int, of plan: EpisodePlan, _ results: WorkerResults
    ) throws -> Double? {
        do {
            var objectives: [Double] = []
            let fitness = try rate(genome, job, of: plan, further: &objectives)
            if !objectives.isEmpty { results.further.append((job, objectives)) }
            return fitness
        } catch {
            let failure = EpisodeFailure(error, job, of: plan)
            guard plan.settings.errorRule == .worst && objective.isForgivable(error) else { throw failure }
            results.forgive(failure, of: job)
            return nil
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
}

extension WorkerEvaluator.Ratings {
    /// Those of objectives.
    static var objective: Self { Self(areShaped: false, haveBehaviors: false, function: "fitness") }
}
