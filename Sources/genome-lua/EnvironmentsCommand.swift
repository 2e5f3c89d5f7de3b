import ArgumentParser
import Environments
import Experiments

import class GenomeLua.LoadedEnvironment
import struct GenomeLua.ScriptConfiguration

struct EnvironmentsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "environments",
        abstract: "List the environments.",
        discussion: """
            Those that are built in, and the Lua files in the folders of $GENOME_PATH and in the installation's \
            Environments.
            """
    )

    @Flag(help: "Print one JSON object for each environment.")
    var json = false

    @OptionGroup(title: "Sandbox")
    var sandbox: SandboxOptions

    func run() {
        var configuration = ScriptConfiguration()
        configuration.allowances = sandbox.allowances
        for specification in LoadedEnvironment.all(configuration) {
            Console.print(json ? specification.json : specification.text)
        }
    }
}
