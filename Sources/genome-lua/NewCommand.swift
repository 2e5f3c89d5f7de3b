import ArgumentParser
import Experiments

import struct GenomeLua.Installation
import enum GenomeLua.ScriptTemplate

extension ScriptTemplate: ExpressibleByArgument {}

struct NewCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "new",
        abstract: "Write a script, or a native environment, to start from.",
        discussion: """
            Writes NAME.lua into the current folder, commented and working, and .luarc.json, which points the Lua \
            Language Server at the definitions, unless there is one. A native-environment is a folder NAME with a project \
            of C: the environment, a test, a Makefile and a CMakeLists.txt.
            """
    )

    @Argument(help: "What it is: environment, experiment, reward, selection, search or native-environment.")
    var kind: ScriptTemplate

    @Argument(help: "The file's name, with or without .lua.")
    var name: String

    func run() throws {
        let installation = Installation.find(
            executable: Installation.executable, environment: Installation.processEnvironment)
        for file in try kind.write(name, installation: installation) { Console.print("wrote \(file)") }
    }
}
