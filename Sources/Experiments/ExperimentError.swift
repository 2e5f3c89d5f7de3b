import Kernels

/// What is wrong with an experiment that its options alone do not show.
package enum ExperimentError: Error, Equatable, CustomStringConvertible {
    /// A list of an option of the encoder or decoder does not fit what it is for.
    case size(part: String, option: String, got: Int, owner: String, values: Int)
    /// `sign` with other than two actions.
    case signDecoder(actions: Int)
    /// `argmax` for other than discrete actions.
    case argmaxDecoder(environment: String, space: String)
    /// `levels` for discrete actions.
    case levelsDecoder(actions: Int)
    /// `continuous` for discrete actions.
    case continuousActions(actions: Int)
    /// Another decoder than signs for binary actions.
    case binaryDecoder(environment: String)
    /// Levels between bounds that there are not; values count from 1.
    case unboundedAction(environment: String, value: Int)
    /// Real numbers of a binary network.
    case continuousDecoder
    /// Real numbers to a binary network.
    case encoderOfNumbers
    /// A virtual batch of what a script encodes.
    case virtualBatchOfScript
    /// Numbers beyond float32.
    case policyNotFinite(generation: Int)
    /// A search that compares behaviors where there are none.
    case noBehavior(search: String, isObjective: Bool)
    /// A search for several objectives where there is fitness alone.
    case oneObjective
    /// Mutations that flip a bit with a probability above 1.
    case powerAboveOne(Double)
    case noLimit(environment: String)
    /// An adaptive limit that begins above the environment's own, which stands in place of its highest.
    case limitAboveMost(Int, most: Int, environment: String)
    /// A policy that no line of mutations made.
    case noLineage(path: String)
    /// A run whose search has no front.
    case noFront(path: String)
    /// A run that saved none so far.
    case noFrontYet(path: String)
    /// A folder that holds members of a front.
    case frontIsThere(path: String, file: String)
    /// A line of mutations that does not make its policy again.
    case otherLineage(path: String)
    /// A line of mutations of another network.
    case foreignLineage(path: String, bits: Int, floats: Int, expectedBits: Int, expectedFloats: Int)
    /// A virtual batch of images.
    case virtualBatchOfImages
    /// Images are to be made gray, resized or stacked where there are none; or gray, where they have no colors.
    case noImages(environment: String, space: String, isGray: Bool)
    /// Images that are made larger than there are.
    case tooLargeImage(height: Int, width: Int, channels: Int, frames: Int)
    /// `bits` for an observation that is not binary.
    case notBinary(environment: String, space: String)
    /// A number that memory or a file format has no room for.
    case tooLarge(option: String, got: Int, most: Int)
    /// More weights than the machine has memory for; both in bytes.
    case tooManyWeights(Int, needed: UInt64, memory: UInt64)
    case mismatch(path: String, option: String, checkpoint: String, script: String)
    case noPolicy(path: String)
    case notARun(path: String)
    case foreignPolicy(path: String, environment: String)
    case noFailure(path: String)
    /// The individual that failed, counted from 1; nil: the policy in a test.
    case anotherFailed(path: String, failed: Int?, generation: Int)
    case incompleteReplay
    case noGeneration(Int, done: Int)
    case noIndividual(Int, of: Int)
    case noEpisode(Int, of: Int)
    case folderGone(path: String)
    /// Of an individual, counted from 1: finite rewards that add up to none.
    case notFinite(generation: Int, individual: Int?, fitness: Double)
    /// An individual, counted from 1, was rated twice and not alike; nil: one that is none of the population.
    case notDeterministic(generation: Int, individual: Int?, first: String, again: String)
    case noWholeCheckpoint(path: String, previousPath: String)
    /// What a search or a script saved is none of theirs with the changed settings.
    case stateDoesNotFit(path: String, changes: [String])
    case noCheckpoint(path: String)
    case noEvents(path: String)
    /// A pattern of tags that no scalar has; those that there are.
    case noTag(pattern: String, tags: [String])
    /// A run that another is to go on from has done all generations that are asked for.
    case nothingLeft(path: String, generations: Int)
    /// A generation before the first of a run that went on from another.
    case before(path: String, generation: Int, start: Int, run: String)

    /// Whether an option of the script is at fault, rather than a file.
    package var isAboutScript: Bool {
        switch self {
        case .size, .signDecoder, .argmaxDecoder, .levelsDecoder, .continuousActions, .binaryDecoder,
            .unboundedAction, .continuousDecoder, .encoderOfNumbers, .virtualBatchOfScript, .noLimit, .limitAboveMost,
            .virtualBatchOfImages, .noImages, .tooLargeImage, .notBinary, .noBehavior, .oneObjective, .powerAboveOne,
            .tooLarge, .tooManyWeights:
            true
        default: false
        }
    }

    package var description: String {
        switch self {
        case .size(let part, let option, let got, let owner, let values):
            "\(part): \(option) has \(got) entries, but \(owner) has \(values) values; give one for each"
        case .signDecoder(let actions):
            "decoder: the sign of one output chooses between 2 actions, but the environment has \(actions); use genome.argmax"
        case .argmaxDecoder(let environment, let space):
            "decoder: argmax chooses among discrete actions, but environment '\(environment)' has \(space); use genome.levels"
        case .levelsDecoder(let actions):
            "decoder: levels are for real actions, but the environment has \(actions) discrete ones; use genome.argmax"
        case .continuousActions(let actions):
            """
            decoder: continuous gives real actions, but the environment has \(actions) discrete ones; use genome.argmax
            """
        case .binaryDecoder(let environment):
            "decoder: environment '\(environment)' has binary actions; use genome.sign_decoder"
        case .unboundedAction(let environment, let value):
            """
            decoder: value \(value) of an action of environment '\(environment)' has no bounds; give them with \
            genome.levels { low = …, high = … }
            """
        case .continuousDecoder:
            "decoder: a binary network's outputs are whole numbers; use genome.levels, or genome.dense_network"
        case .encoderOfNumbers:
            "encoder: a binary network reads bits; use genome.thermometer or genome.sign, or genome.dense_network"
        case .virtualBatchOfScript:
            """
            network: virtual_batch needs an encoder that keeps nothing between observations, and the script wrote its \
            own; use another, or leave virtual_batch out
            """
        case .virtualBatchOfImages:
            "network: virtual_batch keeps samples of observations, which are no images; leave it out"
        case .noImages(let environment, let space, isGray: false):
            "observation: image is for images, but environment '\(environment)' has \(space); remove it"
        case .noImages(let environment, let space, isGray: true):
            "observation: grayscale needs 3 channels, but environment '\(environment)' has \(space); remove it"
        case .tooLargeImage(let height, let width, let channels, let frames):
            """
            observation: an image must have at most \(ImageShape.mostBytes) bytes, got \(height) * \(width) * \(channels) of \
            \(frames) frames
            """
        case .policyNotFinite(let generation):
            """
            generation \(generation): the search's policy has numbers beyond what float32 holds; lower what changes them, \
            such as learning_rate or mutation_power
            """
        case .noBehavior("novelty_es", isObjective: true):
            "search: novelty_es compares behaviors of episodes, but fitness rates variables without any; use genome.es"
        case .noBehavior(let search, isObjective: true):
            """
            search: novelty in \(search) compares behaviors of episodes, but fitness rates variables without any; remove \
            novelty
            """
        case .noBehavior(let search, isObjective: false):
            """
            search: \(search == "novelty_es" ? search : "novelty in \(search)") compares behaviors, but there are none; \
            give the experiment a function behavior, or its environment a method of that name
            """
        case .oneObjective:
            """
            search: nsga2 needs at least 2 objectives, but an environment's rewards are one; give the experiment a \
            reward that returns several numbers, or genome.nsga2 novelty = genome.novelty {}
            """
        case .powerAboveOne(let power):
            """
            deep_ga: mutation_power must be at most 1 where there are bits, as the probability that one flips, got \
            \(power)
            """
        case .noLimit(let environment):
            "environment '\(environment)' has no step limit of its own; set max_steps"
        case .limitAboveMost(let limit, let most, let environment):
            """
            max_steps: the limit begins at \(limit), but environment '\(environment)' ends episodes after \(most) steps; \
            lower it, or give max
            """
        case .noLineage(let path):
            "\(path): there is no lineage; policies of genome.deep_ga and genome.random_search have one"
        case .noFront(let path):
            "\(path): the run has no front; those of genome.nsga2 have one"
        case .noFrontYet(let path):
            "\(path): there is no front yet; a run saves one with its first checkpoint"
        case .frontIsThere(let path, let file):
            "\(path): \(file) is there already; save to another folder, or remove the members of the other front"
        case .foreignLineage(let path, let bits, let floats, let expectedBits, let expectedFloats):
            """
            \(path): the lineage is of \(bits) bits and \(floats) floats, but the experiment's individuals have \
            \(expectedBits) and \(expectedFloats)
            """
        case .otherLineage(let path):
            "\(path): its lineage makes another individual here: hidden_gain or output_gain is not what it was"
        case .notBinary(let environment, let space):
            "encoder: raw_bits needs a binary observation, but environment '\(environment)' has \(space); use genome.thermometer"
        case .tooLarge(let option, let got, let most):
            "\(option) must be at most \(most), got \(got)"
        case .tooManyWeights(let weights, let needed, let memory):
            """
            the network has \(weights) weights, which take at least \(needed >> 30) GiB of memory; this machine has \
            \(memory >> 30) GiB: use narrower layers
            """
        case .mismatch(let path, let option, let checkpoint, let script):
            """
            \(path): belongs to another experiment: \(option) was \(checkpoint), and is now \(script); \
            resume with the script and settings it was started with, or start a new run
            """
        case .noPolicy(let path):
            "\(path): there is no policy yet; a run saves one with its first checkpoint"
        case .notARun(let path):
            "\(path): this folder is no run's; give a run folder such as outputs/cartpole/run-1, or a policy file"
        case .foreignPolicy(let path, let environment):
            "\(path): the policy does not fit the observations and actions of environment '\(environment)'"
        case .noFailure(let path):
            "\(path): no failed individual is kept here; choose one with --generation and --individual"
        case .anotherFailed(let path, let failed, let generation):
            """
            \(path): what failed is \(failed.map { "individual \($0)" } ?? "the policy") of generation \(generation); \
            for another individual, add --generation
            """
        case .incompleteReplay:
            "--generation needs --individual"
        case .noGeneration(let generation, let done):
            "there is no generation \(generation): the run ended after \(done)"
        case .noIndividual(let individual, let count):
            "--individual must be 1 to \(count), got \(individual)"
        case .noEpisode(let episode, let count):
            "--episode must be 1 to \(count), got \(episode)"
        case .folderGone(let path):
            "\(path): the run folder was removed or renamed while the run was working; nothing more can be saved there"
        case .notFinite(let generation, nil, let fitness):
            """
            the fitness of a center or candidate that generation \(generation) rates beside its population is \(fitness): \
            its rewards must add up to a finite number
            """
        case .notFinite(let generation, let individual?, let fitness):
            """
            the fitness of individual \(individual) of generation \(generation) is \(fitness): its rewards must add up to \
            a finite number; genome-lua replay RUN --generation \(generation) --individual \(individual) plays it again
            """
        case .notDeterministic(let generation, let individual, let first, let again):
            """
            \(individual.map { "individual \($0)" } ?? "a center or candidate") of generation \(generation) gave \(first), \
            and \(again) when it was rated again alone: the script keeps something outside self, or draws from elsewhere \
            than its own random
            """
        case .noWholeCheckpoint(let path, let previousPath):
            "\(path) and \(previousPath) are both damaged; restore one from a copy, or start again with --overwrite"
        case .stateDoesNotFit(let path, let changes):
            """
            \(path): what is saved here cannot go on with these changes: \(changes.joined(separator: "; ")); \
            leave out what does not fit, or start a new run
            """
        case .noCheckpoint(let path):
            "\(path): there is no checkpoint yet that a run with other settings could go on from; start a new run"
        case .noEvents(let path):
            "\(path): there are no event files here; give a run folder such as outputs/cartpole/run-1"
        case .noTag(let pattern, let tags):
            "no scalar has a tag like '\(pattern)'; there are \(tags.joined(separator: ", "))"
        case .nothingLeft(let path, let generations):
            """
            \(path): after \(CountText.of(generations, "generation")) nothing is left to do with other settings; give \
            more with --generations
            """
        case .before(let path, let generation, let start, let run):
            "\(path): generation \(generation) is of run '\(run)', from which this one went on at generation \(start)"
        }
    }
}
