import Foundation
import TestSupport
import Testing

@Suite(.enabled(if: Tool.isExpected, Tool.skipComment))
struct `Native environments on the command line` {
    private let tool = Tool()

    /// Builds the corridor into the tool's folder.
    private func build(_ definitions: String..., named name: String = "corridor") throws {
        let source = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../EnvironmentsTests/Native/corridor.c").standardizedFileURL.path(percentEncoded: false)
        _ = try BuiltLibrary.make(source, named: name, defining: definitions, in: tool.folder.path)
    }

    private func write(_ environment: String = "corridor", _ options: String = "") throws {
        try tool.write(
            """
            local genome = require "genome"
            return genome.experiment {
              environment = "\(environment)", encoder = genome.thermometer { low = 0, high = { 10, 50 } },
              network = genome.binary_network { hidden = { 8 } }, search = genome.nes { population_size = 16 },
              generations = 4, episodes = 2, \(options)
            }
            """, to: "walk.lua")
    }

    @Test func `need permission, and with it run, are evaluated and checked`() throws {
        try build()
        try write()
        let refused = "corridor.so is native code, which no sandbox holds; --allow native loads it\n"
        #expect(
            try tool.run("run", "walk.lua")
                == .init(status: 65, errors: "error: walk.lua:2: experiment: \(refused)"))
        #expect(try tool.run("check", "corridor") == .init(status: 65, errors: "error: \(refused)"))
        #expect(try tool.run("run", "walk.lua", "--quiet", "--allow", "native") == .init(status: 0))
        let evaluation = try tool.run("evaluate", "outputs/walk/run-1", "--allow", "native")
        let mean = try #require(try tool.record("outputs/walk/run-1")["mean_test_return"] as? Double)
        #expect(evaluation.status == 0)
        #expect(try abs(Self.mean(evaluation.output, of: "corridor") - mean) < 1e-3)
        let check = try tool.run("check", "./corridor.so", "--allow", "native")
        #expect(check.output.hasPrefix("./corridor.so: environment, observation box(2), action discrete(2)\n"))
        #expect(check.output.contains("ok    the same seed gives the same episode, however it is played\n"))
    }

    @Test func `that came with the installation need none, and learn as what is built in`() throws {
        let figures = try ["cartpole", "cartpole_in_c"].map { name in
            try tool.write(
                """
                local genome = require "genome"
                return genome.experiment {
                  environment = "\(name)", search = genome.nes { population_size = 16 }, generations = 5,
                }
                """, to: "of_\(name).lua")
            #expect(try tool.run("run", "of_\(name).lua", "--quiet") == .init(status: 0))
            #expect(try tool.run("evaluate", "outputs/of_\(name)/run-1").status == 0)
            return try RunBits(of: tool.path("outputs/of_\(name)/run-1")).scalars
        }
        #expect(figures[0] == figures[1] && figures[0]["return/mean"]?.count == 5)
        let check = try tool.run("check", "cartpole_in_c")
        #expect(check.status == 0 && !check.output.contains("  bad"), "\(check)")
    }

    @Test func `are found by name in folders of environments, also in one of their own`() throws {
        try tool.write("", to: "plugins/corridor/keep")
        try build()
        try tool.copy("corridor.so", to: "plugins/corridor/corridor.so")
        try tool.remove("corridor.so")
        let list = "export GENOME_PATH=$PWD/plugins; PATH=$PWD/bin:$PATH; genome-lua environments"
        #expect(try !tool.shell(list).output.contains("corridor"))
        let line = "corridor  walk along a corridor; observation box(2), action discrete(2), 50 steps\n"
        #expect(try tool.shell("\(list) --allow native").output.contains(line))
        try build(named: "plugins/corridor")
        let outcome = try tool.shell("GENOME_PATH=plugins genome-lua check corridor --allow native")
        #expect(
            outcome.errors == """
                error: there are several environments 'corridor': plugins/corridor.so and plugins/corridor/corridor.so; \
                give the path of one

                """)
    }

    @Test func `give the same bits on any threads and after a stop`() throws {
        try build()
        try write()
        func run(_ name: String, _ options: String...) throws -> RunBits {
            let outcome = try tool.start(
                ["run", "walk.lua", "--quiet", "--allow", "native", "--name", name] + options
            ).wait()
            #expect(outcome == .init(status: 0))
            return try RunBits(of: tool.path("outputs/walk/\(name)"))
        }
        let whole = try run("whole", "--threads", "1")
        #expect(try run("threads", "--threads", "3") == whole)
        _ = try run("stopped", "--threads", "2", "--generations", "2")
        let resumed = try run("stopped", "--resume", "--threads", "1", "--generations", "4")
        #expect(resumed.files == whole.files)
    }

    @Test func `that observe images are played by policies of their last frames`() throws {
        try build("IMAGE=1,1,2", "NUMBER=GENOME_UINT8", "TYPE=uint8_t")
        try tool.write(
            """
            local genome = require "genome"
            return genome.experiment {
              environment = "corridor", observation = genome.image { stack = 2 },
              encoder = genome.thermometer { low = 0, high = { 10, 50, 10, 50 } },
              search = genome.nes { population_size = 16 }, generations = 4,
            }
            """, to: "walk.lua")
        #expect(try tool.run("run", "walk.lua", "--quiet", "--allow", "native") == .init(status: 0))
        let evaluation = try tool.run("evaluate", "outputs/walk/run-1", "--allow", "native")
        let mean = try #require(try tool.record("outputs/walk/run-1")["mean_test_return"] as? Double)
        #expect(try abs(Self.mean(evaluation.output, of: "corridor") - mean) < 1e-3)
        let check = try tool.run("check", "corridor", "--allow", "native")
        #expect(check.output.hasPrefix("corridor: environment, observation image(1, 1, 2), action discrete(2)\n"))
        #expect(check.output.contains("ok    the same seed gives the same episode, however it is played\n"))
    }

    @Test func `that fail end the run, or are the individual's own failure`() throws {
        try build("FAILS_AT=(c->place[lane]>7?c->steps[lane]:-1)")
        try write()
        let stopped = try tool.run("run", "walk.lua", "--quiet", "--allow", "native", "--threads", "1")
        #expect(stopped.status == 65)
        let words = try Regex(
            #"error: corridor: step: fell at step \d+ \(individual \d+ of generation 0, episode [12], step \d+; "#
                + #"genome-lua replay outputs/walk/run-1 plays it again\)\n"#)
        #expect(stopped.errors.wholeMatch(of: words) != nil, "\(stopped.errors)")
        let again = try tool.run("replay", "outputs/walk/run-1", "--allow", "native")
        let failure = stopped.errors.prefix { $0 != ";" } + ")\n"
        #expect(again == .init(status: 65, errors: String(failure)))
        try write("corridor", "on_error = 'worst'")
        let forgiven = try tool.run("run", "walk.lua", "--quiet", "--allow", "native", "--name", "b")
        #expect(forgiven.status == 0)
        #expect(
            forgiven.errors.contains("failed episodes, worth the lowest fitness of the others; first: corridor: step:"))
    }

    @Test(arguments: [
        (
            "VERSION=2",
            """
            corridor.so: is built with version 2 of genome_environment.h, and this tool has version 1; build it again with \
            this one's
            """
        ),
        (
            "NO_ENTRY",
            "corridor.so: exports no function genome_environment_plugin, which genome_environment.h describes"
        ),
        ("COUNT=-1", "corridor.so: describe: observation_space: count is -1; it must be in 1 ... 16777216"),
    ]) func `that are wrong are refused at the line of the experiment`(definition: String, message: String) throws {
        try build(definition)
        try write()
        #expect(
            try tool.run("run", "walk.lua", "--allow", "native")
                == .init(status: 65, errors: "error: walk.lua:2: experiment: \(message)\n"))
    }

    @Test func `begin as a project that builds, passes its test and the check, and learns`() throws {
        let files = ["windy.c", "test.c", "Makefile", "CMakeLists.txt", "genome_environment.h"]
        #expect(
            try tool.run("new", "native-environment", "windy")
                == .init(status: 0, output: files.map { "wrote windy/\($0)\n" }.joined()))
        #expect(
            try tool.run("new", "native-environment", "windy")
                == .init(status: 65, errors: "error: windy: there is such a file already; choose another name\n"))
        guard Self.has("make") else { return print("needs make (Debian: make)") }
        let made = try tool.shell("make -C windy test check CC=clang")
        #expect(made.status == 0 && made.errors == "" && made.output.contains("windy: all is well\n"), "\(made)")
        #expect(made.output.contains("  ok    24 of 24 episodes of random actions ended by themselves"))
        try tool.write(
            """
            local genome = require "genome"
            return genome.experiment {
              environment = "windy", network = genome.dense_network { hidden = { 8 } },
              search = genome.es { population_size = 32 }, generations = 30,
            }
            """, to: "walk.lua")
        #expect(try tool.run("run", "walk.lua", "--quiet", "--allow", "native") == .init(status: 0))
        // Random actions end after 27 steps, with a return of about 15.
        #expect(try #require(try tool.record("outputs/walk/run-1")["best_test_return"] as? Double) > 50)
    }

    @Test func `begin as a project that CMake builds`() throws {
        guard Self.has("cmake") else { return print("needs CMake (Debian: cmake)") }
        #expect(try tool.run("new", "native-environment", "windy").status == 0)
        let built = try tool.shell(
            "cd windy && CC=clang cmake -B build >/dev/null && cmake --build build >/dev/null && ctest --test-dir build"
        )
        #expect(built.status == 0 && built.output.contains("100% tests passed"), "\(built)")
        #expect(try tool.run("check", "windy/build/windy.so", "--allow", "native").status == 0)
    }

    @Test func `are checked to go on from the states that they save`() throws {
        try build("FORGETS_DRAWS")
        let check = try tool.run("check", "corridor", "--allow", "native")
        #expect(check.status == 65)
        let line = try Regex(
            #"  bad   episode 1: observation\[1\] after step \d+ was \S+ alone and \S+ when a saved state of it was loaded; "#
                + #"save and load all that goes on\n"#)
        #expect(check.output.contains(line), "\(check.output)")
        try build()
        #expect(try !tool.run("check", "corridor", "--allow", "native").output.contains("saved state"))
    }

    @Test func `are recorded, and a resume says where one has changed`() throws {
        try build()
        try write()
        #expect(
            try tool.run("run", "walk.lua", "--quiet", "--allow", "native", "--generations", "2") == .init(status: 0))
        func recorded() throws -> String {
            let versions = try #require(try tool.record("outputs/walk/run-1")["versions"] as? [String: String])
            return try #require(versions["environment"])
        }
        let old = try recorded()
        #expect(old.wholeMatch(of: /corridor\.so [0-9a-f]{16}/) != nil, "\(old)")
        let more = ["run", "walk.lua", "--quiet", "--allow", "native", "--resume", "--generations"]
        #expect(try tool.start(more + ["3"]).wait() == .init(status: 0))
        try build("REWARD(x)=2.0")
        let resumed = try tool.start(more + ["4"]).wait()
        let new = try recorded()
        #expect(new != old)
        let warning = "warning: the environment has changed since the run began: it was \(old), and is now \(new)\n"
        #expect(resumed == .init(status: 0, errors: warning))
    }

    @Test func `take options, which are part of the experiment and of its policies`() throws {
        try build()
        func run(_ options: String, _ arguments: String...) throws -> Tool.Outcome {
            try write("corridor", "environment_options = { \(options) }")
            return try tool.start(["run", "walk.lua", "--quiet", "--allow", "native"] + arguments).wait()
        }
        #expect(try run("length = 3, is_slippery = false", "--name", "a") == .init(status: 0))
        let mean = try #require(try tool.record("outputs/walk/a")["mean_test_return"] as? Double)
        let evaluation = try tool.run("evaluate", "outputs/walk/a", "--allow", "native")
        let name = "corridor(is_slippery false, length 3)"
        #expect(try abs(Self.mean(evaluation.output, of: name) - mean) < 1e-3)
        #expect(try run("", "--name", "b") == .init(status: 0))
        #expect(
            try RunBits(of: tool.path("outputs/walk/a")).figures != RunBits(of: tool.path("outputs/walk/b")).figures)
        let other = try run("length = 4", "--name", "a", "--resume")
        #expect(other.status == 65 && other.errors.contains("environment"), "\(other.errors)")
        for (options, message) in [
            ("lenght = 3", "corridor.so: there is no option 'lenght'; there are length, is_slippery, name"),
            ("length = true", "corridor.so: option length must be a finite number, got true"),
            ("length = 0.5", "corridor.so: describe: length must be at least 1, got 0.5"),
        ] {
            #expect(
                try run(options) == .init(status: 65, errors: "error: walk.lua:2: experiment: \(message)\n"))
        }
    }

    /// What `evaluate` prints of 10 episodes.
    private static func mean(_ output: String, of environment: String) throws -> Double {
        let (start, end) = ("\(environment): mean return ", " over 10 episodes")
        try #require(output.hasPrefix(start) && output.contains(end), "\(output)")
        return try #require(Double(output.dropFirst(start.count).prefix { $0 != " " }))
    }

    private static func has(_ program: String) -> Bool {
        ["/usr/bin/", "/usr/local/bin/", "/bin/"].contains {
            FileManager.default.isExecutableFile(atPath: $0 + program)
        }
    }
}
