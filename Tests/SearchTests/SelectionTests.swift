import Foundation
import Randomness
import TestSupport
import Testing

@testable import Search

@Suite struct `A selection` {
    private static func choose(
        _ selection: any Selection, _ count: Int, _ fitness: [Double], seed: UInt64 = 1
    ) throws -> [Int] {
        try selection.parents(
            count, of: RatedPopulation(fitness: fitness),
            random: RandomStream(RandomAddress(seed: seed, purpose: .selection)))
    }

    /// Whether individuals are chosen as often as their probabilities say.
    private static func expect(
        _ selection: any Selection, _ fitness: [Double], _ probabilities: [Double],
        location: SourceLocation = #_sourceLocation
    ) throws {
        let parents = try choose(selection, 20_000, fitness)
        #expect(abs(probabilities.reduce(0, +) - 1) < 1e-12, sourceLocation: location)
        for (individual, probability) in probabilities.enumerated() {
            let count = parents.count { $0 == individual }
            let isPossible = probability > 0 && probability < 1
            #expect(
                isPossible
                    ? BinomialBounds.accepts(count: count, trials: 20_000, probability: probability)
                    : count == Int(probability * 20_000),
                "individual \(individual): \(count) of \(20_000 * probability)", sourceLocation: location)
        }
    }

    @Test func `by truncation takes the best alike`() throws {
        let fitness = [1.0, 9, 3, 9, 5]
        try Self.expect(TruncationSelection(size: 3), fitness, [0, 1.0 / 3, 0, 1.0 / 3, 1.0 / 3])
        try Self.expect(TruncationSelection(size: 99), fitness, Array(repeating: 0.2, count: 5))
        try Self.expect(TruncationSelection(size: 1), fitness, [0, 1, 0, 0, 0])
    }

    @Test(arguments: [1, 2, 3, 7]) func `by tournament takes the best of a few`(size: Int) throws {
        // The best of some draws is at most i with the probability of one draw to the power of their number.
        func below(_ count: Int) -> Double { pow(Double(count) / 10, Double(size)) }
        let fitness = (0..<10).map(Double.init)
        try Self.expect(
            TournamentSelection(size: size), fitness, (0..<10).map { below($0 + 1) - below($0) })
    }

    @Test func `by roulette follows the fitness above the worst`() throws {
        let roulette = RouletteSelection(baseline: .worst)
        try Self.expect(roulette, [-4, -1, -4, 2, 7], [0, 3, 0, 6, 11].map { $0 / 20 })
        try Self.expect(roulette, [1e308, -1e308, 0], [2.0 / 3, 0, 1.0 / 3])
        try Self.expect(roulette, [5, 5, 5, 5], Array(repeating: 0.25, count: 4))
        try Self.expect(roulette, [-7], [1])
    }

    @Test func `by roulette follows the fitness itself where its baseline is zero`() throws {
        let roulette = RouletteSelection(baseline: .zero)
        try Self.expect(roulette, [3, 1, 0, 6], [0.3, 0.1, 0, 0.6])
        try Self.expect(roulette, [0, 0, 0, 0], Array(repeating: 0.25, count: 4))
    }

    @Test(arguments: [
        RouletteSelection(baseline: .zero) as any Selection & Sendable, StochasticUniversalSelection(baseline: .zero),
    ])
    func `refuses negative fitness where its baseline is zero`(selection: any Selection & Sendable) {
        let error = #expect(throws: SelectionError.self) { try Self.choose(selection, 5, [1, 2, -0.5, -3]) }
        #expect(
            error?.description == """
                fitness of individual 3 is -0.5; it must be >= 0 where the baseline of its selection is 'zero'; use the \
                baseline 'worst'
                """)
    }

    @Test(arguments: [1, 1.3, 2]) func `by rank follows the ranks, which ties share`(pressure: Double) throws {
        func probability(_ rank: Double, of count: Double) -> Double {
            (2 - pressure + 2 * (pressure - 1) * rank / (count - 1)) / count
        }
        let rank = RankSelection(pressure: pressure)
        try Self.expect(rank, [10, -5, 1e300, 0], [2, 0, 3, 1].map { probability($0, of: 4) })
        try Self.expect(rank, [7, 9, 7, 9, 9], [0.5, 3, 0.5, 3, 3].map { probability($0, of: 5) })
        try Self.expect(rank, [4, 4, 4, 4], Array(repeating: 0.25, count: 4))
        try Self.expect(rank, [4], [1])
    }

    @Test func `by stochastic universal sampling takes each as often as expected, rounded up or down`() throws {
        var random = SplitMix64(seed: 3)
        for seed in 0..<300 as Range<UInt64> {
            let size = Int.random(in: 1...40, using: &random)
            let count = Int.random(in: 0...90, using: &random)
            let fitness = (0..<size).map { _ in Double.random(in: -5...5, using: &random).rounded() }
            let parents = try Self.choose(StochasticUniversalSelection(baseline: .worst), count, fitness, seed: seed)
            #expect(parents.count == count)
            let lowest = fitness.min()!
            let total = fitness.reduce(0) { $0 + $1 - lowest }
            for individual in 0..<size {
                let share = total > 0 ? (fitness[individual] - lowest) / total : 1 / Double(size)
                let (expected, chosen) = (share * Double(count), Double(parents.count { $0 == individual }))
                #expect(
                    chosen >= (expected - 1e-9).rounded(.down) && chosen <= (expected + 1e-9).rounded(.up),
                    "seed \(seed): \(chosen) of \(expected)")
            }
        }
    }

    @Test func `by stochastic universal sampling rounds up as often as it must, in any order`() throws {
        let fitness = [0.0, 1, 2, 4]
        var (counts, firsts) = ([0, 0, 0, 0], [0, 0, 0, 0])
        for seed in 0..<4000 as Range<UInt64> {
            let parents = try Self.choose(StochasticUniversalSelection(baseline: .zero), 3, fitness, seed: seed)
            for parent in parents { counts[parent] += 1 }
            firsts[parents[0]] += 1
        }
        // Expected of 3: 3/7, 6/7 and 12/7. Those that are below 1 are chosen once or not at all.
        #expect(counts[0] == 0 && BinomialBounds.accepts(count: counts[1], trials: 4000, probability: 3.0 / 7))
        #expect(BinomialBounds.accepts(count: counts[2], trials: 4000, probability: 6.0 / 7))
        #expect(BinomialBounds.accepts(count: counts[3] - 4000, trials: 4000, probability: 5.0 / 7))
        for individual in 1..<4 {
            let probability = fitness[individual] / 7
            #expect(BinomialBounds.accepts(count: firsts[individual], trials: 4000, probability: probability))
        }
    }

    @Test(arguments: `A genetic algorithm`.selections) func `chooses none where none is wanted`(
        selection: any Selection & Sendable
    ) throws {
        #expect(try Self.choose(selection, 0, [1, 2, 3]) == [])
    }

    @Test(arguments: 1...20) func `of the best agrees with the whole order`(count: Int) {
        var random = SplitMix64(seed: UInt64(count))
        for size in [1, 5, 16, 17, 60] {
            let fitness = (0..<size).map { _ in Double.random(in: 0...9, using: &random).rounded() }
            #expect(fitness.best(count) == [Int](fitness.descendingOrder.prefix(count)))
        }
    }
}

@Suite struct `A wheel of fortune` {
    @Test func `never stops at a sector without size`() {
        let wheel = Wheel([0, 0, 3, 0, 1, 0])
        #expect([0, 0.5, 0.749].allSatisfy { wheel.individual(at: $0) == 2 })
        #expect([0.75, 0.9, 1 - 0x1p-53].allSatisfy { wheel.individual(at: $0) == 4 })
    }

    @Test func `finds what a search from the beginning finds`() {
        var random = SplitMix64(seed: 5)
        for size in 1...40 {
            let shares = (0..<size).map { _ in Double.random(in: 0...1, using: &random) }
            let (wheel, total) = (Wheel(shares), shares.reduce(0, +))
            for _ in 0..<100 {
                let turn = Double.random(in: 0..<1, using: &random)
                var end = 0.0
                let expected = shares.firstIndex { share in
                    end += share
                    return turn * total < end
                }
                #expect(wheel.individual(at: turn) == expected)
            }
        }
    }
}

@Suite struct `Draws in bulk` {
    @Test(arguments: [1, 2, 3, 7, 256, 1000]) func `take all individuals alike`(individuals: Int) {
        let address = RandomAddress(seed: 4, purpose: .selection)
        for expected in [10, 100_000] {
            var draws = IndividualDraws(address, among: individuals, count: expected)
            var counts = [Int](repeating: 0, count: individuals)
            for _ in 0..<20_000 { counts[draws.next()] += 1 }
            for count in counts where individuals > 1 {
                #expect(
                    BinomialBounds.accepts(count: count, trials: 20_000, probability: 1 / Double(individuals)))
            }
        }
    }

    @Test func `go on in blocks of their own`() {
        var draws = BulkDraws(RandomAddress(seed: 4, purpose: .selection), count: 1 << 20)
        let words = Set((0..<10_000).map { _ in draws.next() })
        #expect(words.count == 10_000)
    }
}
