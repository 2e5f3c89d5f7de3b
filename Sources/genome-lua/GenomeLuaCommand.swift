import ArgumentParser
import Experiments
import Glibc

/// The command-line tool: parses arguments, calls, prints.
@main
struct GenomeLuaCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "genome-lua",
        abstract: "Evolves neural networks as Lua scripts describe it.",
        discussion: """
            Start with: genome-lua run experiments/cartpole.lua

            Exit status: 0 finished, 1 failed, 64 wrong usage, 65 something is wrong with a script or a file; a run that \
            is stopped by Ctrl-C or SIGTERM saves where it stands and dies of the signal.
            """,
        version: "genome-lua \(Version.current)",
        subcommands: [
            RunCommand.self, RunsCommand.self, ScalarsCommand.self, EvaluateCommand.self, LineageCommand.self,
            FrontCommand.self, ReplayCommand.self, NewCommand.self, CheckCommand.self, EnvironmentsCommand.self,
            BenchCommand.self, WorkerCommand.self,
        ]
    )

    static func main() {
        // Whoever started this one may not want to know of its children; this one does of its own.
        signal(SIGCHLD, SIG_DFL)
        do {
            var command = try parseAsRoot()
            try command.run()
            if let error = Console.outputError {
                Console.error("error: \(error)")
                throw ExitCode.failure
            }
        } catch {
            Failure.exit(error, of: Self.self)
        }
    }
}
