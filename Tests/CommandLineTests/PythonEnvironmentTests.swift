import Foundation
import TestSupport
import Testing

@Suite(
    .enabled(if: Tool.isExpected, Tool.skipComment), .enabled(if: Python.isExpected, "\(Python.skipComment)"))
struct `Environments of Gymnasium on the command line` {
    private let tool = Tool()
    private let python = TrialPython.path

    private static let corridor = "gymnasium:genome_trials:Corridor-v0"

    private func write(_ environment: String = corridor, options: String = "", _ more: String = "") throws {
        try tool.write(
            """
            local genome = require "genome"
            return genome.experiment {
              environment = "\(environment)", environment_options = { \(options) },
              encoder = genome.thermometer {}, network = genome.binary_network { hidden = { 8 } },
              search = genome.nes { population_size = 16 }, generations = 4, episodes = 2, max_steps = 30, \(more)
            }
            """, to: "walk.lua")
    }

    private func run(_ options: String...) throws -> Tool.Outcome {
        try tool.start(["run", "walk.lua", "--quiet", "--python", python] + options).wait()
    }

    @Test func `run, are evaluated, and are checked`() throws {
        try write("gymnasium:CartPole-v1", options: "max_episode_steps = 100")
        #expect(try run() == .init(status: 0))
        let record = try tool.record("outputs/walk/run-1")
        let versions = try #require(record["versions"] as? [String: String])
        let version = try #require(versions["environment"])
        #expect(version.hasPrefix("gymnasium 1.4.0, Python 3."))
        let mean = try #require(record["mean_test_return"] as? Double)
        let evaluation = try tool.run("evaluate", "outputs/walk/run-1", "--python", python)
        #expect(evaluation.status == 0)
        let start = "gymnasium:CartPole-v1(max_episode_steps 100): mean return "
        #expect(evaluation.output.hasPrefix(start))
        let shown = try #require(Double(evaluation.output.dropFirst(start.count).prefix { $0 != " " }))
        #expect(abs(shown - mean) < 0.01)
        let check = try tool.run("check", "gymnasium:CartPole-v1", "--python", python)
        #expect(
            check.output.hasPrefix("gymnasium:CartPole-v1: environment, observation box(4), action discrete(2)\n"))
        #expect(check.output.contains("ok    the same seed gives the same episode, however it is played\n"))
    }

    @Test func `are used as the reference shows`() throws {
        let reference = try String(contentsOfFile: "\(PretendCheckout.repository)/Scripts/README.md", encoding: .utf8)
        let start = try #require(reference.range(of: "-- lake.lua\n"))
        let end = try #require(reference[start.lowerBound...].range(of: "```"))
        try tool.write(String(reference[start.lowerBound..<end.lowerBound]), to: "lake.lua")
        #expect(try tool.run("run", "lake.lua", "--quiet", "--python", python) == .init(status: 0))
        #expect(try tool.record("outputs/lake/run-1")["status"] as? String == "finished")
    }

    @Test func `that observe images are played, on any threads and lanes`() throws {
        let images = "observation = genome.image { grayscale = false, resize = { 2, 2 }, stack = 3 }"
        try write(options: "observes = 'image'", images)
        func bits(_ name: String, _ options: String...) throws -> RunBits {
            let outcome = try tool.start(
                ["run", "walk.lua", "--quiet", "--python", python, "--name", name] + options
            ).wait()
            #expect(outcome == .init(status: 0))
            return try RunBits(of: tool.path("outputs/walk/\(name)"))
        }
        #expect(try bits("one", "--threads", "1", "--lanes", "1") == bits("two", "--threads", "2", "--lanes", "7"))
        let mean = try #require(try tool.record("outputs/walk/one")["mean_test_return"] as? Double)
        let evaluation = try tool.run("evaluate", "outputs/walk/one", "--python", python, "--json")
        #expect(evaluation.status == 0)
        #expect(try JSON.object(evaluation.output)["mean_return"] as? Double == mean)
    }

    @Test func `give the same bits on any threads and lanes, and after a stop`() throws {
        try write()
        func bits(_ name: String, _ options: String...) throws -> RunBits {
            let outcome = try tool.start(
                ["run", "walk.lua", "--quiet", "--python", python, "--name", name] + options
            ).wait()
            #expect(outcome == .init(status: 0))
            return try RunBits(of: tool.path("outputs/walk/\(name)"))
        }
        let whole = try bits("whole", "--threads", "1", "--lanes", "1")
        #expect(try bits("threads", "--threads", "2", "--lanes", "5") == whole)
        _ = try bits("stopped", "--threads", "2", "--generations", "2")
        #expect(try bits("stopped", "--resume", "--threads", "1", "--generations", "4").files == whole.files)
    }

    @Test(arguments: [
        ("raise", #"step: IndexError: fell off \(genome_trials.py:\d+\)"#),
        ("nan reward", "step: the reward must be a finite number, got nan"),
        ("kill", #"a worker was ended by signal 9 \(SIGKILL\)"#),
        ("exit", "a worker exited with status 3"),
        ("hang", #"a worker took longer than 1 s for one call \(callback_seconds\) and was killed"#),
    ])
    func `that fail end the run with one line, and a resume goes on`(fault: String, words: String) throws {
        // The fault comes once, in the second generation or later: the first has its checkpoint.
        try write("gymnasium:CartPole-v1", "checkpoint_every = { generations = 1 }")
        let marker = tool.path("marker")
        try write(
            options: "fault = '\(fault)', at = 5, marker = '\(marker)'",
            "callback_seconds = 1, checkpoint_every = { generations = 1 }")
        try tool.write("", to: "marker")
        #expect(try run("--generations", "2") == .init(status: 0))
        try tool.remove("marker")
        let failed = try run("--resume", "--generations", "4", "--threads", "1")
        #expect(failed.status == 65)
        let line = try Regex(
            "error: \(Self.corridor): " + words
                + #" \(individual \d+ of generation 2, episode [12], step 4; genome-lua replay outputs/walk/run-1 plays it again\)\n"#
        )
        #expect(failed.errors.wholeMatch(of: line) != nil, "\(failed.errors)")
        #expect(try run("--resume", "--generations", "4") == .init(status: 0))
        try write(options: "fault = '\(fault)', at = 5, marker = '\(marker)'", "callback_seconds = 1")
        #expect(try run("--name", "whole") == .init(status: 0))
        #expect(
            try RunBits(of: tool.path("outputs/walk/run-1")).files
                == RunBits(of: tool.path("outputs/walk/whole")).files)
    }

    @Test(arguments: ["retry", "worst"])
    func `that lose a worker once are played again, to the same bits`(rule: String) throws {
        let marker = tool.path("marker")
        try write(
            options: "fault = 'kill', at = 5, marker = '\(marker)'",
            "on_error = '\(rule)', encoder = genome.thermometer { low = 0, high = 20 }")
        let lost = try run("--name", "lost", "--threads", "1")
        #expect(lost.status == 0)
        let line = try Regex(
            "warning: \(Self.corridor): a worker was ended by signal 9 \\(SIGKILL\\) "
                + #"\(individual \d+ of generation 0, episode [12], step 4\); "#
                + "what it played is played again\n")
        #expect(lost.errors.wholeMatch(of: line) != nil, "\(lost.errors)")
        #expect(try run("--name", "whole", "--threads", "1") == .init(status: 0))
        #expect(
            try RunBits(of: tool.path("outputs/walk/lost")).files
                == RunBits(of: tool.path("outputs/walk/whole")).files)
    }

    @Test func `that fail when they are played again after a loss are forgiven as others`() throws {
        try write(
            options: "fault = 'kill once, then raise', at = 5, marker = '\(tool.path("marker"))'",
            "on_error = 'worst', encoder = genome.thermometer { low = 0, high = 20 }, generations = 1")
        let outcome = try run("--threads", "1")
        #expect(outcome.status == 0)
        let lines = outcome.errors.split(separator: "\n")
        #expect(lines.count == 2, "\(outcome.errors)")
        #expect(lines.first?.contains("a worker was ended by signal 9 (SIGKILL) (individual ") == true)
        #expect(
            lines.last?.contains("worth the lowest fitness of the others; first: \(Self.corridor): step: IndexError")
                == true)
    }

    @Test func `that fail as episodes begin and go on give the same bits on any lanes`() throws {
        try write(
            options: "fault = 'some', at = 3, length = 5",
            "on_error = 'worst', encoder = genome.thermometer { low = 0, high = 20 }, seed = 3")
        let bits = try ["1", "4", "5", "6"].map { lanes in
            _ = try run("--threads", "1", "--lanes", lanes, "--name", "lanes-\(lanes)")
            // Its policy fails in tests, too: there is no best one.
            return try ["checkpoint", "policy"].map { file in
                try Data(contentsOf: URL(filePath: tool.path("outputs/walk/lanes-\(lanes)/\(file)")))
            }
        }
        for other in bits.dropFirst() { #expect(other == bits[0]) }
    }

    private static let thermometer = "encoder = genome.thermometer { low = 0, high = 20 }"

    @Test(arguments: [
        ("exit", "retry", "exited with status 3"),
        ("hang", "retry", #"took longer than 0.5 s for one call \(callback_seconds\) and was killed"#),
        ("hang", "worst", #"took longer than 0.5 s for one call \(callback_seconds\) and was killed"#),
    ])
    func `that lose their worker in an episode twice end the run`(fault: String, rule: String, words: String) throws {
        try write(
            options: "fault = '\(fault)', at = 5", "on_error = '\(rule)', callback_seconds = 0.5, \(Self.thermometer)")
        let failed = try run("--threads", "1", "--lanes", "1")
        #expect(failed.status == 65)
        // Both groups of the thread may lose an episode once before one loses it again.
        let loss = "\(Self.corridor): a worker \(words) " + #"\(individual 1 of generation 0, episode [12], step 4"#
        let lines = try Regex(
            "(warning: \(loss)\\); what it played is played again\n){1,2}"
                + "error: \(loss); genome-lua replay outputs/walk/run-1 plays it again\\)\n")
        #expect(failed.errors.wholeMatch(of: lines) != nil, "\(failed.errors)")
    }

    @Test func `that lose their worker twice are worth the lowest fitness on request, on any lanes`() throws {
        try write(options: "fault = 'exit of some', at = 3, length = 5", "on_error = 'worst', \(Self.thermometer)")
        let bits = try ["1", "4", "7"].map { lanes in
            let outcome = try run("--threads", "1", "--lanes", lanes, "--name", "lanes-\(lanes)", "--generations", "2")
            let line = """
                warning: generation 0: 5 failed episodes, worth the lowest fitness of the others; first: \
                \(Self.corridor): a worker exited with status 3 (individual 3 of generation 0, episode 2, step 2); \
                genome-lua replay outputs/walk/lanes-\(lanes) --generation 0 --individual 3 plays it again
                """
            #expect(outcome.errors.split(separator: "\n").contains(Substring(line)), "\(outcome.errors)")
            return try Data(contentsOf: URL(filePath: tool.path("outputs/walk/lanes-\(lanes)/checkpoint")))
        }
        for other in bits.dropFirst() { #expect(other == bits[0]) }
    }

    @Test(arguments: ["retry", "worst"])
    func `that lose workers again and again while they play nothing end the run`(rule: String) throws {
        try write(options: "fault = 'exit in making'", "on_error = '\(rule)', \(Self.thermometer)")
        let failed = try run("--threads", "1", "--lanes", "4")
        #expect(failed.status == 65)
        let loss = "\(Self.corridor): a worker exited with status 3"
        let warnings = failed.errors.split(separator: "\n").dropLast()
        #expect(warnings.allSatisfy { $0 == "warning: \(loss); what it played is played again" }, "\(failed.errors)")
        #expect((3...6).contains(warnings.count))
        #expect(failed.errors.hasSuffix("\nerror: \(loss)\n"), "\(failed.errors)")
    }

    @Test(arguments: ["stop", "worst", "retry"])
    func `that cannot be made again end the run, whatever on_error says`(rule: String) throws {
        try write(options: "fault = 'raise in making'", "on_error = '\(rule)', \(Self.thermometer)")
        let failed = try run("--threads", "1", "--lanes", "4")
        #expect(failed.status == 65)
        let line = try Regex("error: \(Self.corridor): IndexError: fell off " + #"\(genome_trials.py:\d+\)\n"#)
        #expect(failed.errors.wholeMatch(of: line) != nil, "\(failed.errors)")
    }

    @Test func `whose worker is killed by hand while it plays end the run, whose checkpoint stays`() throws {
        try write("gymnasium:CartPole-v1", "checkpoint_every = { generations = 1 }, generations = 100000")
        let running = try tool.start(["run", "walk.lua", "--quiet", "--threads", "1", "--python", python])
        let checkpoint = tool.path("outputs/walk/run-1/checkpoint")
        for _ in 0..<3000 where !FileManager.default.fileExists(atPath: checkpoint) { usleep(10000) }
        _ = try tool.shell("pkill -KILL -P \(running.process.processIdentifier)")
        let outcome = try running.wait()
        #expect(outcome.status == 65)
        #expect(
            outcome.errors.hasPrefix("error: gymnasium:CartPole-v1: a worker was ended by signal 9 (SIGKILL)"),
            "\(outcome.errors)")
        let done = try #require(try tool.record("outputs/walk/run-1")["generation"] as? Int)
        #expect(done > 0)
        #expect(try run("--resume", "--generations", "\(done + 1)") == .init(status: 0))
    }

    @Test func `end with a run that is killed`() throws {
        try write(options: "fault = 'hang', at = 5", "callback_seconds = 1000")
        let running = try tool.start(["run", "walk.lua", "--quiet", "--threads", "1", "--python", python])
        var workers = ""
        for _ in 0..<3000 where workers.isEmpty {
            usleep(10000)
            workers = try tool.shell("pgrep -P \(running.process.processIdentifier)").output
        }
        let worker = try #require(workers.split(separator: "\n").first)
        sleep(1)
        kill(running.process.processIdentifier, SIGKILL)
        _ = try running.wait()
        for _ in 0..<500 where try tool.shell("kill -0 \(worker)").status == 0 { usleep(10000) }
        #expect(try tool.shell("kill -0 \(worker)").status != 0)
    }

    @Test func `need a Python that has gymnasium`() throws {
        try write()
        let place = "error: walk.lua:2: experiment:"
        let advice =
            "make one that has it: python3 -m venv gym && gym/bin/pip install gymnasium, then give --python gym/bin/python"
        #expect(
            try tool.run("run", "walk.lua", "--python", "no/python")
                == .init(status: 65, errors: "\(place) --python: there is no program 'no/python'\n"))
        #expect(
            try tool.shell("P=$PATH; PATH=; VIRTUAL_ENV= \(Tool.shellPath) run walk.lua")
                == .init(status: 65, errors: "\(place) there is no Python 3 in PATH; \(advice)\n"))
        try tool.write("import sys\nsys.modules['gymnasium'] = None\n", to: "without/sitecustomize.py")
        try tool.write(
            "#!/bin/sh\nPYTHONPATH='\(tool.path("without"))' exec '\(Python.interpreter)' \"$@\"\n", to: "bin/python3")
        _ = try tool.shell("chmod +x bin/python3")
        #expect(
            try tool.shell("VIRTUAL_ENV= genome-lua run walk.lua")
                == .init(
                    status: 65,
                    errors:
                        "\(place) \(Self.corridor): \(tool.path("bin"))/python3 has no module gymnasium; \(advice)\n"))
        #expect(
            try tool.run("run", "walk.lua", "--python", "/bin/false")
                == .init(
                    status: 65, errors: "\(place) \(Self.corridor): /bin/false exited with status 1 before it began\n"))
    }

    // The thread sanitizer has a file of its own, which the limit breaks.
    @Test(.enabled(if: Tool.sanitizer != "thread", "the sanitizer writes files of its own"))
    func `need shared memory`() throws {
        try write()
        let outcome = try tool.shell(
            "trap '' XFSZ; ulimit -f 0; genome-lua check \(Self.corridor) --python '\(python)'")
        #expect(
            outcome
                == .init(
                    status: 65,
                    errors: "error: \(Self.corridor): there is no shared memory of 320 bytes: File too large\n"))
    }

    @Test func `print to standard error, without control characters`() throws {
        let marker = tool.path("marker")
        try write(options: "fault = 'chatter', at = 5, marker = '\(marker)'")
        let outcome = try tool.shell("genome-lua run walk.lua --json --python '\(python)' 2>errors")
        #expect(outcome.status == 0)
        for line in outcome.output.split(separator: "\n") {
            #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(line.utf8)) }
        }
        let errors = try String(contentsOfFile: tool.path("errors"), encoding: .utf8)
        let lines = errors.split(separator: "\n")
        #expect(lines.count == 1000)
        #expect(lines[0].hasPrefix("\(Self.corridor): ") && lines[0].contains("[31mline 0x"))
        #expect(!errors.contains("\u{1b}"))
    }
}
