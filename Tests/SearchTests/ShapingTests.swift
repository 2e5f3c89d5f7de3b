import Search
import TestSupport
import Testing

@Suite struct `Centered ranks` {
    @Test func `spread a population evenly from -0.5 to 0.5`() throws {
        #expect(try Shaping.centeredRanks.utilities(of: [30, 10, 20]).values == [0.5, -0.5, 0])
        #expect(try Shaping.centeredRanks.utilities(of: [4, 3, 2, 1, 0]).values == [0.5, 0.25, 0, -0.25, -0.5])
        #expect(try Shaping.centeredRanks.utilities(of: [-1, 1e300]).values == [-0.5, 0.5])
    }

    @Test func `share the mean of their ranks among equals`() throws {
        #expect(try Shaping.centeredRanks.utilities(of: [1, 1, 2, 0]).values == [0, 0, 0.5, -0.5])
        #expect(try Shaping.centeredRanks.utilities(of: [7, 7, 7]).values == [0, 0, 0])
        #expect(try Shaping.centeredRanks.utilities(of: [0.0, -0.0, 1]).values == [-0.25, -0.25, 0.5])
        // Ranks 0, 1, 2 share 1, and 3, 4 share 3.5, of 5 individuals: 1/4 - 1/2 and 3.5/4 - 1/2.
        #expect(
            try Shaping.centeredRanks.utilities(of: [9, 5, 9, 5, 5]).values == [0.375, -0.25, 0.375, -0.25, -0.25])
    }

    @Test(arguments: 2...64) func `sum to zero exactly for every population size`(populationSize: Int) throws {
        var random = SplitMix64(seed: UInt64(populationSize))
        let fitness = (0..<populationSize).map { _ in Double.random(in: -9...9, using: &random).rounded() }
        let utilities = try Shaping.centeredRanks.utilities(of: fitness)
        #expect(utilities.total == 0)
        #expect(utilities.values.reduce(0, +).magnitude < 1e-12)
    }

    @Test func `depend on the order alone`() throws {
        var random = SplitMix64(seed: 1)
        let fitness = (0..<50).map { _ in Double.random(in: -9...9, using: &random).rounded() }
        let utilities = try Shaping.centeredRanks.utilities(of: fitness)
        #expect(try Shaping.centeredRanks.utilities(of: fitness.map { $0 * 1e290 }) == utilities)
        #expect(try Shaping.centeredRanks.utilities(of: fitness.map { $0 * $0 * $0 + 5 }) == utilities)
    }

    @Test func `of a population whose ranks leave 32 bits are rounded, and still sum to nearly zero`() throws {
        let count = 100_000
        let fitness = (0..<count).map { Double(($0 * 7919) % count) }
        let utilities = try Shaping.centeredRanks.utilities(of: fitness)
        #expect(utilities.integers.reduce(0) { $0 + max(Int($1), 0) } <= Int(Int32.max))
        var worst = 0.0
        for (integer, fitness) in zip(utilities.integers, fitness) {
            worst = max(worst, abs(Double(integer) * utilities.scale - (fitness / Double(count - 1) - 0.5)))
        }
        // The positive utilities sum to about n / 8.
        #expect(worst <= Double(count) / 8 * 0x1p-31 * 1.01, "\(worst)")
        #expect(abs(utilities.total) <= worst * Double(count).squareRoot() * 5)
    }
}

@Suite struct `Standardized fitness` {
    @Test func `has mean 0 and deviation 1`() throws {
        let utilities = try Shaping.standardized.utilities(of: [1, 2, 3, 4])
        let expected = [-1.5, -0.5, 0.5, 1.5].map { $0 / (1.25).squareRoot() }
        for (utility, expected) in zip(utilities.values, expected) { #expect(abs(utility - expected) < 1e-8) }
        #expect(try Shaping.standardized.utilities(of: [5]).values == [0])
    }

    @Test(arguments: [1, 2, 3, 7, 10, 64, 1000], [0, 0.1, -3.3, 1e300, 1e-300, 475.0 / 7])
    func `is nothing if all are equal`(count: Int, value: Double) throws {
        let utilities = try Shaping.standardized.utilities(of: [Double](repeating: value, count: count))
        #expect(utilities.values == [Double](repeating: 0, count: count))
        #expect(utilities.total == 0)
    }

    @Test(arguments: [-900, -40, 3, 900]) func `does not depend on the scale`(exponent: Int) throws {
        var random = SplitMix64(seed: 2)
        let fitness = (0..<33).map { _ in Double.random(in: -9...9, using: &random) }
        let scaled = fitness.map { Double(sign: .plus, exponent: exponent, significand: $0) }
        #expect(try Shaping.standardized.utilities(of: scaled) == Shaping.standardized.utilities(of: fitness))
    }
}

@Suite struct `Fitness shaping` {
    @Test(arguments: Shaping.allCases, [Double.nan, .infinity, -.infinity])
    func `refuses a fitness that is not finite`(shaping: Shaping, value: Double) {
        let error = #expect(throws: ShapingError.self) { try shaping.utilities(of: [0, 1, value, value]) }
        #expect(error == .notFinite(individual: 3, fitness: value) || value.isNaN)
        #expect(error?.description == "fitness of individual 3 is \(value); it must be a finite number")
    }

    @Test func `has these names in scripts`() {
        #expect(Shaping.allCases.map(\.rawValue) == ["none", "centered_ranks", "standardized"])
    }
}

@Suite struct `Fixed-point utilities` {
    /// Their errors against the exact values, the bound, and whether their sums fit 32 bits.
    private func check(_ values: [Double], _ label: String) throws {
        let utilities = try Shaping.none.utilities(of: values)
        #expect(utilities.values == values, "\(label)")
        let positive = utilities.integers.reduce(0) { $0 + max(Int($1), 0) }
        let negative = utilities.integers.reduce(0) { $0 - min(Int($1), 0) }
        #expect(max(positive, negative) <= Int(Int32.max), "\(label)")
        #expect(utilities.scale.significand == 1, "\(label)")
        // Halved often enough for their sum to stay finite.
        let shrunk = values.map { $0 * 0x1p-40 }
        let sum = max(shrunk.reduce(0) { $0 + max($1, 0) }, shrunk.reduce(0) { $0 - min($1, 0) })
        let bound = sum / (0x1p31 - 1 - Double(values.count))
        for (value, integer) in zip(shrunk, utilities.integers) {
            let error = abs(Double(integer) * (utilities.scale * 0x1p-40) - value)
            #expect(error <= bound, "\(label): \(value) is off by \(error)")
        }
    }

    @Test(arguments: [1, 2, 3, 64, 1000])
    func `are within 2^-31 of the sum of the magnitudes, at every magnitude`(count: Int) throws {
        for exponent in stride(from: -950, through: 1020, by: 10) {
            var random = SplitMix64(seed: UInt64(count))
            let values = (0..<count).map { _ in
                Double(sign: .plus, exponent: exponent, significand: Double.random(in: -1...1, using: &random))
            }
            try check(values, "2^\(exponent)")
            try check(values.map(\.magnitude), "2^\(exponent), positive")
            try check(values.map { -$0.magnitude }, "2^\(exponent), negative")
        }
    }

    @Test func `take the greatest numbers`() throws {
        for count in [1, 2, 64, 5000] {
            for sign in [1.0, -1] {
                try check([Double](repeating: sign * .greatestFiniteMagnitude, count: count), "\(count) greatest")
            }
            let mixed = (0..<count).map { $0 % 2 == 0 ? Double.greatestFiniteMagnitude : -.greatestFiniteMagnitude }
            try check(mixed, "\(count) mixed")
        }
    }

    @Test func `of numbers too small for their unit are zero, and of zeros zero`() throws {
        for value in [0, -0.0, Double.leastNonzeroMagnitude, 0x1p-1030] {
            let utilities = try Shaping.none.utilities(of: [value, -value, value])
            #expect(utilities.integers.allSatisfy { abs(Double($0) * utilities.scale) <= abs(value) }, "\(value)")
            #expect(utilities.scale.isNormal)
        }
    }

    @Test func `of integers are exact`() throws {
        var random = SplitMix64(seed: 3)
        for count in [1, 7, 64, 1000] {
            let values = (0..<count).map { _ in Double(Int.random(in: -500...500, using: &random)) }
            let utilities = try Shaping.none.utilities(of: values)
            #expect(utilities.integers.map { Double($0) * utilities.scale } == values)
            #expect(utilities.total == values.reduce(0, +))
        }
    }
}
