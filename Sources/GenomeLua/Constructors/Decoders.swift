extension Constructor {
    /// `genome.sign_decoder`: one output bit an action value.
    static let signDecoder = Constructor(
        name: "sign_decoder",
        className: "SignDecoder",
        role: .decoder,
        sentence: "The sign of each output chooses: a binary action, or the low or high end of a box's value",
        options: []
    )

    /// `genome.argmax`: one output an action.
    static let argmax = Constructor(
        name: "argmax",
        className: "Argmax",
        role: .decoder,
        sentence: "The action whose output is largest; among equals the first",
        options: []
    )
}
