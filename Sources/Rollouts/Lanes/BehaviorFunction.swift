/// Says in numbers what an episode did, for searches that compare behaviors.
///
/// An instance belongs to one thread and to the group that it was made for.
package protocol BehaviorFunction: AnyObject {
    /// The behavior of the episode that has just ended in a lane, where its last observation still stands.
    /// - Returns: As many numbers in every episode, each finite.
    func behavior(lane: Int, length: Int, episodeReturn: Double) throws -> [Double]
}

/// Behaviors that cannot be compared.
package enum BehaviorError: Error, Equatable, CustomStringConvertible {
    /// Individuals count from 1.
    case otherSize(got: Int, individual: Int, expected: Int)

    package var description: String {
        switch self {
        case .otherSize(let got, let individual, let expected):
            """
            behavior: must have the same number of values in every episode, got \(got) from individual \(individual) and \
            \(expected) from the first
            """
        }
    }
}
