import EventFiles
import Experiments
import Rollouts
import Search
import TestSupport

/// Runs that take a moment: CartPole, a network without hidden layers, four individuals.
struct SmallRuns {
    let folder = TemporaryFolder()

    var output: String { folder.path + "/outputs" }

    /// - Parameter testsEvery: Generations from one test of the policy to the next.
    func configuration(generations: Int, testsEvery: Int = 1) -> ExperimentConfiguration {
        var options = NESOptions()
        options.populationSize = 4
        var configuration = ExperimentConfiguration(
            name: "small", scriptPath: "small.lua", rating: .episodes(.cartPole), search: .nes(options))
        configuration.scripts = [
            ScriptFile(
                name: "small.lua", bytes: Array("return 1".utf8),
                origin: .init(name: "small.lua", path: "small.lua", use: .script))
        ]
        configuration.parameters = [Parameter(name: "size", standard: "3", value: "4")]
        configuration.encoder = .sign
        configuration.network = .binary(hidden: [3], hasBiases: true)
        configuration.generations = generations
        configuration.solved = SolvedRule(episodes: 3, every: testsEvery)
        configuration.threads = 1
        return configuration
    }

    @discardableResult
    func perform(
        _ configuration: ExperimentConfiguration,
        _ claim: RunFolder.Claim = .new,
        name: String = "a",
        hooks: (any RunHooks)? = nil,
        observer: any RunObserver = NotedRun(),
        prepare: (inout RunRequest) -> Void = { _ in }
    ) throws -> RunOutcome {
        var request = RunRequest()
        request.output = output
        request.name = name
        request.claim = claim
        prepare(&request)
        return try Run.perform(configuration, request, hooks: hooks, observer: observer)
    }

    /// Everything in a run's event files, in the order of writing: tag, step, value.
    func events(of name: String = "a") throws -> [(tag: String, step: Int, value: Event.Value)] {
        var reader = try EventReader(folder: output + "/small/\(name)")
        var events: [(String, Int, Event.Value)] = []
        while let event = try reader.next() {
            guard case .summaries(let summaries) = event.content else { continue }
            events += summaries.map { ($0.tag, event.step, $0.value) }
        }
        return events
    }
}

/// Remembers what a run reported.
final class NotedRun: RunObserver {
    private(set) var starts: [Int] = []
    private(set) var reports: [GenerationReport] = []
    private(set) var ends = 0
    private(set) var warnings: [String] = []

    func runDidStart(_ start: RunStart) { starts.append(start.generation) }
    func generationDidEnd(_ report: GenerationReport) { reports.append(report) }
    func runDidEnd() { ends += 1 }
    func warn(_ message: String) { warnings.append(message) }
}

extension EnvironmentChoice {
    static var cartPole: EnvironmentChoice {
        do { return try .builtIn("cartpole") } catch { preconditionFailure("\(error)") }
    }
}
