/// Runs as `genome-lua runs` shows them.
package enum RunListText {
    /// A table for people; no line if there are no runs.
    package static func lines(_ runs: [RunSummary]) -> [String] {
        guard !runs.isEmpty else { return [] }
        var table = TextTable([
            ("run", .left), ("status", .left), ("generations", .right), ("policy", .right), ("best", .right),
            ("seed", .right), ("settings", .left),
        ])
        for run in runs {
            let record = run.record
            func number(_ value: Double?) -> String { value.map(ProgressText.number) ?? "-" }
            let origin = record.origin.map { ["from \($0.run) at \($0.generation)"] } ?? []
            table.append([
                run.path, run.status.rawValue, "\(record.generation)/\(record.generations)",
                number(record.meanTestReturn), number(record.bestTestReturn), "\(record.seed)",
                (record.settings + origin).joined(separator: " "),
            ])
        }
        return table.lines
    }
}

extension RunSummary {
    private struct Fields: Encodable {
        let path: String
        let experiment: String
        let name: String
        let status: Status
        let generation: Int
        let generations: Int
        let evaluations: Int
        let timesteps: Int
        let meanTestReturn: Double?
        let bestTestReturn: Double?
        let seed: UInt64
        let parameters: [String: String]
        let settings: [String]
        let origin: RunContinuation?
        let message: String?
        let startedAt: Double
        let updatedAt: Double
        let elapsed: Double

        enum CodingKeys: String, CodingKey {
            case path, experiment, name, status, generation, generations, evaluations, timesteps
            case meanTestReturn = "mean_test_return"
            case bestTestReturn = "best_test_return"
            case seed, parameters, settings, origin, message
            case startedAt = "started_at"
            case updatedAt = "updated_at"
            case elapsed
        }
    }

    /// One line, with the names of `run.json`.
    package var json: String {
        JSONText.line(
            Fields(
                path: path, experiment: record.experiment, name: record.name, status: status,
                generation: record.generation, generations: record.generations, evaluations: record.evaluations,
                timesteps: record.timesteps, meanTestReturn: record.meanTestReturn,
                bestTestReturn: record.bestTestReturn, seed: record.seed, parameters: record.parameters,
                settings: record.settings, origin: record.origin, message: record.message,
                startedAt: record.startedAt, updatedAt: record.updatedAt, elapsed: record.elapsed))
    }
}
