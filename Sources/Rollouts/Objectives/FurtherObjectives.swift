import Search

/// What the ratings of a plan gave beyond the fitness.
enum FurtherObjectives {
    /// Those of each rating, in order; empty for one that failed, and empty as a whole where there are none.
    /// - Parameters:
    ///   - given: By worker, those of its ratings that gave some.
    ///   - function: What gave them, for messages.
    static func inOrder(
        _ given: [[(job: Int, objectives: [Double])]], of plan: EpisodePlan, _ evaluations: Evaluations,
        function: String
    ) throws(ObjectiveError) -> [[Double]] {
        guard given.contains(where: { !$0.isEmpty }) else { return [] }
        var objectives = [[Double]](repeating: [], count: plan.count)
        for (job, values) in given.joined() { objectives[job] = values }
        let rated = objectives.indices.filter { evaluations.failures?[$0] != 1 }
        guard let expected = rated.first.map({ objectives[$0].count }) else { return [] }
        for job in rated where objectives[job].count != expected {
            throw .otherCount(
                function: function, got: objectives[job].count + 1, individual: plan.individual(of: job) + 1,
                expected: expected + 1)
        }
        return objectives
    }
}

/// Objectives that cannot be compared.
package enum ObjectiveError: Error, Equatable, CustomStringConvertible {
    /// Individuals count from 1.
    case otherCount(function: String, got: Int, individual: Int, expected: Int)

    package var description: String {
        switch self {
        case .otherCount(let function, let got, let individual, let expected):
            """
            \(function): must return as many numbers each time, got \(got) for individual \(individual) and \(expected) \
            for the first
            """
        }
    }
}
