import Networks

/// What a search of a script hands out in the place of a vector; whoever rates it makes the numbers.
protocol VectorRecipe: Sendable {
    /// Bits that it writes: none, or all of a genome.
    var bits: Int { get }
    /// The same of real parameters.
    var floats: Int { get }
    /// What it gives, for messages.
    var text: String { get }

    /// Writes its bits and floats into a genome that has as many, and leaves the others.
    func write(into genome: Genome)
}
