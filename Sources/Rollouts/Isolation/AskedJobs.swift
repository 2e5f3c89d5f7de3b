import Processes
import Search

/// Jobs that this process asks another one for, telling what came of those before.
final class AskedJobs: JobSource {
    private let plan: EpisodePlan
    private let genomes: HandedGenomes
    private let stream: MessageStream
    private let writeError: (any Error) -> [UInt8]
    let results: WorkerResults
    /// Those that were handed over, and not taken yet.
    private var handed = 0..<0
    private var areAll = false
    /// Why no more can be asked for.
    private(set) var error: ProcessError?

    init(
        _ plan: EpisodePlan, _ genomes: HandedGenomes, _ stream: MessageStream, isShaped: Bool,
        _ writeError: @escaping (any Error) -> [UInt8]
    ) {
        (self.plan, self.genomes, self.stream, self.writeError) = (plan, genomes, stream, writeError)
        results = WorkerResults(Evaluations(plan, isShaped: isShaped))
    }

    var left: Int { handed.count }

    func take(_ most: Int) -> Range<Int>? {
        if handed.isEmpty && !areAll { ask() }
        guard !handed.isEmpty else { return nil }
        let taken = handed.prefix(most)
        handed = handed.dropFirst(most)
        return taken
    }

    private func ask() {
        do throws(ProcessError) {
            try stream.send(WorkerAnswer.results(report(), asksForMore: true).bytes)
            let request = try WorkerRequest(
                stream.receive(WorkerServer.patience), settings: plan.settings, expression: genomes)
            guard case .jobs(let jobs) = request, jobs.upperBound <= plan.count else {
                throw .broken(reason: "no jobs, where some were to come")
            }
            (handed, areAll) = (jobs, jobs.isEmpty)
            if let first = jobs.first { genomes.firstPlace = plan.place(of: first) }
        } catch {
            (self.error, areAll) = (error, true)
        }
    }

    /// What came of jobs since the last report.
    func report() -> JobReport {
        var report = JobReport()
        let evaluations = results.evaluations
        let behaviors = Dictionary(results.behaviors.map { ($0.job, $0.values) }) { $1 }
        let further = Dictionary(results.further.map { ($0.job, $0.objectives) }) { $1 }
        let observations = Dictionary(results.observations.map { ($0.job, $0.statistics) }) { $1 }
        report.jobs = results.finished.map { job in
            JobReport.Job(
                number: job, episodeReturn: evaluations.returns[job], length: Int(evaluations.lengths[job]),
                fitness: evaluations.shaped?[job] ?? 0, hasFailed: evaluations.failures?[job] == 1,
                behavior: behaviors[job] ?? [], further: further[job] ?? [],
                observations: observations[job].map { ($0.count, $0.sums) } ?? (0, []))
        }
        report.forgiven = results.forgivenFailure.map { WrittenFailure($0.failure, of: plan, writeError) }
        results.clear()
        return report
    }
}
