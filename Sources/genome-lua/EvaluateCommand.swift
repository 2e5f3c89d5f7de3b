import ArgumentParser
import Experiments

import struct GenomeLua.ScriptConfiguration
import enum GenomeLua.ScriptPolicy

struct EvaluateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evaluate",
        abstract: "Play the saved policy of a run.",
        discussion: """
            Without options it plays the very episodes of the policy's last test, the one that solved the run, and \
            gives the same mean. Of a run whose function rates variables it shows the best guess: fitness and variables.
            """
    )

    @Argument(
        help: ArgumentHelp("A run folder, such as outputs/cartpole/run-1, or a policy file.", valueName: "run"),
        completion: .file()
    )
    var path: String

    @Option(help: "Episodes; by default as many as the policy's test had.")
    var episodes: Int?

    @Option(help: "Play the episodes of this seed in place of those of the test.")
    var seed: UInt64?

    @Option(help: "Worker threads; by default one for each core.")
    var threads: Int?

    @Flag(help: "Print one JSON object: mean_return, episodes, returns.")
    var json = false

    @OptionGroup(title: "Sandbox")
    var sandbox: SandboxOptions

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
        if let solution = try SolutionFile(at: path) {
            Console.print(json ? solution.json : solution.text)
            return
        }
        var configuration = ScriptConfiguration()
        configuration.allowances = sandbox.allowances
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
        Console.print(json ? evaluation.json : evaluation.text)
    }
}
