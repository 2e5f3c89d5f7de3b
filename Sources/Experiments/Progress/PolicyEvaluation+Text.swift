extension PolicyEvaluation {
    private struct Fields: Encodable {
        let run: String?
        let environment: String
        let episodes: Int
        let meanReturn: Double
        let returns: [Double]

        enum CodingKeys: String, CodingKey {
            case run, environment, episodes
            case meanReturn = "mean_return"
            case returns
        }
    }

    /// One line: `{"environment":"cartpole","episodes":100,"mean_return":487.2,"returns":[500,…]}`.
    /// - Parameter run: The run's path, where it is one of several.
    package func json(run: String? = nil) -> String {
        JSONText.line(
            Fields(
                run: run, environment: environment, episodes: returns.count, meanReturn: meanReturn, returns: returns)
        )
    }

    /// One line for people.
    package var text: String {
        let (least, most) = (returns.reduce(.infinity, min), returns.reduce(-.infinity, max))
        return """
            \(environment): mean return \(ProgressText.number(meanReturn)) over \(CountText.of(returns.count, "episode")) \
            (standard deviation \(ProgressText.number(deviation)), \(ProgressText.number(least)) to \
            \(ProgressText.number(most)))
            """
    }
}
