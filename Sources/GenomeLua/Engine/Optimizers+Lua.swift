import Search

extension OptimizerRule {
    /// The rule that `genome.sgd`, `genome.momentum` or `genome.adam` describes.
    init(describing optimizer: Description) {
        switch optimizer.constructor {
        case "sgd": self = .sgd
        case "momentum": self = .momentum(optimizer.number("momentum")!)
        case "adam":
            self = .adam(
                beta1: optimizer.number("beta1")!,
                beta2: optimizer.number("beta2")!,
                epsilon: optimizer.number("epsilon")!
            )
        default: preconditionFailure("no optimizer is made by genome.\(optimizer.constructor)")
        }
    }
}
