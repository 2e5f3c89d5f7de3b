/// What several policies, or best guesses of runs whose function rates variables, gave.
package struct EvaluatedRuns: Sendable {
    /// What was rated alike, in order of appearance: an environment, or nil for functions of the runs' own.
    private var kinds: [(environment: String?, means: [Double])] = []

    package init() {}

    /// - Parameter environment: Nil: a function of the run's own rates variables.
    package mutating func add(_ mean: Double, environment: String?) {
        if let index = kinds.firstIndex(where: { $0.environment == environment }) {
            kinds[index].means.append(mean)
        } else {
            kinds.append((environment, [mean]))
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
    private var summaries: [Fields] {
        kinds.filter { $0.means.count > 1 }.map { environment, means in
            Fields(
                environment: environment, runs: means.count, mean: means.mean, deviation: means.deviation,
                least: means.reduce(.infinity, min), most: means.reduce(-.infinity, max))
        }
    }

    /// A line for each environment with several runs: the mean over them.
    package var lines: [String] {
        summaries.map { summary in
            let what = summary.environment.map { "\($0): mean return" } ?? "fitness:"
            return """
                \(what) \(ProgressText.number(summary.mean)) over \(summary.runs) runs (standard deviation \
                \(ProgressText.number(summary.deviation)), \(ProgressText.number(summary.least)) to \
                \(ProgressText.number(summary.most)))
                """
        }
    }

    /// The same as JSON objects.
    package var jsonLines: [String] { summaries.map(JSONText.line) }
}
