/// Objectives that cannot be compared.
package enum ObjectiveError: Error, Equatable, CustomStringConvertible {
    /// Individuals count from 1.
    case otherCount(function: String, got: Int, individual: Int, expected: Int)

    package var description: String {
        switch self {
        case .otherCount(let function, let got, let individual, let expected):
            """
            \(function): must return as many numbers each time, got \(got) for individual \(individual) and \(expected) \
            for the first
            """
        }
    }
}
