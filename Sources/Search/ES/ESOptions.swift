/// The settings of OpenAI's evolution strategy.
package struct ESOptions: Sendable, Hashable {
    /// Individuals of a generation, even, at least 2: they come in antithetic pairs.
    package var populationSize = 64
    /// Standard deviation of what is added to the center, above 0.
    package var deviation = 0.1
    /// Step size, above 0.
    package var learningRate = 0.05
    package var shaping = Shaping.centeredRanks
    /// Times the center, what is taken off the gradient; at least 0.
    package var weightDecay = 0.005
    package var optimizer = OptimizerRule.adam(beta1: 0.9, beta2: 0.999, epsilon: 1e-8)
    /// Environment steps that a generation has at least: pairs are added until there are.
    package var timesteps = 0

    package init() {}
}
