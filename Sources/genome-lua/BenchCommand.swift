import ArgumentParser
import Benchmarks
import Experiments

import struct GenomeLua.Installation

struct BenchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "Measure how fast this machine runs the inner loops and the whole.",
        discussion: """
            Each figure is the median of its repetitions, with the least and the greatest. Loops count the time of \
            their thread; whole runs that on the wall. Machines differ: compare figures of one run of bench only.
            """
    )

    @Argument(
        help: ArgumentHelp("The benchmarks; by default all.", valueName: "name"),
        completion: .list(BenchmarkSuite.benchmarks.map(\.name))
    )
    var names: [String] = []

    @Flag(help: "Say what each benchmark measures, and measure nothing.")
    var list = false

    @Flag(
        help:
            "Print one JSON object a figure: name, work, unit, kernels, threads, median, minimum, maximum, repetitions."
    )
    var json = false

    @OptionGroup(title: "Python")
    var python: PythonOptions

    @OptionGroup(title: "Engine")
    var kernels: KernelOptions

    @Option(help: "Worker threads of the benchmarks of whole runs; by default what each says in --list.")
    var threads: Int?

    func validate() throws {
        if let threads, !(1...1024).contains(threads) {
            throw ValidationError("--threads must be 1 to 1024, got \(threads)")
        }
        do { _ = try BenchmarkSuite.benchmarks(named: names) } catch { throw ValidationError("\(error)") }
    }

    func run() throws {
        let benchmarks = try BenchmarkSuite.benchmarks(named: names)
        if list {
            for benchmark in benchmarks { Console.print(BenchmarkText.description(of: benchmark)) }
            return
        }
        var settings = BenchmarkSettings()
        settings.kernels = try kernels.kernelSet()
        settings.threads = threads
        settings.python = python.python
        settings.executable = Installation.executable
        var progress = BenchmarkProgress(count: benchmarks.count)
        for benchmark in benchmarks {
            progress.begin(benchmark.name)
            let figure = try benchmark.run(settings)
            progress.end()
            Console.print(json ? JSONText.line(figure) : BenchmarkText.line(figure))
        }
    }
}
