import ArgumentParser
import Experiments
import Kernels

import struct GenomeLua.ExperimentOverrides
import struct GenomeLua.ScriptConfiguration
import enum GenomeLua.ScriptParameters
import enum GenomeLua.ScriptRun
import struct GenomeLua.Setting

struct RunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Run the experiment of a script, or go on with a run of it.",
        discussion: """
            The script is looked up in the current folder, in each folder of $GENOME_PATH, and in the installation. \
            Each run gets a folder of its own, outputs/EXPERIMENT/NAME. --help after a script lists its own parameters.

            --resume goes on with a run as it was started. With --set, settings are changed on purpose: --set \
            generations=500 goes on in the same folder; what changes results, such as --set learning_rate=3, goes on from \
            the last checkpoint in a new one, NAME-2 or what --as says, and leaves the old run as it is. The network, the \
            environment and the seed cannot change. run.json and TensorBoard's text run/changes record what did.
            """,
        helpNames: []
    )

    @Argument(help: "The experiment, such as experiments/cartpole.lua.", completion: .file(extensions: ["lua"]))
    var script: String?

    @Option(
        name: .customLong("set"),
        help: ArgumentHelp("Set a parameter of the script; lists by commas.", valueName: "name=value"),
        completion: .custom { arguments, _, _ in ScriptParameters.completions(arguments) }
    )
    var settings: [String] = []

    @Option(help: "The seed that all randomness follows from, in place of the script's.")
    var seed: UInt64?

    @Option(help: "Generations, in place of the script's; more than before extends a finished run.")
    var generations: Int?

    @Option(help: "Worker threads; by default one for each core. Results do not depend on it.")
    var threads: Int?

    @Option(help: "The run's name; by default the next free run-N.")
    var name: String?

    @Option(help: "The folder above all experiments.", completion: .directory)
    var output = "outputs"

    @Flag(help: "Go on with a run: the one of --name, or the one that was started last.")
    var resume = false

    @Option(
        name: .customLong("as"),
        help: ArgumentHelp(
            "With --resume: go on in a new folder of this name, and leave the old run as it is.", valueName: "name")
    )
    var newName: String?

    @Flag(help: "Replace a run of the same name.")
    var overwrite = false

    @Flag(help: "Say nothing but warnings and errors.")
    var quiet = false

    @Flag(help: "Print one JSON object for each generation, and one for the end.")
    var json = false

    @OptionGroup(title: "Sandbox")
    var sandbox: SandboxOptions

    @OptionGroup(title: "Python")
    var python: PythonOptions

    @OptionGroup(title: "Isolation")
    var isolation: IsolationOptions

    @Flag(help: "Rate an individual of each generation again, alone and in another state, and stop at a difference.")
    var checkDeterminism = false

    @OptionGroup(title: "Engine")
    var engine: EngineOptions

    @Flag(name: [.long, .short], help: "Show this help, and the script's parameters if a script is given.")
    var help = false

    func validate() throws {
        if help { return }
        guard script != nil else { throw ValidationError("Missing expected argument '<script>'") }
        if resume && overwrite { throw ValidationError("--resume and --overwrite exclude each other") }
        if newName != nil && !resume { throw ValidationError("--as needs --resume") }
        if quiet && json { throw ValidationError("--quiet and --json exclude each other") }
        if output.isEmpty { throw ValidationError("--output must be a folder, got ''") }
        if let generations, generations < 1 {
            throw ValidationError("--generations must be at least 1, got \(generations)")
        }
        if let threads, !(1...1024).contains(threads) {
            throw ValidationError("--threads must be 1 to 1024, got \(threads)")
        }
        if let seed, seed > UInt64(Int64.max) {
            throw ValidationError("--seed must be at most \(Int64.max), got \(seed)")
        }
        for setting in settings {
            do { _ = try Setting(setting) } catch { throw ValidationError("\(error)") }
        }
        try engine.validate()
    }

    func run() throws {
        if help { return try showHelp() }
        let style: ProgressStyle = json ? .json : quiet ? .quiet : .standard
        var request = RunRequest()
        request.output = output
        request.name = name
        request.newName = newName
        request.claim = resume ? .resume : overwrite ? .overwrite : .new
        request.kernels = try engine.kernelSet()
        request.lanes = engine.lanes
        request.checksDeterminism = checkDeterminism
        let announces = !quiet
        request.willWork = { StopSignals.install(announces: announces) }
        request.shouldStop = { StopSignals.wasAsked }
        var configuration = ScriptConfiguration()
        configuration.allowances = sandbox.allowances
        configuration.python = python.processes
        configuration.isolation = isolation.isolation
        configuration.print = { Console.error($0) }
        configuration.endHungProcess = { Failure.exitAtOnce($0) }
        let outcome = try ScriptRun.perform(
            path: script!,
            settings: settings,
            overrides: ExperimentOverrides(seed: seed, generations: generations, threads: threads),
            request: request,
            configuration: configuration,
            observer: style.makeObserver()
        )
        OutcomeText.print(outcome, script: script!, style: style)
        // Also where a signal came too late to stop the run: the shell's loop around it is to end.
        StopSignals.dieOfSignal()
    }

    private func showHelp() throws {
        Console.print(GenomeLuaCommand.helpMessage(for: Self.self))
        guard let script else { return }
        Console.print(
            try ScriptParameters.help(
                script, settings: settings, allowances: sandbox.allowances, isolation: isolation.isolation))
    }
}
