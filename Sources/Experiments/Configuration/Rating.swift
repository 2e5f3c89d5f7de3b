import Rollouts

/// What individuals are rated by.
package enum Rating: Sendable {
    /// Networks, by episodes of an environment.
    case episodes(EnvironmentChoice)
    /// Variables, by a function of the script.
    case objective(ObjectiveChoice)

    package var environment: EnvironmentChoice? {
        if case .episodes(let choice) = self { choice } else { nil }
    }

    package var objective: ObjectiveChoice? {
        if case .objective(let choice) = self { choice } else { nil }
    }

    /// As messages and records name it: the environment, or `fitness`.
    package var name: String {
        switch self {
        case .episodes(let choice): "\(choice.specification.chosen)"
        case .objective: "fitness"
        }
    }
}
