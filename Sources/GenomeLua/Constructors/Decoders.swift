import Experiments

extension Constructor {
    /// `genome.sign_decoder`: one output bit an action value.
    static let signDecoder = Constructor(
        name: "sign_decoder",
        className: "SignDecoder",
        role: .decoder,
        sentence: "The sign of each output chooses: a binary action, or the low or high end of a box's value",
        options: []
    )

    /// `genome.levels`: several outputs a value.
    static let levels = Constructor(
        name: "levels",
        className: "Levels",
        role: .decoder,
        sentence: "Each value of a box's action is one of several levels: the one whose output is largest",
        options: [
            Option(
                "count", .integer(atLeast: 2, atMost: 65_536), .value(.integer(Int64(DecoderChoice.standardLevels))),
                "Levels of each value, evenly from its low to its high end"),
            Option(
                "low", .numberOrList(.single), .none, "Low end of each value; without ends, those of the action space"),
            Option("high", .numberOrList(.single), .none, "High end of each value"),
        ],
        check: { description throws(OptionError) in try checkEnds(description) }
    )

    /// `genome.continuous`: an output a value.
    static let continuous = Constructor(
        name: "continuous",
        className: "Continuous",
        role: .decoder,
        sentence: "Each value of a box's action is an output of a dense network: -1 is its low end, 1 its high end",
        options: [
            Option(
                "low", .numberOrList(.single), .none, "Low end of each value; without ends, those of the action space"),
            Option("high", .numberOrList(.single), .none, "High end of each value"),
            Option(
                "noise", .number(.notNegative), .value(.number(0)),
                "Standard deviation of what is added to each output while individuals are rated"),
        ],
        check: { description throws(OptionError) in try checkEnds(description) }
    )

    /// Makes sure that low and high come together, each low below its high.
    static func checkEnds(_ description: Description) throws(OptionError) {
        let (low, high) = (description["low"], description["high"])
        if (low == .absent) != (high == .absent) {
            throw .conflict("low and high go together; \(low == .absent ? "low" : "high") is missing")
        }
        if low != .absent { try checkBounds(low, high) }
    }

    /// `genome.argmax`: one output an action.
    static let argmax = Constructor(
        name: "argmax",
        className: "Argmax",
        role: .decoder,
        sentence: "The action whose output is largest; among equals the first",
        options: []
    )
}
