import Kernels
import Search

/// A search that a script chose, ready to be made for a problem.
package struct SearchChoice: Sendable {
    /// What not every experiment has.
    package struct Needs: OptionSet, Sendable {
        package let rawValue: Int

        package init(rawValue: Int) { self.rawValue = rawValue }

        /// A file that it begins from: a run of it keeps what it took from there.
        package static let file = Needs(rawValue: 1)
        /// Environment steps, which a setting counts.
        package static let steps = Needs(rawValue: 2)
        /// Behaviors, which it compares.
        static let behaviors = Needs(rawValue: 4)
        /// Several objectives.
        static let objectives = Needs(rawValue: 8)
    }

    /// Its name in scripts, such as `nes`.
    package let name: String
    /// All its settings as one line.
    package let identity: String
    package let populationSize: Int
    package let needs: Needs
    /// - Throws: What is wrong with a file that the search begins from; it is read unless the search will be restored.
    package let make:
        @Sendable (_ problem: Problem, _ seed: UInt64, _ kernels: KernelSet, _ isRestored: Bool) throws
            -> any SearchAlgorithm

    package init(
        name: String,
        identity: String,
        populationSize: Int,
        needs: Needs = [],
        make: @escaping @Sendable (Problem, UInt64, KernelSet, Bool) throws -> any SearchAlgorithm
    ) {
        self.needs = needs
        self.name = name
        self.identity = identity
        self.populationSize = populationSize
        self.make = make
    }

    /// A search that the script makes itself.
    package static let script = SearchChoice(name: "script", identity: "the script's", populationSize: 1) {
        _, _, _, _ in
        preconditionFailure("a search of a script, which makes it itself")
    }

    package static func nes(_ options: NESOptions) -> SearchChoice {
        SearchChoice(name: "nes", identity: "nes(\(options.identity))", populationSize: options.populationSize) {
            problem, seed, kernels, _ in
            NES(problem: problem, options: options, seed: seed, kernels: kernels)
        }
    }

    package static func es(_ options: ESOptions) -> SearchChoice {
        SearchChoice(
            name: "es", identity: "es(\(options.identity))", populationSize: options.populationSize,
            needs: options.needs
        ) { problem, seed, kernels, _ in
            ES(problem: problem, options: options, seed: seed, kernels: kernels)
        }
    }

    package static func noveltyES(_ options: NoveltyESOptions) -> SearchChoice {
        SearchChoice(
            name: "novelty_es", identity: "novelty_es(\(options.identity))",
            populationSize: options.es.populationSize, needs: options.es.needs.union(.behaviors)
        ) { problem, seed, kernels, _ in
            NoveltyES(problem: problem, options: options, seed: seed, kernels: kernels)
        }
    }

    /// - Parameters:
    ///   - name: Of its constructor.
    ///   - start: The run or policy from whose line of mutations it goes on.
    package static func deepGA(_ options: DeepGAOptions, name: String, start: String?) -> SearchChoice {
        let identity = "\(name)(\(options.identity)\(start.map { ", start \($0)" } ?? ""))"
        return SearchChoice(
            name: name, identity: identity, populationSize: options.populationSize,
            needs: options.needs.union(start == nil ? [] : .file)
        ) { problem, seed, kernels, isRestored in
            guard problem.bits == 0 || options.power.most <= 1 else {
                throw ExperimentError.powerAboveOne(options.power.most)
            }
            var options = options
            if let start, !isRestored { options.start = try SavedLineage.read(from: start, for: problem) }
            return DeepGA(problem: problem, options: options, seed: seed, kernels: kernels)
        }
    }

    /// - Parameters:
    ///   - selection: Nil: the script makes the search, with its own.
    ///   - selectionIdentity: Its settings as text.
    package static func ga(
        _ options: GAOptions, selection: (any Selection & Sendable)?, selectionIdentity: String
    ) -> SearchChoice {
        SearchChoice(
            name: "ga",
            identity: "ga(\(options.identity), selection \(selectionIdentity))",
            populationSize: options.populationSize,
            needs: options.novelty == nil ? [] : .behaviors
        ) { problem, seed, kernels, _ in
            guard let selection else { preconditionFailure("a selection of a script, which makes its search itself") }
            return GA(problem: problem, options: options, selection: selection, seed: seed, kernels: kernels)
        }
    }

    package static func nsga2(_ options: NSGA2Options) -> SearchChoice {
        SearchChoice(
            name: "nsga2", identity: "nsga2(\(options.identity))", populationSize: options.populationSize,
            needs: options.novelty == nil ? .objectives : .behaviors
        ) {
            problem, seed, kernels, _ in
            NSGA2(problem: problem, options: options, seed: seed, kernels: kernels)
        }
    }
}

extension GAOptions {
    /// All settings as one line.
    var identity: String {
        """
        population_size \(populationSize), elites \(elites), \(breeding.identity)\
        \(novelty.map { ", \($0.identity)" } ?? "")
        """
    }
}

extension NSGA2Options {
    /// All settings as one line.
    var identity: String {
        "population_size \(populationSize), \(breeding.identity)\(novelty.map { ", \($0.identity)" } ?? "")"
    }
}

extension BreedingOptions {
    /// All settings as text.
    fileprivate var identity: String {
        """
        mutation \(mutation), crossover \(crossover), crossover_kind \(crossoverKind.rawValue), \
        bias_deviation \(biasDeviation)
        """
    }
}

extension ESOptions {
    fileprivate var needs: SearchChoice.Needs { timesteps > 0 ? .steps : [] }

    /// All settings as one line.
    var identity: String {
        """
        population_size \(populationSize), deviation \(deviation), learning_rate \(learningRate), \
        shaping \(shaping.rawValue), weight_decay \(weightDecay), optimizer \(optimizer), timesteps \(timesteps)
        """
    }
}

extension NoveltyESOptions {
    /// All settings as one line.
    var identity: String {
        """
        variant \(variant.rawValue), centers \(centers), choice \(choice.rawValue), neighbors \(neighbors), \
        archive \(archive), center_episodes \(episodes), weight_step \(weightStep), patience \(patience), \(es.identity)
        """
    }
}

extension NoveltyOptions {
    /// All settings as one line.
    fileprivate var identity: String {
        "novelty(neighbors \(neighbors), memory \(memory), archive \(archive), weight \(weight))"
    }
}

extension DeepGAOptions {
    fileprivate var needs: SearchChoice.Needs {
        let steps: SearchChoice.Needs = timesteps > 0 || power.unit == .timesteps ? .steps : []
        return steps.union(novelty == nil ? [] : .behaviors)
    }

    /// All settings as one line.
    var identity: String {
        """
        population_size \(populationSize), parents \(parents), mutation_power \(power)\
        \(weightDecay > 0 ? ", weight_decay \(weightDecay)" : ""), candidates \(candidates), \
        candidate_episodes \(episodes)\(timesteps > 0 ? ", timesteps \(timesteps)" : "")\
        \(novelty.map { ", \($0.identity)" } ?? "")
        """
    }
}

extension NESOptions {
    /// All settings as one line.
    var identity: String {
        let bias = biasLearningRate.map { "\($0)" } ?? "learning_rate"
        return """
            population_size \(populationSize), learning_rate \(learningRate), shaping \(shaping.rawValue), \
            natural \(usesNaturalGradient), epsilon \(epsilon), logit_deviation \(logitDeviation), \
            logit_decay \(logitDecay), mirrored \(isMirrored), bias_deviation \(biasDeviation), \
            adapt_bias_deviation \(adaptsBiasDeviation), bias_learning_rate \(bias), optimizer \(optimizer)
            """
    }
}
