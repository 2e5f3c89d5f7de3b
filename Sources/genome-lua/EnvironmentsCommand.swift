import ArgumentParser
import Environments
import Experiments

struct EnvironmentsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "environments",
        abstract: "List the environments."
    )

    @Flag(help: "Print one JSON object for each environment.")
    var json = false

    func run() {
        for entry in EnvironmentRegistry.entries {
            Console.print(json ? entry.specification.json : entry.specification.text)
        }
    }
}
