import Kernels

/// What mutation changes, and how often.
struct Mutation: Sendable {
    /// Of each bit and number.
    let probability: Double
    /// Standard deviation of what is added to numbers, and of first ones where the problem has no other.
    let deviation: Double
    /// Nil where nothing is flipped.
    let flips: BitFlips?

    init(_ options: BreedingOptions, _ problem: Problem) {
        (probability, deviation) = (options.mutation, options.biasDeviation)
        let isSome = problem.bits > 0 && probability > 0
        flips = isSome ? BitFlips(probability: probability, bits: problem.bits) : nil
    }
}
