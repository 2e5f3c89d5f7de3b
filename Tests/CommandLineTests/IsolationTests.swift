import Foundation
import TestSupport
import Testing

/// What is done to a worker, in C and in Lua, and what the run says.
@Suite(.enabled(if: Tool.isExpected, Tool.skipComment))
struct `Isolated workers` {
    private let tool = Tool()

    /// A native environment that counts to twenty, and does in some episodes what it is told.
    private func writeNative(_ deed: String, _ more: String = "", share: Double = 0.1) throws {
        try build("misdeeds")
        try write(#"environment = "misdeeds", environment_options = { deed = "\#(deed)", share = \#(share) }, "# + more)
    }

    private func build(_ name: String) throws {
        let source = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../EnvironmentsTests/Native/\(name).c").standardizedFileURL.path(percentEncoded: false)
        _ = try BuiltLibrary.make(source, named: name, in: tool.folder.path)
    }

    /// The same in Lua.
    private func writeLua(_ deed: String, _ more: String = "") throws {
        try write(
            "environment = Env, " + more,
            before: """
                local Env = {
                  observation_space = { size = 1, low = 0, high = 20 }, action_space = { discrete = 2 }, max_steps = 20,
                }
                local function deed() \(deed) end
                function Env:reset(random) self.n, self.is_bad = 0, random:uniform(0, 1) < 0.1; return { 0 } end
                function Env:step(action)
                  self.n = self.n + 1
                  if self.n == 5 and self.is_bad then deed() end
                  return { self.n }, action, self.n == 20
                end

                """)
    }

    private func write(_ options: String, before: String = "") throws {
        try tool.write(
            """
            local genome = require "genome"
            \(before)return genome.experiment {
              \(options)
              encoder = genome.thermometer { low = 0, high = 20 }, network = genome.binary_network { hidden = { 8 } },
              search = genome.nes { population_size = 16 }, generations = 4, callback_seconds = 2, seed = 1, memory_limit = 16,
            }
            """, to: "walk.lua")
    }

    private func run(_ options: String...) throws -> Tool.Outcome {
        try tool.start(
            ["run", "walk.lua", "--quiet", "--allow", "native", "--allow", "io", "--allow", "os"] + options
        ).wait()
    }

    private func bits(_ name: String, names: [String] = ["policy", "policy-best", "checkpoint"]) throws -> RunBits {
        try RunBits(of: tool.path("outputs/walk/\(name)"), names: names)
    }

    // MARK: Losses

    /// A sanitizer reports a crash at length, and ends the process in its own way.
    private static let crashesAreTheirOwn: ConditionTrait = .enabled(
        if: Tool.sanitizer == nil, "a sanitizer ends what crashes")

    private static let losses: [(deed: String, words: String)] = [
        ("segmentation fault", "a worker was ended by signal 11 (SIGSEGV)"),
        ("abort", "a worker was ended by signal 6 (SIGABRT)"),
        ("exit", "a worker exited with status 3"),
        ("leak gigabytes", "a worker was ended by signal 6 (SIGABRT)"),
        ("endless loop", "a worker was ended, as a call of the native environment took longer than 2 s"),
    ]

    @Test(crashesAreTheirOwn, arguments: losses)
    func `end the run where it says so, and name plugin, signal and individual`(
        deed: String, words: String
    ) throws {
        // The first generation has its checkpoint.
        try writeNative("none", "checkpoint_every = { generations = 1 },")
        #expect(try run("--generations", "1") == .init(status: 0))
        try writeNative(deed, "checkpoint_every = { generations = 1 },")
        let failed = try run("--isolate", "--threads", "1", "--name", "bad")
        let individual = try #require(firstBad(failed.errors))
        #expect(
            failed
                == .init(
                    status: 65,
                    errors: """
                        error: misdeeds: \(words) (individual \(individual) of generation 0; genome-lua replay \
                        outputs/walk/bad plays it again)

                        """))
        let record = try tool.record("outputs/walk/bad")
        #expect(record["status"] as? String == "failed")
        // It is the first that does it, whatever else was played beside it.
        let alone = try run("--isolate", "--threads", "1", "--lanes", "1", "--name", "alone")
        #expect(alone.errors.contains("(individual \(individual) of generation 0;"), "\(alone.errors)")
    }

    private func firstBad(_ text: String) -> Int? {
        text.firstMatch(of: /\(individual (\d+) of generation/).flatMap { Int($0.1) }
    }

    @Test(crashesAreTheirOwn, arguments: losses.prefix(4))
    func `count as failed episodes where the worst is asked for, alike on any workers`(
        deed: String, words: String
    ) throws {
        try writeNative(deed, "on_error = 'worst',")
        let texts = try ["1", "2"].map { count in
            let outcome = try run("--isolate", "--threads", count, "--name", count)
            #expect(outcome.status == 0, "\(outcome.errors)")
            return outcome.errors.split(separator: "\n").filter { $0.contains("failed episode") }
                .map { $0.replacing("outputs/walk/\(count)", with: "outputs/walk/N") }
        }
        #expect(texts[0] == texts[1] && !texts[0].isEmpty)
        #expect(
            texts[0].allSatisfy { $0.contains("worth the lowest fitness of the others; first: misdeeds: \(words)") })
        // Its policy fails in tests, too: there may be no best one.
        #expect(try bits("1", names: ["policy", "checkpoint"]) == bits("2", names: ["policy", "checkpoint"]))
    }

    @Test(crashesAreTheirOwn, arguments: losses)
    func `that an episode causes each time end the run where another try is asked for`(
        deed: String, words: String
    ) throws {
        try writeNative(deed, "on_error = 'retry',")
        let outcome = try run("--isolate", "--threads", "1", "--lanes", "4")
        let lines = outcome.errors.split(separator: "\n").map(String.init)
        #expect(outcome.status == 65 && lines.count == 2, "\(outcome.errors)")
        let players = /individuals? [0-9, to and]+ of generation 0/
        #expect(
            lines.first?.replacing(players, with: "P")
                == "warning: misdeeds: \(words) (P); what it played is played again")
        #expect(lines.last?.hasPrefix("error: misdeeds: \(words) (individual ") == true)
    }

    @Test(crashesAreTheirOwn) func `of memory that leaks slowly are made good, to the same bits`() throws {
        try writeNative("leak", "on_error = 'retry',", share: 0.5)
        let tight = try run("--isolate", "--threads", "1", "--name", "tight", "--worker-memory", "64")
        #expect(tight.status == 0)
        let lines = tight.errors.split(separator: "\n")
        #expect(!lines.isEmpty)
        let words = "a worker was ended by signal 6 (SIGABRT)"
        #expect(lines.allSatisfy { $0.hasPrefix("warning: misdeeds: \(words) (") })
        #expect(lines.allSatisfy { $0.hasSuffix("what it played is played again") })
        #expect(
            try run("--isolate", "--threads", "2", "--name", "ample", "--worker-memory", "65536") == .init(status: 0))
        #expect(try bits("tight") == bits("ample"))
    }

    @Test(crashesAreTheirOwn) func `that leave processes behind are noticed at once, and so are those`() throws {
        try writeNative("fork, then abort")
        let outcome = try run("--isolate", "--threads", "2")
        #expect(outcome.errors.contains("a worker was ended by signal 6 (SIGABRT) (individual "), "\(outcome.errors)")
        // The brackets keep the command from finding itself.
        let list = """
            for p in /proc/[0-9]*; do
              [ "$(readlink $p/cwd)" = "$PWD" ] && grep -q 'work[e]r' $p/cmdline && echo $p
            done
            """
        var left = "?"
        for _ in 0..<500 where !left.isEmpty {
            left = try tool.shell(list).output
            usleep(10000)
        }
        #expect(left == "")
    }

    @Test func `that move lanes for ever are ended`() throws {
        try writeNative("endless move")
        let outcome = try run("--isolate", "--threads", "1", "--lanes", "3")
        #expect(
            outcome.errors.hasPrefix(
                "error: misdeeds: a worker was ended, as a call of the native environment took longer than 2 s (individuals "
            ), "\(outcome.errors)")
    }

    @Test func `have last words without control characters`() throws {
        try writeNative("last words", "on_error = 'retry',")
        let outcome = try run("--isolate", "--threads", "1", "--lanes", "1")
        #expect(
            outcome.errors.contains(
                "error: misdeeds: a worker exited with status 3; its last words: ?[31mgone?]0;title? (i"),
            "\(outcome.errors)")
        #expect(!outcome.errors.contains("\u{1b}"))
    }

    @Test(crashesAreTheirOwn) func `before there is a group are told at the script's line`() throws {
        try writeNative("crash in describe")
        #expect(
            try run("--isolate")
                == .init(
                    status: 65,
                    errors: """
                        error: walk.lua:2: experiment: misdeeds.so: a worker was ended by signal 6 (SIGABRT) before it \
                        began

                        """))
        try writeNative("crash in make")
        #expect(
            try run("--isolate", "--threads", "2")
                == .init(
                    status: 65,
                    errors: "error: misdeeds: a worker was ended by signal 6 (SIGABRT) before it began\n"))
        #expect(!FileManager.default.fileExists(atPath: tool.path("outputs/walk/run-1")))
    }

    @Test(crashesAreTheirOwn) func `in a sample of observations are told as such`() throws {
        try writeNative("segmentation fault")
        let script = try String(contentsOfFile: tool.path("walk.lua"), encoding: .utf8)
        try tool.write(
            script.replacing("genome.thermometer { low = 0, high = 20 }", with: "genome.thermometer {}"), to: "walk.lua"
        )
        #expect(
            try run("--isolate")
                == .init(
                    status: 65,
                    errors: """
                        error: misdeeds: a worker was ended by signal 11 (SIGSEGV) (in random play before the first \
                        generation, for a sample of what is observed)

                        """))
    }

    // MARK: Scripts

    private static let hang = "(\"x\"):rep(100000):find(\".-.-.-.-b\")"

    @Test(arguments: ["retry", "worst"])
    func `by a pattern that blows up end the run after another try`(rule: String) throws {
        try writeLua(Self.hang, "on_error = '\(rule)',")
        let outcome = try run("--isolate", "--threads", "1")
        let words =
            "inline: a worker was ended, as step called a function that does not return, such as a pattern that blows up"
        let lines = outcome.errors.split(separator: "\n").map(String.init)
        #expect(outcome.status == 65 && lines.count == 2, "\(outcome.errors)")
        #expect(lines.first?.hasPrefix("warning: \(words) (individuals ") == true)
        #expect(lines.last?.hasPrefix("error: \(words) (individual ") == true)
    }

    @Test func `by os.exit are no end of the run`() throws {
        try writeLua("os.exit(4)", "on_error = 'worst',")
        let outcome = try run("--isolate")
        #expect(outcome.status == 0 && outcome.errors.contains("inline: a worker exited with status 4 (individual "))
    }

    @Test func `tell errors of scripts as threads do`() throws {
        try writeLua("error('no way')")
        let texts = try [["--isolate"], []].map { options in
            try tool.start(["run", "walk.lua", "--quiet", "--threads", "1", "--overwrite", "--name", "a"] + options)
                .wait()
        }
        #expect(texts[0] == texts[1] && texts[0].errors.hasPrefix("error: walk.lua:5: no way (individual "))
        try writeLua("setmetatable({}, { __gc = function() while true do end end })")
        let outcome = try run("--isolate")
        #expect(outcome.errors.contains("walk.lua:5: setmetatable: __gc is refused"))
        try writeLua("while true do end")
        let late = try run("--isolate")
        #expect(late.errors.contains("walk.lua:5: step took longer than 2 s and was stopped (individual "))
    }

    @Test func `forgive episodes that fail in the same step as threads do`() throws {
        try writeLua("error('no way')", "on_error = 'worst', episodes = 4,")
        let texts = try ["threads": [], "processes": ["--isolate"]].map { name, options in
            let outcome = try tool.start(
                ["run", "walk.lua", "--quiet", "--threads", "1", "--lanes", "32", "--name", name] + options
            ).wait()
            #expect(outcome.status == 0)
            return outcome.errors.replacing(name, with: "N")
        }
        #expect(texts[0] == texts[1] && texts[0].contains("failed episodes") && !texts[0].contains("a worker"))
        let names = ["policy", "checkpoint"]
        #expect(try bits("threads", names: names) == bits("processes", names: names))
    }

    @Test func `print as threads do, up to a limit, and no control characters`() throws {
        try writeLua("for i = 1, 3000 do print(i, '\\27[2J') end", "on_error = 'worst',")
        let outcome = try tool.start(["run", "walk.lua", "--json", "--threads", "1", "--isolate"]).wait()
        #expect(outcome.status == 0)
        for line in outcome.output.split(separator: "\n") { _ = try JSON.object(String(line)) }
        #expect(!outcome.errors.contains("\u{1b}"))
        #expect(outcome.errors.contains("\nworkers print more, which is not shown\n"))
    }

    // MARK: Doors

    @Test func `can open, connect to, execute and signal nothing`() throws {
        try writeNative("doors")
        let open = try run("--threads", "1")
        #expect(open.errors.contains("this process can open create remove connect signal execute"), "\(open.errors)")
        #expect(try run("--isolate", "--threads", "2", "--name", "shut") == .init(status: 0))
        #expect(!FileManager.default.fileExists(atPath: tool.path("left_behind")))
        let deed = """
            local can = ""
            local function try(name, f, ...) local ok, value = pcall(f, ...); if ok and value then can = can .. " " .. name end end
            try("read", io.open, "/proc/self/status")
            try("create", io.open, "left_behind", "w")
            try("remove", os.remove, "left_behind")
            try("pipe", io.popen, "true")
            try("execute", os.execute, "true")
            if can ~= "" then error("this process can" .. can) end
            """
        try writeLua(deed)
        let free = try run("--threads", "1", "--name", "free")
        #expect(free.errors.contains("this process can read create remove pipe execute"), "\(free.errors)")
        #expect(try run("--isolate", "--threads", "2", "--name", "caught") == .init(status: 0))
        try writeNative("kill itself")
        #expect(try run("--isolate", "--threads", "2", "--name", "alive") == .init(status: 0))
    }

    @Test func `read what was open before`() throws {
        try writeLua(
            """
            assert(file:seek("set", 3))
            if file:read(2) ~= "de" then error("read something else") end
            """)
        let script = try String(contentsOfFile: tool.path("walk.lua"), encoding: .utf8)
        try tool.write("local file = io.open('letters')\n" + script, to: "walk.lua")
        try tool.write("abcdef", to: "letters")
        #expect(try run("--isolate", "--threads", "2") == .init(status: 0))
    }

    @Test func `print what native code prints, up to a limit`() throws {
        try writeNative("print")
        let outcome = try tool.start(["run", "walk.lua", "--json", "--allow", "native", "--isolate"]).wait()
        #expect(outcome.status == 0)
        for line in outcome.output.split(separator: "\n") { _ = try JSON.object(String(line)) }
        #expect(outcome.errors.contains("\nworkers print more, which is not shown\n"))
        #expect(outcome.errors.split(separator: "\n").count(where: { $0.hasPrefix("line ") }) == 999)
    }

    // MARK: Runs

    @Test func `give the same bits as threads, also when a run goes on with the others`() throws {
        try writeNative("none", "checkpoint_every = { generations = 1 },")
        func run(_ name: String, _ options: String...) throws -> RunBits {
            let outcome = try tool.start(
                ["run", "walk.lua", "--quiet", "--allow", "native", "--name", name] + options
            ).wait()
            #expect(outcome == .init(status: 0))
            return try bits(name)
        }
        let whole = try run("threads", "--threads", "2")
        #expect(try run("processes", "--threads", "2", "--isolate") == whole)
        #expect(try run("checked", "--threads", "1", "--lanes", "3", "--isolate", "--check-determinism") == whole)
        _ = try run("mixed", "--isolate", "--generations", "2")
        #expect(try run("mixed", "--resume", "--generations", "3").files != whole.files)
        #expect(try run("mixed", "--resume", "--isolate", "--generations", "4").files == whole.files)
    }

    @Test func `tell what is fixed about a native environment, which this process does not load`() throws {
        try build("corridor")
        let options = #"environment_options = { length = 12, name = "x", is_slippery = true }"#
        try tool.write(
            """
            local genome = require "genome"
            return genome.experiment {
              environment = "corridor", \(options), generations = 3, episodes = 2,
              network = genome.dense_network { hidden = { 5 } }, search = genome.novelty_es { population_size = 8 },
            }
            """, to: "walk.lua")
        #expect(try run("--threads", "1", "--name", "threads") == .init(status: 0))
        #expect(try run("--threads", "2", "--name", "processes", "--isolate") == .init(status: 0))
        #expect(try bits("processes") == bits("threads"))
        let version = try tool.record("outputs/walk/processes")["versions"] as? [String: String]
        #expect(try tool.record("outputs/walk/threads")["versions"] as? [String: String] == version)
        #expect(version?["environment"]?.hasPrefix("corridor.so ") == true)
        let script = try String(contentsOfFile: tool.path("walk.lua"), encoding: .utf8)
        try tool.write(script.replacing("length = 12", with: "lenght = 12"), to: "walk.lua")
        let (inThreads, inProcesses) = (try run(), try run("--isolate"))
        #expect(inThreads == inProcesses && inThreads.errors.contains("'lenght'"), "\(inThreads)")
    }

    /// A script whose run takes as long as one likes.
    private func writeLong() throws {
        try write("environment = 'cartpole_in_lua', generations = 1000000, checkpoint_every = { generations = 1 },")
        let script = try String(contentsOfFile: tool.path("walk.lua"), encoding: .utf8)
        try tool.write(
            script.replacing(", generations = 4,", with: ",").replacing("low = 0, high = 20", with: ""), to: "walk.lua")
    }

    /// Starts it, and waits for its first checkpoint.
    private func startLong() throws -> Running {
        try writeLong()
        let running = try tool.start(["run", "walk.lua", "--quiet", "--threads", "1", "--isolate"])
        let checkpoint = tool.path("outputs/walk/run-1/checkpoint")
        for _ in 0..<3000 where !FileManager.default.fileExists(atPath: checkpoint) { usleep(10000) }
        return running
    }

    @Test func `that are killed by hand end the run, whose checkpoint stays`() throws {
        let running = try startLong()
        _ = try tool.shell("pkill -KILL -P \(running.process.processIdentifier)")
        let outcome = try running.wait()
        #expect(outcome.status == 65)
        let words = "error: cartpole_in_lua: a worker was ended by signal 9 (SIGKILL)"
        #expect(
            outcome.errors.hasPrefix(words) && outcome.errors.split(separator: "\n").count == 1, "\(outcome.errors)")
        let done = try #require(try tool.record("outputs/walk/run-1")["generation"] as? Int)
        #expect(try tool.run("run", "walk.lua", "--quiet", "--resume", "--generations", "\(done + 1)").status == 0)
    }

    @Test func `end with a run that is killed, whatever they are busy with`() throws {
        try writeNative("endless loop")
        let script = try String(contentsOfFile: tool.path("walk.lua"), encoding: .utf8)
        try tool.write(script.replacing("callback_seconds = 2", with: "callback_seconds = 1000"), to: "walk.lua")
        let running = try tool.start(
            ["run", "walk.lua", "--quiet", "--threads", "1", "--isolate", "--allow", "native"])
        for _ in 0..<3000 where !FileManager.default.fileExists(atPath: tool.path("outputs/walk/run-1/run.json")) {
            usleep(10000)
        }
        sleep(1)
        let workers = try tool.shell("pgrep -P \(running.process.processIdentifier)").output
        let worker = try #require(workers.split(separator: "\n").first)
        kill(running.process.processIdentifier, SIGKILL)
        _ = try running.wait()
        for _ in 0..<500 where try tool.shell("kill -0 \(worker)").status == 0 { usleep(10000) }
        #expect(try tool.shell("kill -0 \(worker)").status != 0)
    }

    @Test func `are spared the Ctrl-C that stops a run`() throws {
        try writeLong()
        // As a terminal does it: to all of the group.
        let outcome = try tool.shell(
            """
            set -m
            genome-lua run walk.lua --quiet --threads 2 --isolate & run=$!
            until [ -e outputs/walk/run-1/checkpoint ]; do sleep 0.01; done
            kill -INT -- -$run
            wait $run
            echo $?
            """)
        // Bash says that it was interrupted.
        #expect(outcome.output == "130\n" && !outcome.errors.contains("worker"), "\(outcome)")
        #expect(try tool.record("outputs/walk/run-1")["status"] as? String == "interrupted")
    }

    @Test func `are told in the first line of a run`() throws {
        try write("environment = 'cartpole_in_lua', ")
        let script = try String(contentsOfFile: tool.path("walk.lua"), encoding: .utf8)
        try tool.write(script.replacing("low = 0, high = 20", with: ""), to: "walk.lua")
        let outcome = try tool.run("run", "walk.lua", "--threads", "2", "--isolate", "--kernels", "portable")
        #expect(
            outcome.errors.hasPrefix("outputs/walk/run-1: 2 isolated workers, portable kernels\n"), "\(outcome.errors)")
    }

    // MARK: Wrong use

    @Test func `are refused where they make no sense`() throws {
        #expect(
            try tool.run("run", "walk.lua", "--worker-memory", "100").errors
                .hasPrefix("Error: --worker-memory needs --isolate\n"))
        #expect(
            try tool.run("run", "walk.lua", "--isolate", "--worker-memory", "63").errors
                .hasPrefix("Error: --worker-memory must be 64 to 16777216, got 63\n"))
        let worker = try tool.shell("genome-lua worker 3<&- 4<&- < /dev/null")
        #expect(worker.status == 64)
        #expect(
            worker.errors.hasPrefix(
                """
                Error: 'genome-lua run --isolate' starts workers; nothing else can (the connection is broken: Bad file \
                descriptor)

                """), "\(worker.errors)")
        #expect(try !tool.run("--help").output.contains("  worker"))
    }

    @Test(.enabled(if: Python.isExpected, "\(Python.skipComment)"))
    func `are not for environments of Python`() throws {
        try write("environment = 'gymnasium:CartPole-v1', ")
        #expect(
            try tool.run("run", "walk.lua", "--isolate", "--python", Python.interpreter)
                == .init(
                    status: 65,
                    errors: """
                        error: walk.lua:2: --isolate: gymnasium:CartPole-v1 is played by processes of Python, and needs no \
                        others

                        """))
    }
}
