extension GenerationReport {
    /// One line: `{"best_return":247,"elapsed":0.04,…}`, keys in order of name.
    var json: String { isObjective ? objectiveJSON : episodesJSON }

    private var objectiveJSON: String {
        var fields: [String: Double?] = [
            "generation": Double(generation),
            "generations": Double(generations),
            "mean_fitness": meanReturn,
            "best_fitness": bestReturn,
            "evaluations": Double(evaluations),
            "evaluations_per_second": stepsPerSecond,
            "elapsed": elapsed,
        ]
        fields.updateValue(policyReturn, forKey: "policy_fitness")
        return JSONText.line(fields)
    }

    private var episodesJSON: String {
        var fields: [String: Double?] = [
            "generation": Double(generation),
            "generations": Double(generations),
            "mean_return": meanReturn,
            "best_return": bestReturn,
            "mean_length": meanLength,
            "evaluations": Double(evaluations),
            "timesteps": Double(timesteps),
            "steps_per_second": stepsPerSecond,
            "elapsed": elapsed,
        ]
        fields.updateValue(policyReturn, forKey: "policy_return")
        if let meanFitness { fields["mean_fitness"] = meanFitness }
        if let bestFitness { fields["best_fitness"] = bestFitness }
        if let episodeLimit { fields["episode_limit"] = Double(episodeLimit) }
        return JSONText.line(fields)
    }
}
