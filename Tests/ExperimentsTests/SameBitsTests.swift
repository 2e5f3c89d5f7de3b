import Environments
import Experiments
import Kernels
import Networks
import Records
import Rollouts
import Search
import Synchronization
import TestSupport
import Testing

@Suite struct `The same bits` {
    /// What is searched, and how.
    enum Search: String, CaseIterable {
        case nes
        case esOfNumbers = "es of numbers"
        case esOfBits = "es of bits"
        case esOfNormalized = "es of normalized networks"
        case deepGA = "deep ga"
        case randomSearch = "random search"
        case growingDeepGA = "deep ga of a growing population"
        case adaptiveLimit = "nes with an adaptive limit"
        case signReward = "nes with the signs of rewards"
        case noveltyES = "novelty es"
        case novelDeepGA = "deep ga by novelty"
        case novelGA = "ga by novelty"
        case nsga2

        /// Whether it searches float32 networks.
        var isOfNumbers: Bool { [.esOfNumbers, .deepGA, .growingDeepGA, .noveltyES].contains(self) }

        /// Whether it compares what individuals did.
        var comparesBehaviors: Bool { [.noveltyES, .novelDeepGA, .novelGA, .nsga2].contains(self) }
    }

    private func configuration(
        _ search: Search = .nes, _ change: (inout ExperimentConfiguration) -> Void = { _ in }
    ) -> ExperimentConfiguration {
        var configuration = ExperimentConfiguration(
            name: "same", scriptPath: "same.lua", rating: .episodes(.tellingCartPole), search: choice(search))
        configuration.hasBehavior = search.comparesBehaviors
        configuration.network = .binary(hidden: [70, 13], hasBiases: true)
        if search.isOfNumbers {
            configuration.network = .dense(hidden: [20, 5], activation: .tanh, hiddenGain: 1, outputGain: 0.5)
        }
        if search == .esOfNormalized {
            configuration.network = .dense(
                hidden: [20, 5], activation: .relu, hiddenGain: 1, outputGain: 0.5, virtualBatch: 32)
        }
        configuration.generations = 14
        configuration.episodes = 3
        configuration.solved = SolvedRule(episodes: 20, every: 3)
        configuration.maxSteps = 60
        if search == .adaptiveLimit {
            configuration.adaptiveLimit = AdaptiveLimit(first: 5, threshold: 0.6, ratio: 1.3)
        }
        if search == .signReward { configuration.reward = .sign }
        configuration.logEvery = 4
        configuration.threads = 1
        change(&configuration)
        return configuration
    }

    private func choice(_ search: Search) -> SearchChoice {
        let adam = OptimizerRule.adam(beta1: 0.9, beta2: 0.999, epsilon: 1e-8)
        switch search {
        case .nes, .adaptiveLimit, .signReward:
            var options = NESOptions()
            options.populationSize = 10
            options.isMirrored = true
            options.optimizer = adam
            options.learningRate = 0.3
            return .nes(options)
        case .deepGA, .growingDeepGA, .novelDeepGA, .randomSearch:
            var options = DeepGAOptions()
            options.populationSize = 12
            options.parents = search == .randomSearch ? 0 : 4
            options.power = .exponential(from: 0.5, to: 0.01, over: 3000, unit: .timesteps)
            options.candidates = 3
            options.episodes = 2
            options.novelty = search == .novelDeepGA ? novelty : nil
            if search == .growingDeepGA { options.timesteps = 2500 }
            return .deepGA(options, name: search == .randomSearch ? "random_search" : "deep_ga", start: nil)
        case .esOfNumbers, .esOfBits, .esOfNormalized:
            var options = ESOptions()
            options.populationSize = 10
            options.timesteps = 900
            return .es(options)
        case .noveltyES:
            var options = NoveltyESOptions()
            options.es.populationSize = 8
            (options.centers, options.patience, options.episodes, options.archive) = (2, 2, 2, 5)
            return .noveltyES(options)
        case .novelGA:
            var options = GAOptions()
            options.populationSize = 12
            options.novelty = novelty
            return .ga(options, selection: TournamentSelection(size: 3), selectionIdentity: "tournament of 3")
        case .nsga2:
            var options = NSGA2Options()
            options.populationSize = 10
            options.breeding.mutation = 0.05
            options.novelty = novelty
            return .nsga2(options)
        }
    }

    private var novelty: NoveltyOptions {
        var novelty = NoveltyOptions()
        (novelty.neighbors, novelty.memory, novelty.archive, novelty.weight) = (3, 0.2, 7, 0.6)
        return novelty
    }

    private func run(
        _ configuration: ExperimentConfiguration,
        in output: String,
        name: String,
        lanes: Int? = nil,
        claim: RunFolder.Claim = .new,
        stopAfter: Int? = nil
    ) throws -> RunOutcome {
        var request = RunRequest()
        request.output = output
        request.name = name
        request.lanes = lanes
        request.claim = claim
        let left = Mutex(stopAfter ?? .max)
        request.shouldStop = {
            left.withLock {
                $0 -= 1
                return $0 <= 0
            }
        }
        return try Run.perform(configuration, request, observer: ProgressStyle.quiet.makeObserver())
    }

    @Test(arguments: Search.allCases) func `come from any number of threads and lanes`(search: Search) throws {
        let folder = TemporaryFolder()
        let reference = try run(configuration(search), in: folder.path, name: "reference")
        for threads in [1, 2, 3, 7] {
            for lanes in [1, 3, 16, 64] {
                let name = "\(threads)-\(lanes)"
                let other = try run(
                    configuration(search) { $0.threads = threads }, in: folder.path, name: name, lanes: lanes)
                #expect(try RunBits(of: other.path) == RunBits(of: reference.path), "\(name)")
            }
        }
    }

    @Test(arguments: Search.allCases, KernelSet.available.map(\.name))
    func `come from all kernels`(search: Search, name: String) throws {
        let folder = TemporaryFolder()
        let reference = try run(configuration(search), in: folder.path, name: "reference")
        var request = RunRequest()
        request.output = folder.path
        request.name = "other"
        request.kernels = try KernelSet.named(name)
        let other = try Run.perform(configuration(search), request, observer: ProgressStyle.quiet.makeObserver())
        #expect(try RunBits(of: other.path) == RunBits(of: reference.path))
    }

    @Test(arguments: Search.allCases, 1...4)
    func `come from a run that was stopped again and again`(search: Search, seed: Int) throws {
        var random = SplitMix64(seed: UInt64(seed))
        let folder = TemporaryFolder()
        let reference = try run(configuration(search), in: folder.path, name: "reference")
        var claim = RunFolder.Claim.new
        var outcome: RunOutcome
        repeat {
            let threads = Int.random(in: 1...3, using: &random)
            outcome = try run(
                configuration(search) { $0.threads = threads },
                in: folder.path,
                name: "stopped",
                lanes: Int.random(in: 1...20, using: &random),
                claim: claim,
                stopAfter: Int.random(in: 1...6, using: &random)
            )
            claim = .resume
        } while outcome.status == .interrupted
        #expect(try RunBits(of: outcome.path) == RunBits(of: reference.path), "seed \(seed)")
    }

    @Test func `come from a finished run that is extended`() throws {
        let folder = TemporaryFolder()
        let reference = try run(configuration(), in: folder.path, name: "reference")
        _ = try run(configuration { $0.generations = 5 }, in: folder.path, name: "extended")
        let extended = try run(configuration(), in: folder.path, name: "extended", claim: .resume)
        #expect(try RunBits(of: extended.path) == RunBits(of: reference.path))
    }

    /// A change here changes what every script gives for its seed: say so in the CHANGELOG.
    @Test func `come from every version of this program`() throws {
        let folder = TemporaryFolder()
        let reference = try run(configuration(), in: folder.path, name: "reference")
        let checkpoint = try AtomicFile.read("\(reference.path)/checkpoint")
        #expect(CRC32C.checksum(checkpoint.span) == 1_640_568_749)
    }

    @Test func `do not come from another seed`() throws {
        let folder = TemporaryFolder()
        let reference = try run(configuration(), in: folder.path, name: "reference")
        let other = try run(configuration { $0.seed = 1 }, in: folder.path, name: "other")
        #expect(try RunBits(of: other.path) != RunBits(of: reference.path))
    }
}
