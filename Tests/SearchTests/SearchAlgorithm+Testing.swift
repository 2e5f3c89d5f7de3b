import Search

extension SearchAlgorithm {
    /// Tells a fitness an individual, each from one episode.
    func tell(_ fitness: [Double], generation: Int, parallel: any Parallel) throws {
        let evaluations = Evaluations(individuals: fitness.count, episodes: 1)
        evaluations.returns.copy(from: fitness)
        _ = try tell(evaluations, generation: generation, parallel: parallel)
    }
}
