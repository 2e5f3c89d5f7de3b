import Kernels
import TestSupport
import Testing

@testable import Search

@Suite struct `A batch` {
    /// The rounds of a generation in which individual i is as long as `lengths` says, until there are enough.
    private func rounds(
        _ populationSize: Int, _ timesteps: Int, unit: Int = 1, lengths: (Int) -> Int
    ) throws -> (rounds: [Range<Int>], all: Evaluations) {
        var batch = Batch(populationSize: populationSize, timesteps: timesteps, unit: unit)
        var rounds: [Range<Int>] = []
        while rounds.count < 1000 {
            let next = batch.next
            rounds.append(next)
            let evaluations = Evaluations(individuals: next.count, episodes: 2, isShaped: true, forgivesFailures: true)
            for (place, individual) in next.enumerated() {
                for episode in [2 * place, 2 * place + 1] {
                    evaluations.lengths[episode] = Int32(lengths(individual))
                    evaluations.returns[episode] = Double(individual)
                    evaluations.shaped?[episode] = -Double(individual)
                }
                evaluations.failures?[2 * place + 1] = individual % 5 == 4 ? 1 : 0
                evaluations.behaviors += [[Double(individual)], [Double(individual)]]
            }
            if let all = batch.add(evaluations) {
                #expect(batch.next == 0..<populationSize, "it is empty again")
                return (rounds, all)
            }
        }
        throw Endless()
    }

    private struct Endless: Error {}

    @Test(arguments: 0..<200) func `has both as many individuals and as many steps, and no round too many`(
        seed: Int
    ) throws {
        var random = SplitMix64(seed: UInt64(seed))
        let unit = Int.random(in: 1...2, using: &random)
        let size = unit * Int.random(in: 1...20, using: &random)
        let timesteps = Int.random(in: 0...3000, using: &random)
        let lengths = (0..<20_000).map { _ in Int.random(in: 1...30, using: &random) }
        let (rounds, all) = try rounds(size, timesteps, unit: unit) { lengths[$0] }
        #expect(rounds[0] == 0..<size)
        for (round, next) in zip(rounds, rounds.dropFirst()) { #expect(round.upperBound == next.lowerBound) }
        #expect(rounds.allSatisfy { $0.count % unit == 0 })
        func steps(_ individuals: Int) -> Int { 2 * lengths.prefix(individuals).reduce(0, +) }
        let last = rounds[rounds.count - 1]
        #expect(steps(last.upperBound) >= timesteps, "seed \(seed)")
        if rounds.count > 1 { #expect(steps(last.lowerBound) < timesteps, "seed \(seed)") }
        #expect(all.individuals == last.upperBound && all.timesteps == steps(last.upperBound))
    }

    @Test func `holds the individuals of all rounds in their order`() throws {
        let (rounds, all) = try rounds(4, 200) { 5 + $0 }
        #expect(rounds == [0..<4, 4..<8, 8..<11])
        #expect(all.meanReturns() == (0..<11).map(Double.init))
        // Individuals 4 and 9 failed: the lowest fitness of the others is that of the last.
        #expect(all.fitness == [0, -1, -2, -3, -10, -5, -6, -7, -8, -10, -10])
        #expect(all.meanBehaviors() == (0..<11).map { [Double($0)] })
    }

    @Test func `grows by a population at a time at most, however many steps are missing`() throws {
        var batch = Batch(populationSize: 6, timesteps: .max)
        let evaluations = Evaluations(individuals: 6, episodes: 1)
        evaluations.lengths.fill(1)
        for round in 0..<4 {
            #expect(batch.next == 6 * round..<6 * (round + 1))
            #expect(batch.add(evaluations) == nil)
        }
    }

    @Test func `has one round where nothing takes steps`() throws {
        #expect(try rounds(6, 1000) { _ in 0 }.rounds == [0..<6])
    }
}
