import Search

extension Constructor {
    private static func options(_ range: NumberRange) -> [Option] {
        [
            Option("from", .number(range), .required, "Its first value"),
            Option("to", .number(range), .required, "Its last value, which it keeps"),
            Option(
                "over", .integer(atLeast: 1), .required, "Generations, or environment steps, from the first to the last"
            ),
            Option(
                "unit", .choice(Schedule.Unit.allCases.map(\.rawValue)),
                .value(.text(Schedule.Unit.generations.rawValue)), "What over counts"),
        ]
    }

    /// `genome.linear`: by even steps.
    static let linear = Constructor(
        name: "linear", className: "Linear", role: .schedule,
        sentence: "A setting that changes evenly from one value to another", options: options(.notNegative))

    /// `genome.exponential`: by an even factor.
    static let exponential = Constructor(
        name: "exponential", className: "Exponential", role: .schedule,
        sentence: "A setting that changes by an even factor from one value to another", options: options(.positive))
}
