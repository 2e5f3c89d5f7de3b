import Foundation
import Kernels
import Networks
import Randomness
import Search
import TestSupport
import Testing

/// What the reference in numpy is told at the start.
private struct ReferenceStart: Encodable {
    var natural: Bool
    var epsilon: Double
    var rate: Double
    var biasRate: Double
    var adapts: Bool
    var decay: Double
    var shaping: String
    var optimizer: [Double]
    var logits: [Double]
    var means: [Double]
    var deviations: [Double]
}

/// A generation: what was sampled, and what it returned.
private struct ReferenceGeneration: Encodable {
    /// Each a text of 0 and 1.
    let bits: [String]
    let floats: [[Double]]
    let returns: [Double]
}

private struct ReferenceState: Decodable {
    let logits: [Double]
    let means: [Double]
    let deviations: [Double]
}

/// The settings of one comparison.
struct ReferenceCase: Sendable, CustomTestStringConvertible {
    let name: String
    var bits = 300
    var floats = 9
    var generations = 6
    var options = NESOptions.genome
    /// The return of an individual, of a number in 0 ..< 1 that belongs to it.
    var episodeReturn: @Sendable (Double) -> Double = { (8 + 60 * $0).rounded() }

    var testDescription: String { name }

    private func with(_ name: String, _ change: (inout ReferenceCase) -> Void) -> ReferenceCase {
        var copy = ReferenceCase(name: name)
        change(&copy)
        return copy
    }

    static let all: [ReferenceCase] = {
        let base = ReferenceCase(name: "")
        return [
            base.with("the original system, whole returns") { _ in },
            base.with("the original system, real returns") { $0.episodeReturn = { -150.5 + 321.7 * $0 } },
            base.with("no biases") { ($0.floats, $0.bits) = (0, 4160) },
            base.with("plain gradient, whole returns") { $0.options.usesNaturalGradient = false },
            base.with("plain gradient, real returns") {
                $0.options.usesNaturalGradient = false
                $0.episodeReturn = { -0.37 + 0.011 * $0 }
            },
            base.with("fixed deviations") { ($0.options.adaptsBiasDeviation, $0.options.biasDeviation) = (false, 3) },
            base.with("deviations at their floor") {
                ($0.options.biasDeviation, $0.options.biasLearningRate) = (0.12, 0.002)
            },
            base.with("mirrored") { $0.options.isMirrored = true },
            base.with("a population that is no multiple of 64, several blocks") {
                ($0.options.populationSize, $0.bits, $0.generations) = (91, 8192 + 130, 3)
            },
            base.with("logits that decay") { $0.options.logitDecay = 0.99 },
            base.with("the defaults") {
                $0.options = NESOptions()
                $0.options.biasLearningRate = 0.5
            },
            base.with("standardized, another epsilon") {
                ($0.options.shaping, $0.options.learningRate, $0.options.epsilon) = (.standardized, 1, 0.3)
                $0.options.biasLearningRate = 0.2
            },
            base.with("momentum") {
                ($0.options.shaping, $0.options.learningRate) = (.centeredRanks, 2)
                ($0.options.optimizer, $0.options.biasLearningRate) = (.momentum(0.8), 0.5)
            },
            base.with("Adam") {
                ($0.options.shaping, $0.options.learningRate) = (.centeredRanks, 0.1)
                $0.options.optimizer = .adam(beta1: 0.9, beta2: 0.99, epsilon: 1e-8)
            },
        ]
    }()
}

@Suite(.enabled(if: Python.isExpected, Comment(rawValue: Python.skipComment)))
struct `The update of NES` {
    /// The real parameters of a generation before they are rounded to float32.
    private func floats(_ nes: NES, _ seed: UInt64, generation: Int) -> [[Double]] {
        let (means, deviations) = (nes.means, nes.deviations)
        return nes.ask(generation: generation).recipes.map { recipe in
            guard case .sample(let sample, let sign) = recipe, !means.isEmpty else { return [] }
            let key = RandomAddress(seed: seed, purpose: .sampleFloats, subject: sample).bulkKey(0)
            let deviates = Buffer<Double>(repeating: 0, count: means.count)
            KernelSet.best.normal(key: key, sign: Double(sign.rawValue), count: means.count, into: deviates)
            return means.indices.map { means[$0] + deviations[$0] * deviates[$0] }
        }
    }

    private func optimizer(_ rule: OptimizerRule) -> [Double] {
        switch rule {
        case .sgd: []
        case .momentum(let momentum): [momentum]
        case .adam(let beta1, let beta2, let epsilon): [beta1, beta2, epsilon]
        }
    }

    private func worst(_ a: [Double], _ b: [Double]) -> Double {
        guard a.count == b.count else { return .infinity }
        return zip(a, b).reduce(0) { max($0, abs($1.0 - $1.1) / max(1, abs($1.1))) }
    }

    @Test(arguments: ReferenceCase.all) func `agrees with its rule written in numpy within 1e-6`(
        trial: ReferenceCase
    ) throws {
        let options = trial.options
        let seed: UInt64 = 77
        let problem = Problem(bits: trial.bits, floats: trial.floats)
        let nes = NES(problem: problem, options: options, seed: seed, kernels: .best)
        let numpy = try PythonSession("nes_reference.py", [])
        func ask(_ request: some Encodable) throws -> ReferenceState {
            let answer = try numpy.ask(String(decoding: JSONEncoder().encode(request), as: UTF8.self))
            return try JSONDecoder().decode(ReferenceState.self, from: Data(answer.utf8))
        }
        let start = ReferenceStart(
            natural: options.usesNaturalGradient,
            epsilon: options.epsilon,
            rate: options.learningRate,
            biasRate: options.biasLearningRate ?? options.learningRate,
            adapts: options.adaptsBiasDeviation,
            decay: options.logitDecay,
            shaping: options.shaping.rawValue,
            optimizer: optimizer(options.optimizer),
            logits: nes.logits,
            means: nes.means,
            deviations: nes.deviations
        )
        _ = try ask(start)
        var random = SplitMix64(seed: 1)
        let beginning = (nes.logits, nes.means, nes.deviations)
        for generation in 0..<trial.generations {
            let genomes = nes.genomes(generation: generation)
            let floats = floats(nes, seed, generation: generation)
            #expect(zip(genomes, floats).allSatisfy { $0.floats.array() == $1.map { Float($0) } })
            // Ties are common among whole returns.
            let returns = genomes.map { _ in trial.episodeReturn(Double.random(in: 0..<1, using: &random)) }
            let bits = genomes.map { genome in
                String((0..<trial.bits).map { genome.bit($0) == 1 ? Character("1") : "0" })
            }
            let state = try ask(ReferenceGeneration(bits: bits, floats: floats, returns: returns))
            try nes.tell(returns, generation: generation, parallel: InTurn())
            #expect(worst(nes.logits, state.logits) <= 1e-6, "logits, generation \(generation)")
            #expect(worst(nes.means, state.means) <= 1e-6, "means, generation \(generation)")
            #expect(worst(nes.deviations, state.deviations) <= 1e-6, "deviations, generation \(generation)")
        }
        // What did not move has not been compared.
        #expect(worst(nes.logits, beginning.0) > 1e-3)
        #expect(trial.floats == 0 || worst(nes.means, beginning.1) > 1e-3)
        #expect(trial.floats == 0 || (worst(nes.deviations, beginning.2) > 1e-3) == options.adaptsBiasDeviation)
    }
}
