import ArgumentParser
import Experiments

import struct GenomeLua.ScriptCheck
import struct GenomeLua.ScriptConfiguration

struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Check an environment or an experiment: the same seed, the same result.",
        discussion: """
            Plays episodes of random actions alone, in another order, side by side and in another state, and compares \
            them; looks at shapes, bounds and ends. Of an experiment it goes on with the first generation, callbacks and \
            search included, rates some individuals again, alone, and compares what they are worth. Nothing is written. \
            Exit status 65 if something is wrong.
            """
    )

    @Argument(
        help: ArgumentHelp("A Lua file, or the name of an environment.", valueName: "file"),
        completion: .file(extensions: ["lua"])
    )
    var file: String

    @Option(
        name: .customLong("set"),
        help: ArgumentHelp("Set a parameter of an experiment; lists by commas.", valueName: "name=value")
    )
    var settings: [String] = []

    @OptionGroup(title: "Sandbox")
    var sandbox: SandboxOptions

    @OptionGroup(title: "Python")
    var python: PythonOptions

    func run() throws {
        var configuration = ScriptConfiguration()
        configuration.allowances = sandbox.allowances
        configuration.python = python.processes
        configuration.print = { Console.error($0) }
        let check = try ScriptCheck(file, settings: settings, configuration)
        Console.print("\(file): \(check.title)")
        Console.print(check.text)
        if !check.isGood { throw Failure.dataStatus }
    }
}
