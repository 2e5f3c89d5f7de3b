import ArgumentParser
import Experiments

struct LineageCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lineage",
        abstract: "Print the mutations that made a policy.",
        discussion: """
            Policies of genome.deep_ga and genome.random_search are made of draws: a line for each says the run's seed, \
            the generation and the individual it was drawn for, and how strong the mutation was. They make the policy \
            again, bit for bit; another experiment goes on from it with genome.deep_ga { start = "RUN" }.
            """
    )

    @Argument(
        help: ArgumentHelp("A run folder, such as outputs/cartpole/run-1, or a policy file.", valueName: "run"),
        completion: .file()
    )
    var path: String

    @Flag(help: "The best tested policy of the run, in place of the last.")
    var best = false

    @Flag(help: "Print one JSON object for each draw: kind, seed, generation, individual, power.")
    var json = false

    func run() throws {
        let lineage = try PolicyFile.lineage(of: best ? "\(path)/policy-best" : path)
        Console.write((json ? lineage.json : lineage.text) + "\n", toStandardError: false)
    }
}
