import ArgumentParser
import Experiments

struct RunsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "runs",
        abstract: "List runs.",
        discussion: """
            For example: genome-lua runs, genome-lua runs outputs/cartpole --json

            A run that is running or dead stands as of its last checkpoint: generations that are done, the return of the \
            policy's last test, and the best of its tests. Running means that a process works on it; dead, that its \
            process was killed: genome-lua run SCRIPT --name NAME --resume goes on with it.
            """
    )

    @Argument(
        help: ArgumentHelp("Output folders, experiments' folders in them, or runs.", valueName: "folder"),
        completion: .directory
    )
    var folders: [String] = ["outputs"]

    @Flag(help: "Print one JSON object for each run, with the names of run.json.")
    var json = false

    func run() throws {
        var (runs, status): ([RunSummary], ExitCode?) = ([], nil)
        for folder in folders {
            do {
                let search = try RunSearch(folder)
                for problem in search.problems { Console.error("warning: \(problem)") }
                runs += search.runs
            } catch {
                status = Failure.report(error)
            }
        }
        for line in json ? runs.map(\.json) : RunListText.lines(runs) { Console.print(line) }
        if let status { throw status }
    }
}
