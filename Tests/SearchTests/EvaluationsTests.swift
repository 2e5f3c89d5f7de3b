import Search
import Testing

@Suite struct `Evaluations of a round` {
    private func make() -> Evaluations {
        let evaluations = Evaluations(individuals: 2, episodes: 4)
        evaluations.returns.copy(from: [1, 5, 2, 4, -1, 0, 0, 9])
        evaluations.lengths.copy(from: [1, 2, 3, 4, 5, 6, 7, 8])
        return evaluations
    }

    @Test func `hold the episodes of each individual in order`() {
        let evaluation = make()[1]
        #expect(evaluation.index == 1)
        #expect(evaluation.returns == [-1, 0, 0, 9])
        #expect(evaluation.lengths == [5, 6, 7, 8])
        #expect(evaluation.meanReturn == 2)
        #expect(make().timesteps == 36)
    }

    @Test func `give one that failed the lowest fitness, of those before where all failed`() {
        let evaluations = Evaluations(individuals: 3, episodes: 1, forgivesFailures: true)
        evaluations.returns.copy(from: [-5, -2, -3])
        evaluations.failures?[0] = 1
        evaluations.lowestBefore = -9
        #expect(evaluations.fitness == [-3, -2, -3])
        evaluations.failures?.fill(1)
        #expect(evaluations.fitness == [-9, -9, -9])
    }

    @Test func `have no objectives of a round that failed as a whole, joined with one that did not`() {
        let rounds = (0..<2).map { _ in Evaluations(individuals: 1, episodes: 2, forgivesFailures: true) }
        rounds[0].failures?.fill(1)
        rounds[1].objectives = [[1], [3]]
        #expect(Evaluations.joined(rounds).meanObjectives() == [[], [2]])
    }

    @Test func `combine the episodes of an individual`() {
        #expect(make().meanReturns() == [3, 2])
        #expect(make().combined(.min) == [1, -1])
        #expect(make().combined(.median) == [3, 0])
        let odd = Evaluations(individuals: 1, episodes: 3)
        odd.returns.copy(from: [7, -2, 1])
        #expect(odd.combined(.median) == [1])
        #expect(EpisodeCombination.allCases.map(\.rawValue) == ["mean", "min", "median"])
    }
}
