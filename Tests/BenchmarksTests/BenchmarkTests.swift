import Foundation
import Kernels
import Processes
import TestSupport
import Testing

@testable import Benchmarks

@Suite struct `A benchmark` {
    /// So short that a figure says nothing but that there is one.
    private static let brief: BenchmarkSettings = {
        var settings = BenchmarkSettings()
        settings.repetitions = 1
        settings.seconds = 0.001
        settings.runs = 1
        return settings
    }()
    private static let loops: [Benchmark] = [
        .forward, .forwardSequential, .forwardWideSingle, .forwardWide, .sample, .update, .updateWide, .updateFloat,
        .rollout, .rolloutSingle, .events, .luaEnvironment, .luaEnvironmentFresh, .luaReward, .luaSelection,
    ]

    @Test(arguments: loops.map(\.name)) func `gives a figure`(name: String) throws {
        let benchmark = try #require(BenchmarkSuite.benchmarks(named: [name]).first)
        let figure = try benchmark.run(Self.brief)
        #expect(figure.name == name && figure.kernels == KernelSet.best.name && figure.threads == 1)
        #expect(figure.unit == benchmark.unit && figure.repetitions == 1)
        #expect(figure.median > 0 && figure.median.isFinite)
    }

    private static let checkout = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../..").standardizedFileURL.path(percentEncoded: false)
    private static let isPluginBuilt = FileManager.default.fileExists(
        atPath: "\(checkout)/Environments/cartpole_in_c/cartpole_in_c.so")

    @Test(.enabled(if: isPluginBuilt, "needs the native environments (Scripts/test builds them)"))
    func `of a native environment compares it with the built-in one`() throws {
        let figure = try Benchmark.nativePlugin.run(Self.brief)
        #expect(figure.unit == "x" && figure.median > 0 && figure.median.isFinite)
    }

    @Test(.enabled(if: Python.isExpected, "\(Python.skipComment)"))
    func `of an environment of Gymnasium compares it with a plain loop`() throws {
        var settings = Self.brief
        settings.python = Python.interpreter
        let figure = try Benchmark.gymnasium.run(settings)
        #expect(figure.unit == "x" && figure.median > 0 && figure.median.isFinite)
    }

    @Test func `of an environment of Gymnasium needs a Python`() {
        var settings = Self.brief
        settings.python = "no/python"
        let error = #expect(throws: BenchmarkError.self) { try Benchmark.gymnasium.run(settings) }
        #expect(
            error?.description == "gymnasium cannot be measured: --python: there is no program 'no/python'")
    }

    @Test func `of whole generations gives a figure on any threads`() throws {
        for threads in 1...2 {
            var settings = Self.brief
            settings.threads = threads
            let figure = try Benchmark.oneMax.run(settings)
            #expect(figure.name == "onemax" && figure.threads == threads && figure.median > 0)
        }
    }

    @Test func `of roll-outs says how long the episodes are, and that the networks balance`() throws {
        let work = try Benchmark.rollout.run(Self.brief).work
        let pattern = /CartPole, 64 networks in turn, 32 environments at a time, mean episode length (\d+\.\d)/
        let length = try #require(work.wholeMatch(of: pattern).flatMap { Double($0.1) })
        #expect(length >= 200)
    }

    @Test func `whose name there is not is refused`() {
        let error = #expect(throws: BenchmarkError.self) { try BenchmarkSuite.benchmarks(named: ["forward", "fly"]) }
        #expect(
            error?.description == """
                there is no benchmark 'fly'; there are 'forward', 'forward-sequential', 'forward-wide-single', \
                'forward-wide', 'dense-forward', 'memory-copy', 'es-update', 'lineage', 'sample', 'update', 'update-wide', 'update-float', 'rollout', 'rollout-single', 'native-plugin', 'gymnasium', \
                'train', 'threads', 'onemax', 'events', 'solve', 'es-cartpole', 'es-solve', 'lua-environment', 'lua-environment-fresh', 'lua-reward', \
                'lua-selection', 'lua-threads', 'isolate'
                """
        )
    }

    @Test func `has a name of its own`() {
        let names = BenchmarkSuite.benchmarks.map(\.name)
        #expect(Set(names).count == names.count)
    }

    @Test func `of a program that fails names the command`() {
        let error = #expect(throws: BenchmarkError.self) { try ProgramRun.perform("/bin/false", ["a", "b"]) }
        #expect(error?.description == "this command failed; run it by itself to see why: /bin/false a b")
        let missing = #expect(throws: ProcessError.self) { try ProgramRun.perform("/nowhere/at/all", []) }
        #expect(missing?.description == "/nowhere/at/all cannot be started: No such file or directory")
    }
}
