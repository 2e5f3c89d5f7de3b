import ArgumentParser
import Experiments

import enum GenomeLua.ScriptCheck
import struct GenomeLua.ScriptConfiguration

struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Check an environment: the same seed, the same episode; shapes, bounds, ends.",
        discussion: """
            Plays episodes of random actions alone, in another order, side by side and in another state, and compares \
            them. FILE is an environment or an experiment, whose environment is checked. Exit status 65 if something is \
            wrong.
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

    func run() throws {
        var configuration = ScriptConfiguration()
        configuration.allowances = sandbox.allowances
        configuration.print = { Console.error($0) }
        let (title, check) = try ScriptCheck.run(file, settings: settings, configuration)
        let specification = check.specification
        Console.print(
            "\(file): \(title), observation \(specification.observationSpace), action \(specification.actionSpace)")
        Console.print(check.text)
        if !check.isGood { throw Failure.dataStatus }
    }
}
