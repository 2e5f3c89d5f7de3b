extension Constructor {
    /// `genome.adaptive_limit`: episodes that may be longer as a search gets better.
    static let adaptiveLimit = Constructor(
        name: "adaptive_limit",
        className: "AdaptiveLimit",
        role: .limit,
        sentence:
            "A limit of the episodes that rate individuals, which rises where many of a generation reach it; tests "
            + "of the policy go up to max",
        options: [
            Option("limit", .integer(atLeast: 1), .required, "Steps after which episodes of the first generation end"),
            Option(
                "threshold", .number(NumberRange(lower: .open(0), upper: .closed(1))), .value(.number(0.5)),
                "Share of a generation's episodes, those of all its rounds, that must reach the limit for it to rise"),
            Option(
                "ratio", .number(NumberRange(lower: .open(1))), .value(.number(1.5)),
                "How many times as high it is then, rounded down, but higher by a step at least"),
            Option("max", .integer(atLeast: 1), .none, "The highest limit; without it, the environment's own"),
        ],
        check: { description throws(OptionError) in
            guard let limit = description.integer("limit"), let most = description.integer("max") else { return }
            guard limit <= most else { throw .conflict("limit must be at most max, got \(limit) and \(most)") }
        }
    )
}
