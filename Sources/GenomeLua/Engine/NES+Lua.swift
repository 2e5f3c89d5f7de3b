import Experiments
import Search

extension SearchChoice {
    /// The search that a constructor describes.
    init(describing search: Description) {
        switch search.constructor {
        case "nes": self = .nes(NESOptions(describing: search))
        case "novelty_es": self = .noveltyES(NoveltyESOptions(describing: search))
        case "deep_ga": self = .deepGA(DeepGAOptions(describing: search), name: "deep_ga", start: search.text("start"))
        case "random_search": self = .deepGA(DeepGAOptions(describing: search), name: "random_search", start: nil)
        case "es": self = .es(ESOptions(describing: search))
        case "ga":
            let described = search.subDescription("selection")
            self = .ga(
                GAOptions(describing: search),
                selection: described?.selection,
                selectionIdentity: described?.description ?? "the script's"
            )
        case "nsga2": self = .nsga2(NSGA2Options(describing: search))
        default: preconditionFailure("no search is made by genome.\(search.constructor)")
        }
    }
}

extension NESOptions {
    /// The options of `genome.nes`; those of `compat` are among its values already.
    init(describing search: Description) {
        self.init()
        populationSize = search.integer("population_size")!
        learningRate = search.number("learning_rate")!
        shaping = Shaping(rawValue: search.text("shaping")!)!
        usesNaturalGradient = search.text("gradient") == "natural"
        epsilon = search.number("epsilon")!
        logitDeviation = search.number("logit_deviation")!
        logitDecay = search.number("logit_decay")!
        isMirrored = search.boolean("mirrored")!
        biasDeviation = search.number("bias_deviation")!
        adaptsBiasDeviation = search.boolean("adapt_bias_deviation")!
        biasLearningRate = search.number("bias_learning_rate")
        optimizer = OptimizerRule(describing: search.subDescription("optimizer")!)
    }
}

extension OptimizerRule {
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
