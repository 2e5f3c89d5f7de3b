import ArgumentParser
import Experiments

import struct GenomeLua.Installation
import enum GenomeLua.ScriptTemplate

extension ScriptTemplate: ExpressibleByArgument {}

struct NewCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "new",
        abstract: "Write a script to start from.",
        discussion: """
            Writes NAME.lua into the current folder, commented and working, and .luarc.json, which points the Lua \
            Language Server at the definitions, unless there is one.
            """
    )

    @Argument(help: "What it is: environment, experiment, reward, selection or search.")
    var kind: ScriptTemplate

    @Argument(help: "The file's name, with or without .lua.")
    var name: String

    func run() throws {
        let installation = Installation.find(
            executable: Installation.executable, environment: Installation.processEnvironment)
        for file in try kind.write(name, installation: installation) { Console.print("wrote \(file)") }
    }
}
