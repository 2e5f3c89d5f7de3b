/// The population of a generation: so many individuals, and where so many environment steps are asked for as well, more
/// until there are.
///
/// It is rated in rounds. Each after the first has as many individuals as the mean length of the episodes so far makes
/// necessary; individuals are numbered on, and which there are follows from the lengths in their order alone.
struct Batch {
    /// Individuals of the first round.
    private let populationSize: Int
    /// At least so many environment steps.
    private let timesteps: Int
    /// Individuals that come together: 2 for antithetic pairs.
    private let unit: Int
    private var rounds: [Evaluations] = []
    private var count = 0
    private var steps = 0

    init(populationSize: Int, timesteps: Int, unit: Int = 1) {
        self.populationSize = populationSize
        self.timesteps = timesteps
        self.unit = unit
    }

    /// The individuals of the next round.
    var next: Range<Int> { count..<count + nextCount }

    private var nextCount: Int {
        guard count > 0 else { return populationSize }
        let (weighted, isHuge) = (timesteps - steps).multipliedReportingOverflow(by: count)
        let units = isHuge ? populationSize : weighted / (unit * max(steps, 1))
        return unit * min(max(units, 1), populationSize)
    }

    /// Adds the evaluations of a round.
    /// - Returns: Those of all individuals, once there are enough: then it is empty again.
    mutating func add(_ evaluations: Evaluations) -> Evaluations? {
        rounds.append(evaluations)
        count += evaluations.individuals
        steps += evaluations.timesteps
        // An objective takes no steps, nor do episodes that fail at once: it would grow for ever.
        guard steps >= timesteps || evaluations.timesteps == 0 else { return nil }
        defer { (rounds, count, steps) = ([], 0, 0) }
        return Evaluations.joined(rounds)
    }
}
