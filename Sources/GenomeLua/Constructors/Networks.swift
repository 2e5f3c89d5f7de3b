import Kernels

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

    /// `genome.dense_network`: weights and activations in float32.
    static let denseNetwork = Constructor(
        name: "dense_network",
        className: "DenseNetwork",
        role: .network,
        sentence: "A fully connected network of float32 numbers, whose output is linear",
        options: [
            Option(
                "hidden", .list(of: .integer(atLeast: 1), count: 0...8), .value(.list([.integer(64)])),
                "Widths of the hidden layers, from the input on; {} for none"),
            Option(
                "activation", .choice(Activation.allCases.filter { $0 != .linear }.map(\.rawValue)),
                .value(.text(Activation.tanh.rawValue)), "What becomes of a hidden unit's sum"),
            Option(
                "hidden_gain", .number(.positiveSingle), .value(.number(1)),
                "First weights of hidden layers deviate by this, divided by the root of their number of inputs; not with "
                    + "genome.nes, which has bias_deviation"),
            Option(
                "output_gain", .number(.notNegativeSingle), .value(.number(1)), "The same of the output layer"),
            Option(
                "virtual_batch", .integer(atLeast: 2, atMost: 65_536), .none,
                "Observations of random play by whose statistics each hidden unit is normalised; without it, none is"),
        ]
    )
}
