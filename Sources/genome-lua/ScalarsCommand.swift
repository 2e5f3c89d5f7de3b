import ArgumentParser
import Experiments

struct ScalarsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scalars",
        abstract: "Print the figures that runs logged.",
        discussion: """
            Reads the event files of runs, also of one that is at work, and runs no script. Unlike TensorBoard, which \
            shows at most 1000 points of a curve, it gives all of them. Several runs have a column with their folders.

            For example: genome-lua scalars outputs/cartpole/* --tag 'return/*' --csv > returns.csv
            """
    )

    @Argument(
        help: ArgumentHelp("Run folders, such as outputs/cartpole/run-1, or event files.", valueName: "run"),
        completion: .directory
    )
    var paths: [String]

    @Option(
        name: .customLong("tag"),
        help: ArgumentHelp("Only tags like this, where * stands for anything; once for each.", valueName: "pattern")
    )
    var patterns: [String] = []

    @Flag(help: "Print CSV: tag, step, value, wall_time (seconds since 1970).")
    var csv = false

    @Flag(help: "Print one JSON object for each value: run, tag, step, value, wall_time.")
    var json = false

    func validate() throws {
        if csv && json { throw ValidationError("--csv and --json exclude each other") }
    }

    func run() throws {
        let format: LoggedScalars.Format = csv ? .csv : json ? .json : .table
        let patterns = patterns.map(TagPattern.init)
        var (unmatched, tags, status): (Set<TagPattern>, Set<String>, ExitCode?) = (Set(patterns), [], nil)
        Console.write(LoggedScalars.header(format, runs: paths.count), toStandardError: false)
        for path in paths {
            do {
                let scalars = try LoggedScalars(of: path)
                tags.formUnion(scalars.tags.map(\.tag))
                unmatched = unmatched.filter { pattern in !scalars.tags.contains { pattern.matches($0.tag) } }
                Console.write(
                    scalars.matching(patterns).text(format, runs: paths.count), toStandardError: false)
                if let problem = scalars.problem { status = Failure.report(problem) }
            } catch {
                status = Failure.report(error)
            }
        }
        for pattern in patterns where unmatched.contains(pattern) && !tags.isEmpty {
            status = Failure.report(ExperimentError.noTag(pattern: pattern.text, tags: tags.sorted()))
        }
        if let status { throw status }
    }
}
