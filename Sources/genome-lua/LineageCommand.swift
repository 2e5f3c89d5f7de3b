import ArgumentParser
import Experiments

struct LineageCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lineage",
        abstract: "Print the mutations that made a policy or a solution.",
        discussion: """
            Policies of genome.deep_ga and genome.random_search, and solutions where fitness rates variables, are made of \
            draws: a line for each says the run's seed, the generation and the individual it was drawn for, and how strong \
            the mutation was. They make it again, bit for bit; another experiment goes on from it with genome.deep_ga { \
            start = "RUN" }.
            """
    )

    @Argument(
        help: ArgumentHelp(
            "A run folder, such as outputs/cartpole/run-1, or a file of its policy or solution.", valueName: "run"),
        completion: .file()
    )
    var path: String

    @Flag(help: "The best that the run tested, in place of the last.")
    var best = false

    @Flag(help: "Print one JSON object for each draw: kind, seed, generation, individual, power, decay.")
    var json = false

    func run() throws {
        let lineage = try SavedLineage.read(from: path, best: best)
        Console.write((json ? lineage.json : lineage.text) + "\n", toStandardError: false)
    }
}
