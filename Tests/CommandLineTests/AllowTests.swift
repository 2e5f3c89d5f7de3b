import Testing

@Suite(.enabled(if: Tool.isExpected, Tool.skipComment))
struct `What is allowed on the command line` {
    private let tool = Tool()

    private static let walk = """
        local start = STATEMENT
        local Walk = { observation_space = { size = 1 }, action_space = { discrete = 2 }, max_steps = 4 }
        function Walk:reset() return { 0 } end
        function Walk:step(action) return { 1 }, 1, false end
        return Walk
        """

    private static let experiment = """
        local genome = require "genome"
        return genome.experiment {
          environment = "walk", encoder = genome.sign {}, network = genome.binary_network { hidden = {} },
          search = genome.nes { population_size = 4 }, generations = 2,
        }
        """

    /// Writes a script whose environment calls what is refused when it is loaded.
    private func write(_ statement: String) throws {
        try tool.write(Self.walk.replacing("STATEMENT", with: statement), to: "walk.lua")
        try tool.write(Self.experiment, to: "mine.lua")
    }

    /// What `environments` prints of the folder, from elsewhere.
    private func listed(_ options: String) throws -> String {
        try tool.shell("export GENOME_PATH=$PWD; PATH=$PWD/bin:$PATH; cd /; genome-lua environments \(options)").output
    }

    @Test func `is named where it is lacking, in every command`() throws {
        try write("os.time()")
        let message = "error: walk.lua:1: os.time is not available to scripts; --allow os lifts that for one run\n"
        for command in ["run mine.lua", "run mine.lua --allow io", "check mine.lua", "check walk.lua"] {
            let outcome = try tool.shell("genome-lua \(command)")
            #expect(outcome.status == 65 && outcome.errors.hasPrefix(message), "\(command): \(outcome.errors)")
        }
        #expect(try !listed("").contains("walk"))
        #expect(!tool.exists("outputs"))
    }

    @Test func `is lifted for one run and recorded, and a resume needs it again`() throws {
        try write("os.time()")
        #expect(try tool.run("run", "mine.lua", "--quiet", "--allow", "os", "--allow", "io").status == 0)
        #expect(try tool.record("outputs/mine/run-1")["allowed"] as? [String] == ["io", "os"])
        #expect(try tool.run("check", "mine.lua", "--allow", "os").status == 0)
        #expect(try tool.run("evaluate", "outputs/mine/run-1", "--allow", "os").status == 0)
        #expect(try tool.run("evaluate", "outputs/mine/run-1").status == 65)
        #expect(try listed("--allow os").contains("walk"))
        let more = ["run", "mine.lua", "--quiet", "--resume", "--generations", "3"]
        let refused = try tool.start(more).wait()
        #expect(refused.status == 65)
        #expect(
            refused.errors.hasPrefix(
                "error: walk.lua:1: os.time is not available to scripts; --allow os lifts that for one run\n"))
        #expect(try tool.start(more + ["--allow", "os"]).wait() == .init(status: 0))
        #expect(try tool.record("outputs/mine/run-1")["allowed"] as? [String] == ["os"])
    }

    @Test func `is nothing by default, and leaves no mark`() throws {
        try write("1")
        #expect(try tool.run("run", "mine.lua", "--quiet") == .init(status: 0))
        #expect(try tool.record("outputs/mine/run-1")["allowed"] == nil)
    }

    @Test(arguments: ["run mine.lua", "check mine.lua", "evaluate outputs", "environments"])
    func `must be io, os or native`(command: String) throws {
        let outcome = try tool.shell("genome-lua \(command) --allow everything")
        #expect(outcome.status == 64)
        #expect(
            outcome.errors.lines.first.map(String.init)
                == "Error: The value 'everything' is invalid for '--allow <what>'. "
                + "Please provide one of 'io', 'os' or 'native'.")
    }
}
