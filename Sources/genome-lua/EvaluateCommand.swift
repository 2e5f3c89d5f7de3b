import ArgumentParser
import Experiments

import struct GenomeLua.ScriptConfiguration
import enum GenomeLua.ScriptPolicy

struct EvaluateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evaluate",
        abstract: "Play the saved policies of runs.",
        discussion: """
            Without options it plays the very episodes of the policy's last test, the one that solved the run, and \
            gives the same mean. Of a run whose function rates variables it shows the best guess: fitness and variables. \
            Of several runs, those that cannot be played are named, the others go on, and the last line is the mean over \
            them: genome-lua evaluate outputs/cartpole/s*
            """
    )

    @Argument(
        help: ArgumentHelp("Run folders, such as outputs/cartpole/run-1, or policy files.", valueName: "run"),
        completion: .file()
    )
    var paths: [String]

    @Option(help: "Episodes; by default as many as the policy's test had.")
    var episodes: Int?

    @Option(help: "Play the episodes of this seed in place of those of the test.")
    var seed: UInt64?

    @Option(help: "Worker threads; by default one for each core.")
    var threads: Int?

    @Flag(help: "Print one JSON object a run: mean_return, episodes, returns; of several, also one of their mean.")
    var json = false

    @OptionGroup(title: "Sandbox")
    var sandbox: SandboxOptions

    @OptionGroup(title: "Python")
    var python: PythonOptions

    @OptionGroup(title: "Engine")
    var engine: EngineOptions

    func validate() throws {
        if let episodes, !(1..<1 << 24).contains(episodes) {
            throw ValidationError("--episodes must be 1 to \((1 << 24) - 1), got \(episodes)")
        }
        if let threads, !(1...1024).contains(threads) {
            throw ValidationError("--threads must be 1 to 1024, got \(threads)")
        }
    }

    func run() throws {
        var (evaluated, status): (EvaluatedRuns, ExitCode?) = (EvaluatedRuns(), nil)
        for path in paths {
            do {
                let (mean, environment) = try evaluate(path)
                evaluated.add(mean, environment: environment, at: path)
            } catch  where paths.count > 1 {
                status = Failure.report(error, of: path)
            }
        }
        for line in json ? evaluated.jsonLines : evaluated.lines { Console.print(line) }
        if let status { throw status }
    }

    /// Prints what a run's policy does.
    /// - Returns: Its mean return and environment, or its fitness.
    private func evaluate(_ path: String) throws -> (Double, environment: String?) {
        let run = paths.count > 1 ? path : nil
        let prefix = run.map { "\($0): " } ?? ""
        if let solution = try SolutionFile(at: path) {
            Console.print(json ? solution.json(run: run) : prefix + solution.text)
            return (solution.fitness, nil)
        }
        var configuration = ScriptConfiguration()
        configuration.allowances = sandbox.allowances
        configuration.python = python.processes
        let evaluation = try PolicyEvaluation(
            path: path,
            episodes: episodes,
            seed: seed,
            threads: threads,
            lanes: engine.lanes,
            kernels: try engine.kernelSet(),
            findEnvironment: { file, path in
                try ScriptPolicy.environment(of: file, at: path, configuration) { Console.error("warning: \($0)") }
            }
        )
        Console.print(json ? evaluation.json(run: run) : prefix + evaluation.text)
        return (evaluation.meanReturn, evaluation.environment)
    }
}
