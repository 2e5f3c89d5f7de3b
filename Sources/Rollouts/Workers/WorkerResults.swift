import Networks
import Search

/// What one worker made of a plan's jobs: numbers stand in the evaluations, which all workers share, the rest here.
///
/// Invariant: until all workers are done, only the worker that it was made for uses it.
package final class WorkerResults: @unchecked Sendable {
    package let evaluations: Evaluations
    /// Jobs that are done, in order of their ends.
    package var finished: [Int] = []
    /// What episodes did, as they ended.
    package var behaviors: [(job: Int, values: [Double])] = []
    /// What rewards and objectives gave beyond the fitness, where they gave something.
    package var further: [(job: Int, objectives: [Double])] = []
    /// What episodes observed, where that is asked.
    package var observations: [(job: Int, statistics: ObservationStatistics)] = []
    /// The first failure here that was forgiven.
    private(set) var forgivenFailure: ForgivenFailure?

    package init(_ evaluations: Evaluations) { self.evaluations = evaluations }

    /// Forgets what was told of.
    func clear() {
        finished.removeAll(keepingCapacity: true)
        (behaviors, further, observations, forgivenFailure) = ([], [], [], nil)
    }

    /// Notes the failure of a job that is worth the lowest fitness.
    func forgive(_ failure: EpisodeFailure, of job: Int) {
        evaluations.failures?[job] = 1
        if job < forgivenFailure?.job ?? .max { forgivenFailure = ForgivenFailure(job: job, failure: failure) }
    }
}

/// A failure that the error rule forgave.
struct ForgivenFailure {
    /// Of the plan.
    let job: Int
    let failure: EpisodeFailure
}

extension [WorkerResults] {
    /// The first failure that any forgave.
    var forgivenFailure: EpisodeFailure? { compactMap(\.forgivenFailure).min { $0.job < $1.job }?.failure }

    /// What the episodes observed, in order of episode.
    var observations: ObservationStatistics? {
        let all = flatMap(\.observations).sorted { $0.job < $1.job }
        guard var sum = all.first?.statistics else { return nil }
        for (_, statistics) in all.dropFirst() { sum.add(statistics) }
        return sum
    }

    /// What each episode did, in order of episode; empty for one that failed.
    func behaviors(of plan: EpisodePlan) throws(BehaviorError) -> [[Double]] {
        var behaviors = [[Double]](repeating: [], count: plan.count)
        for results in self {
            for (job, values) in results.behaviors { behaviors[job] = values }
        }
        let size = behaviors.first { !$0.isEmpty }?.count ?? 0
        for (job, values) in behaviors.enumerated() where !values.isEmpty && values.count != size {
            throw .otherSize(got: values.count, individual: plan.individual(of: job) + 1, expected: size)
        }
        return behaviors
    }

    /// What each rating gave beyond the fitness, in order; empty for one that failed, and empty as a whole where there is
    /// nothing.
    /// - Parameter function: What gave it, for messages.
    func furtherObjectives(of plan: EpisodePlan, function: String) throws(ObjectiveError) -> [[Double]] {
        guard contains(where: { !$0.further.isEmpty }) else { return [] }
        var objectives = [[Double]](repeating: [], count: plan.count)
        for results in self {
            for (job, values) in results.further { objectives[job] = values }
        }
        let rated = objectives.indices.filter { self[0].evaluations.failures?[$0] != 1 }
        guard let expected = rated.first.map({ objectives[$0].count }) else { return [] }
        for job in rated where objectives[job].count != expected {
            throw .otherCount(
                function: function, got: objectives[job].count + 1, individual: plan.individual(of: job) + 1,
                expected: expected + 1)
        }
        return objectives
    }
}
