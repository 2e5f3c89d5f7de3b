extension Constructor {
    private static let belowOne = OptionType.number(NumberRange(lower: .closed(0), upper: .open(1)))

    /// `genome.sgd`: plain steps.
    static let sgd = Constructor(
        name: "sgd",
        className: "SGD",
        role: .optimizer,
        sentence: "Plain steps: learning rate times gradient",
        options: []
    )

    /// `genome.momentum`: Polyak's heavy ball, steps that keep part of the last.
    ///
    /// Deviation from `SGD` in the distributed half of Uber's deep-neuroevolution: there the gradient is damped by
    /// `1 - momentum`, which is the same as a learning rate damped so.
    static let momentum = Constructor(
        name: "momentum",
        className: "Momentum",
        role: .optimizer,
        sentence:
            "Steps that keep a part of the step before, the heavy ball: velocity = momentum * velocity + gradient",
        options: [
            Option(
                "momentum", belowOne, .value(.number(0.9)),
                "The part that is kept. Where a source damps the gradient by 1 - momentum, as Uber's SGD does, "
                    + "damp learning_rate so")
        ]
    )

    /// `genome.adam`: Kingma and Ba 2015, <https://arxiv.org/abs/1412.6980>.
    static let adam = Constructor(
        name: "adam",
        className: "Adam",
        role: .optimizer,
        sentence: "Adam: steps scaled by running means of the gradient and of its square",
        options: [
            Option("beta1", belowOne, .value(.number(0.9)), "Decay of the mean of the gradient"),
            Option("beta2", belowOne, .value(.number(0.999)), "Decay of the mean of its square"),
            Option("epsilon", .number(.positive), .value(.number(1e-8)), "Added to the root of the mean square"),
        ]
    )
}
