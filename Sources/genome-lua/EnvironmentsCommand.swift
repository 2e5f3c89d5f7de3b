import ArgumentParser
import Environments
import Experiments

import class GenomeLua.LoadedEnvironment

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
        for specification in LoadedEnvironment.all(allowances: sandbox.allowances) {
            Console.print(json ? specification.json : specification.text)
        }
    }
}
