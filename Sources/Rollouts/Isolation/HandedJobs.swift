import Networks
import Search

/// Jobs of a plan that a process is handed: which it was, and has not done.
final class HandedJobs {
    private let source: any JobSource
    private(set) var open: Set<Int> = []

    init(_ source: any JobSource) { self.source = source }

    var left: Int { source.left }

    /// The next jobs, at most so many; empty if none is left.
    func take(most: Int) -> Range<Int> {
        let taken = source.take(most) ?? 0..<0
        open.formUnion(taken)
        return taken
    }

    /// Takes over what came of jobs.
    /// - Parameter sumCount: How many sums of observations there are; 0 where they are not asked.
    /// - Returns: False if it is of others than those that were handed over, or not all that was asked.
    func close(
        _ report: JobReport, sumCount: Int, of plan: EpisodePlan, into results: WorkerResults,
        _ readError: ([UInt8]) -> any Error
    ) -> Bool {
        let handed = open
        for job in report.jobs {
            let sums = job.observations.sums.count
            guard open.remove(job.number) != nil, sums == sumCount || sums == 0 else { return false }
            results.add(job)
        }
        guard let forgiven = report.forgiven else { return true }
        // A job that failed in the same step as one of these may not be done yet.
        guard let job = forgiven.job, handed.contains(job),
            let failure = forgiven.failure(of: plan, readError) as? EpisodeFailure
        else { return false }
        results.forgive(failure, of: job)
        return true
    }

    /// Whether a failure is of a job that was handed over, or of none.
    func fits(_ failure: WrittenFailure) -> Bool { failure.job.map(open.contains) ?? true }
}

/// One job of a plan.
final class SingleJob: JobSource {
    private var job: Int?

    init(_ job: Int) { self.job = job }

    var left: Int { job == nil ? 0 : 1 }

    func take(_ most: Int) -> Range<Int>? {
        defer { job = nil }
        return job.map { $0..<$0 + 1 }
    }
}

extension WorkerResults {
    fileprivate func add(_ job: JobReport.Job) {
        evaluations.returns[job.number] = job.episodeReturn
        evaluations.lengths[job.number] = Int32(job.length)
        evaluations.shaped?[job.number] = job.fitness
        if job.hasFailed { evaluations.failures?[job.number] = 1 }
        if !job.behavior.isEmpty { behaviors.append((job.number, job.behavior)) }
        if !job.further.isEmpty { further.append((job.number, job.further)) }
        let (count, sums) = job.observations
        if !sums.isEmpty { observations.append((job.number, ObservationStatistics(count: count, sums: sums))) }
        finished.append(job.number)
    }
}
