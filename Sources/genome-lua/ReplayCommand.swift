import ArgumentParser
import Experiments

import struct GenomeLua.ScriptConfiguration
import enum GenomeLua.ScriptReplay

struct ReplayCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Play an individual of a run again.",
        discussion: """
            Without options it plays the episode that failed and so ended the run, and shows the error with its \
            traceback. With --generation and --individual it makes any individual again, from the nearest checkpoint, \
            and plays its episodes.
            """
    )

    @Argument(
        help: ArgumentHelp("A run folder, such as outputs/cartpole/run-1.", valueName: "run"),
        completion: .directory
    )
    var path: String

    @Option(help: "The individual, counted from 1.")
    var individual: Int?

    @Option(help: "Its generation, counted from 0; by default that of the episode that failed.")
    var generation: Int?

    @Option(help: "One of its episodes, counted from 1; by default all, or the one that failed.")
    var episode: Int?

    @OptionGroup(title: "Sandbox")
    var sandbox: SandboxOptions

    @OptionGroup(title: "Python")
    var python: PythonOptions

    func validate() throws {
        for (name, value, least) in [
            ("individual", individual, 1), ("generation", generation, 0), ("episode", episode, 1),
        ] {
            if let value, value < least { throw ValidationError("--\(name) must be at least \(least), got \(value)") }
        }
        if generation != nil && individual == nil { throw ValidationError("--generation needs --individual") }
    }

    func run() throws {
        var configuration = ScriptConfiguration()
        configuration.allowances = sandbox.allowances
        configuration.python = python.processes
        configuration.print = { Console.error($0) }
        configuration.endHungProcess = { Failure.exitAtOnce($0) }
        let choice = Replay.Choice(generation: generation, individual: individual, episode: episode)
        let replay = try ScriptReplay.perform(choice, ofRun: path, configuration: configuration) {
            Console.error("warning: \($0)")
        }
        Console.print(replay.text)
    }
}
