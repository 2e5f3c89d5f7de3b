/// The settings of natural evolution strategies on binary networks.
package struct NESOptions: Sendable, Hashable {
    /// Individuals of a generation, at least 1; at least 2 for centered ranks, even if mirrored.
    package var populationSize = 64
    /// Step size on the logits, above 0. The default is made for centered ranks.
    package var learningRate = 10.0
    package var shaping = Shaping.centeredRanks
    /// Whether to divide a weight's gradient by its Fisher information `p (1 - p)` plus `epsilon`.
    package var usesNaturalGradient = true
    /// Added to the Fisher information, above 0.
    package var epsilon = 0.1
    /// Standard deviation of the logits before the first generation, at least 0.
    package var logitDeviation = 1.0
    /// Multiplies the logits at each update, in `0 < x <= 1`.
    package var logitDecay = 1.0
    /// Whether individuals come in antithetic pairs.
    package var isMirrored = false
    /// Standard deviation of the biases before the first generation, above 0.
    package var biasDeviation = 1.0
    package var adaptsBiasDeviation = true
    /// Step size on the biases, above 0; the learning rate if nil.
    package var biasLearningRate: Double?
    package var optimizer = OptimizerRule.sgd

    package init() {}

    /// The behavior of the system that this search comes from: raw returns, small steps, confident first logits.
    package static var genome: NESOptions {
        var options = NESOptions()
        options.shaping = .none
        options.learningRate = 0.06
        options.logitDeviation = 3
        return options
    }
}
