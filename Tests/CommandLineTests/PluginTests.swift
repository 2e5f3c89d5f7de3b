import Testing

@Suite(.enabled(if: Tool.isExpected, Tool.skipComment))
struct `Plugins on the command line` {
    private let tool = Tool()

    /// An environment with what `step` does first.
    private func walk(_ step: String) -> String {
        """
        local Walk = { observation_space = { size = 1 }, action_space = { discrete = 2 }, max_steps = 10 }
        function Walk:reset() self.x = 0; return { 0 } end
        function Walk:step(action)
          \(step)
          self.x = self.x + 1
          return { self.x }, 1, false
        end
        return Walk
        """
    }

    private func experiment(_ options: String = "") -> String {
        """
        local genome = require "genome"
        print("loaded")
        return genome.experiment {
          environment = "walk", encoder = genome.sign {}, network = genome.binary_network { hidden = {} },
          search = genome.nes { population_size = 4 }, generations = 2, \(options)
        }
        """
    }

    @Test func `are made, checked, run and evaluated`() throws {
        #expect(
            try tool.run("new", "environment", "walk")
                == .init(status: 0, output: "wrote walk.lua\nwrote .luarc.json\n"))
        #expect(
            try tool.run("new", "environment", "walk")
                == .init(status: 65, errors: "error: walk.lua: there is such a file already; choose another name\n"))
        let check = try tool.run("check", "walk.lua")
        #expect(check.status == 0 && check.errors == "")
        #expect(
            check.output.hasPrefix("walk.lua: environment, observation box(2), action discrete(3)\n  ok    the same"))
        try tool.write(experiment(), to: "mine.lua")
        #expect(try tool.run("run", "mine.lua", "--quiet") == .init(status: 0, errors: "loaded\n"))
        let evaluation = try tool.run("evaluate", "outputs/mine/run-1", "--episodes", "3")
        #expect(evaluation.status == 0 && evaluation.errors == "")
        try tool.write(walk("if self.x == 3 then return { self.x }, 1, random() end"), to: "walk.lua")
        #expect(try tool.run("check", "mine.lua").status == 65)
    }

    @Test func `print to standard error, tagged and not for ever`() throws {
        try tool.write(walk("print('step', self.x)"), to: "walk.lua")
        try tool.write(experiment("solved = { episodes = 100 },"), to: "mine.lua")
        let outcome = try tool.run("run", "mine.lua", "--quiet", "--threads", "1")
        #expect(outcome.status == 0)
        let lines = outcome.errors.split(separator: "\n").map(String.init)
        #expect(lines.count == 1001)
        #expect(lines[0] == "loaded" && lines[1] == "mine.lua: step\t0" && lines[2] == "mine.lua: step\t0")
        #expect(lines[1000] == "mine.lua: prints more, which is not shown")
    }

    @Test func `that call what does not return end the run, which says so and can go on`() throws {
        try tool.write(
            walk("if self.x == 5 then (('a?'):rep(40) .. ('a'):rep(40)):find(('.-'):rep(30) .. 'b') end"),
            to: "walk.lua")
        try tool.write(experiment("callback_seconds = 0.2, on_start = print,"), to: "mine.lua")
        let outcome = try tool.run("run", "mine.lua", "--quiet", "--threads", "1")
        #expect(outcome.status == 65)
        #expect(
            outcome.errors.split(separator: "\n").last.map(String.init)
                == """
                error: mine.lua: step called a function that does not return, such as a pattern that blows up, and \
                cannot be stopped; the run ended, and goes on from its last checkpoint with --resume
                """)
        let record = try JSON.object(tool.text("outputs/mine/run-1/run.json"))
        #expect(record["status"] as? String == "failed")
    }
}
