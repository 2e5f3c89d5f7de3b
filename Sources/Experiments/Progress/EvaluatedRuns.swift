import Records

/// What several policies, or best guesses of runs whose function rates variables, gave.
package struct EvaluatedRuns: Sendable {
    private struct Kind {
        /// Nil: functions of the runs' own rate variables.
        let environment: String?
        var means: [Double] = []
        /// Whether each was that of a run's folder, not a file.
        var areRuns = true

        /// As a summary counts them.
        var noun: String { areRuns ? "runs" : environment == nil ? "solutions" : "policies" }
    }

    /// What was rated alike, in order of appearance.
    private var kinds: [Kind] = []

    package init() {}

    /// - Parameters:
    ///   - environment: Nil: a function of the run's own rates variables.
    ///   - path: The folder of a run, or a file.
    package mutating func add(_ mean: Double, environment: String?, at path: String) {
        if !kinds.contains(where: { $0.environment == environment }) { kinds.append(Kind(environment: environment)) }
        for index in kinds.indices where kinds[index].environment == environment {
            kinds[index].means.append(mean)
            if !FileSystem.isFolder(path) { kinds[index].areRuns = false }
        }
    }

    private struct Fields: Encodable {
        let environment: String?
        let runs: Int
        let mean: Double
        let deviation: Double
        let least: Double
        let most: Double
    }

    /// For each environment with several runs.
    private var summaries: [(noun: String, fields: Fields)] {
        kinds.filter { $0.means.count > 1 }.map { kind in
            let means = kind.means
            let fields = Fields(
                environment: kind.environment, runs: means.count, mean: means.mean, deviation: means.deviation,
                least: means.reduce(.infinity, min), most: means.reduce(-.infinity, max))
            return (kind.noun, fields)
        }
    }

    /// A line for each environment with several runs: the mean over them.
    package var lines: [String] {
        summaries.map { noun, summary in
            let what = summary.environment.map { "\($0): mean return" } ?? "fitness:"
            return """
                \(what) \(ProgressText.number(summary.mean)) over \(summary.runs) \(noun) (standard \
                deviation \(ProgressText.number(summary.deviation)), \(ProgressText.number(summary.least)) to \
                \(ProgressText.number(summary.most)))
                """
        }
    }

    /// The same as JSON objects.
    package var jsonLines: [String] { summaries.map { JSONText.line($0.fields) } }
}
