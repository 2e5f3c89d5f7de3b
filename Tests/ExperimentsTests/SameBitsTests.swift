import Experiments
import Kernels
import Networks
import Records
import Search
import Synchronization
import TestSupport
import Testing

@Suite struct `The same bits` {
    private func configuration(_ change: (inout ExperimentConfiguration) -> Void = { _ in }) -> ExperimentConfiguration
    {
        var options = NESOptions()
        options.populationSize = 10
        options.isMirrored = true
        options.optimizer = .adam(beta1: 0.9, beta2: 0.999, epsilon: 1e-8)
        options.learningRate = 0.3
        var configuration = ExperimentConfiguration(
            name: "same",
            scriptPath: "same.lua",
            rating: .episodes(.cartPole),
            search: .nes(options)
        )
        configuration.hidden = [70, 13]
        configuration.hasBiases = true
        configuration.generations = 14
        configuration.episodes = 3
        configuration.solved = SolvedRule(episodes: 20, every: 3)
        configuration.maxSteps = 60
        configuration.logEvery = 4
        configuration.threads = 1
        change(&configuration)
        return configuration
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

    @Test(arguments: [1, 2, 3, 7], [1, 3, 16, 64])
    func `come from any number of threads and lanes`(threads: Int, lanes: Int) throws {
        let folder = TemporaryFolder()
        let reference = try run(configuration(), in: folder.path, name: "reference")
        let other = try run(configuration { $0.threads = threads }, in: folder.path, name: "other", lanes: lanes)
        #expect(try RunBits(of: other.path) == RunBits(of: reference.path), "\(threads) threads, \(lanes) lanes")
    }

    @Test(arguments: KernelSet.available.map(\.name)) func `come from all kernels`(name: String) throws {
        let folder = TemporaryFolder()
        let reference = try run(configuration(), in: folder.path, name: "reference")
        var request = RunRequest()
        request.output = folder.path
        request.name = "other"
        request.kernels = try KernelSet.named(name)
        let other = try Run.perform(configuration(), request, observer: ProgressStyle.quiet.makeObserver())
        #expect(try RunBits(of: other.path) == RunBits(of: reference.path))
    }

    @Test(arguments: 1...8) func `come from a run that was stopped again and again`(seed: Int) throws {
        var random = SplitMix64(seed: UInt64(seed))
        let folder = TemporaryFolder()
        let reference = try run(configuration(), in: folder.path, name: "reference")
        var claim = RunFolder.Claim.new
        var outcome: RunOutcome
        repeat {
            let threads = Int.random(in: 1...3, using: &random)
            outcome = try run(
                configuration { $0.threads = threads },
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
