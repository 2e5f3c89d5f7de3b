import ArgumentParser
import Experiments

struct FrontCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "front",
        abstract: "Print the individuals that a search for several objectives found.",
        discussion: """
            Of a run of genome.nsga2, the individuals of its last checkpoint that no other surpasses in every objective: \
            a line for each, by fitness; of those alike in all objectives only the first, and how many they are. With \
            --save they become files front-1, front-2, … that genome-lua evaluate plays or shows; where the run's script \
            has a part in playing them, save them in the run's own folder.
            """
    )

    @Argument(
        help: ArgumentHelp("A run folder, such as outputs/cartpole/run-1.", valueName: "run"), completion: .directory)
    var path: String

    @Option(
        help: ArgumentHelp(
            "Also write each as a policy, or as a solution where variables are rated.", valueName: "folder"),
        completion: .directory)
    var save: String?

    @Flag(help: "Print one JSON object for each: member, objectives, novelty where it is one, individuals.")
    var json = false

    func run() throws {
        let front = try RunFront(ofRun: path)
        if let save { try front.save(to: save) }
        Console.print(json ? front.json : front.text)
    }
}
