import Foundation
import Testing

@Suite(.enabled(if: Tool.isExpected, Tool.skipComment))
struct `A signal` {
    private let tool = Tool()

    @Test(arguments: [SIGINT, SIGTERM]) func `stops a run after its generation, which dies of it and can go on`(
        signal: Int32
    ) throws {
        let running = try tool.startEndless()
        kill(running.process.processIdentifier, signal)
        let outcome = try running.wait()
        #expect(outcome.isSignal && outcome.status == signal)
        let lines = outcome.output.lines
        #expect(lines.count == 5)
        #expect(outcome.errors.contains("\nstopping after this generation; once more ends the program at once\n"))
        #expect(
            try String(lines[0]).hasShape(
                #"stopped after generation \d+ of 100000000: the policy's mean return over 10 episodes is [\d.]+"#))
        #expect(lines[1] == "go on with:  \(Tool.shellPath) run endless.lua --name a --resume")
        #expect(lines[2] == "run folder:  outputs/endless/a")
        let record = try tool.record("outputs/endless/a")
        #expect(record["status"] as? String == "interrupted")
        let done = try #require(record["generation"] as? Int)
        #expect(lines[0].hasPrefix("stopped after generation \(done) of "))
        // The very words, in a shell.
        let resumed = try tool.shell("\(lines[1].dropFirst("go on with:  ".count)) --generations \(done + 2) --quiet")
        #expect(resumed == .init(status: 0))
        #expect(try tool.record("outputs/endless/a")["generation"] as? Int == done + 2)
    }

    @Test(arguments: [("INT", 130), ("TERM", 143)]) func `gives the shell the documented status`(
        name: String, status: Int32
    ) throws {
        try tool.write(Tool.endless, to: "endless.lua")
        let line = """
            (for i in $(seq 600); do [ -e outputs/endless/a/checkpoint ] && break; sleep 0.1; done
             kill -\(name) $(sed -n 's/.*"process" : \\([0-9]*\\).*/\\1/p' outputs/endless/a/run.json)) &
            genome-lua run endless.lua --name a --quiet
            echo $?
            """
        #expect(try tool.shell(line).output == "\(status)\n")
    }

    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/script"), "needs script of util-linux"))
    func `from the terminal's Ctrl-C ends a shell's loop`() throws {
        try tool.write(Tool.endless, to: "endless.lua")
        let loop = """
            for s in 1 2 3; do genome-lua run endless.lua --seed $s --name s$s --quiet; done
            echo after
            """
        try tool.write(loop, to: "loop.sh")
        let line = """
            { for i in $(seq 600); do [ -e outputs/endless/s1/checkpoint ] && break; sleep 0.1; done
              printf '\\003'; sleep 1; } | script --quiet --return --command 'bash loop.sh' typescript
            """
        let outcome = try tool.shell(line)
        #expect(outcome.status == 130 && !outcome.output.contains("after"), "\(outcome)")
        #expect(tool.names(in: "outputs/endless") == ["s1"])
        #expect(try tool.record("outputs/endless/s1")["status"] as? String == "interrupted")
    }

    @Test func `that comes a second time ends a run at once`() throws {
        // One generation of this takes long.
        let script = """
            local genome = require "genome"
            return genome.experiment {
              environment = "cartpole", episodes = 8000000, search = genome.nes { population_size = 2 }, generations = 2,
            }
            """
        try tool.write(script, to: "slow.lua")
        let running = try tool.start(["run", "slow.lua", "--name", "a"])
        #expect(try tool.wait { tool.names(in: "outputs/slow/a").contains { $0.contains("tfevents") } })
        usleep(300_000)
        kill(running.process.processIdentifier, SIGINT)
        usleep(300_000)
        #expect(running.process.isRunning)
        kill(running.process.processIdentifier, SIGTERM)
        let outcome = try running.wait()
        #expect(outcome.isSignal && outcome.status == SIGTERM && outcome.output == "")
        #expect(try tool.record("outputs/slow/a")["status"] as? String == "running")
    }
}
