/// What a random draw is for: the part of its address that keeps, say, mutations and episodes apart.
///
/// The numbers are part of every result: never change or reuse one.
package enum Purpose: UInt8, Sendable {
    /// A search's parameters before the first generation.
    case initial = 1
    /// The bits of a sampled individual.
    case sampleBits = 2
    /// The real parameters of a sampled individual.
    case sampleFloats = 3
    /// An episode that rates an individual.
    case episode = 4
    /// An episode that tests the search's policy.
    case test = 5
    /// Random actions whose observations set an encoder's thresholds.
    case calibration = 6
    /// `math.random` while a script loads.
    case script = 7
    /// The episodes of `evaluate --seed`.
    case evaluation = 8
    /// The draws of a reward function in an episode that rates an individual.
    case reward = 9
    /// The draws of a script's callbacks.
    case callback = 10
    /// The bits of an individual that a genetic algorithm breeds, or begins with.
    case mutation = 11
    /// What else is drawn to breed an individual: cuts of a crossover, real numbers.
    case crossover = 12
    /// Which individuals become parents, and which children have two.
    case selection = 13
    /// The episodes of `check`.
    case check = 14
    /// The draws of an encoder in an episode that rates an individual.
    case encoder = 15
    /// The same in any other episode.
    case testEncoder = 16
    /// The draws of a decoder in an episode that rates an individual.
    case decoder = 17
    /// The same in any other episode.
    case testDecoder = 18
    /// The draws of a search that a script wrote.
    case search = 19
    /// What a mutation adds to real parameters.
    case mutationFloats = 20
    /// The bits of an individual that no parent has.
    case initialBits = 21
    /// Which behaviors an archive remembers.
    case archive = 22
}
