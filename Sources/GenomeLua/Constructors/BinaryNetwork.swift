extension Constructor {
    /// `genome.binary_network`: weights and activations of one bit.
    static let binaryNetwork = Constructor(
        name: "binary_network",
        className: "BinaryNetwork",
        role: .network,
        sentence: "A fully connected network whose weights and activations are bits",
        options: [
            Option(
                "hidden", .list(of: .integer(atLeast: 1), count: 0...8), .value(.list([.integer(64)])),
                "Widths of the hidden layers, from the input on; {} for none"),
            Option(
                "biases", .boolean, .value(.boolean(false)),
                "Whether each unit has an integer bias, folded into its threshold"),
        ]
    )
}
