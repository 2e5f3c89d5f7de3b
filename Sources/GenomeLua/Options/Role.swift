/// What a description stands for, and so where it may be used.
package enum Role: String, Hashable, Sendable, CaseIterable {
    case experiment
    case search
    case optimizer
    case selection
    case schedule
    case novelty
    case reward
    case limit
    case network
    case observation
    case encoder
    case decoder

    /// Says what it is, in the definitions for editors.
    var sentence: String {
        switch self {
        case .experiment: "What a script returns"
        case .search: "How an experiment searches"
        case .optimizer: "How a search turns gradients into steps"
        case .selection: "How a search chooses parents"
        case .novelty: "How a search prefers new behaviors"
        case .reward: "What makes fitness of an episode's steps"
        case .limit: "How long episodes may be"
        case .schedule: "How a setting changes as a search goes on"
        case .network: "What an experiment searches for"
        case .observation: "What a policy sees of what is observed"
        case .encoder: "How observations become bits"
        case .decoder: "How outputs become actions"
        }
    }

    /// Its class in the definitions for editors.
    var className: String {
        "genome." + rawValue.prefix(1).uppercased() + rawValue.dropFirst()
    }

    /// What scripts may call on it, as lines after those of its class.
    var methods: String {
        guard self == .search else { return "" }
        return """

            ---Starts it, in the method start of the script's own search: on its problem, or on a part.
            ---@field start fun(self: genome.Search, problem: { bits?: integer, floats?: integer }): genome.StartedSearch
            """
    }
}
