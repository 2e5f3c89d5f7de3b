import Foundation
import Testing

@Suite(.enabled(if: Tool.isExpected, Tool.skipComment))
struct `genome-lua front` {
    private let tool = Tool()

    private func lines(_ arguments: String...) throws -> [[String: Any]] {
        let outcome = try tool.start(["front"] + arguments + ["--json"]).wait()
        #expect(outcome.status == 0 && outcome.errors == "")
        return try outcome.output.lines.map(JSON.object)
    }

    /// Foundation reads the last digit of a number as it likes.
    private func areNear(_ first: [Double], _ second: [Double]) -> Bool {
        first.count == second.count && zip(first, second).allSatisfy { abs($0 - $1) < 1e-12 }
    }

    private func objectives(_ line: [String: Any]) -> [Double] { line["objectives"] as? [Double] ?? [] }

    /// Numbers in bounds; the front is where x and y share what there is.
    private static let numbers = """
        local genome = require "genome"
        return genome.experiment {
          fitness = function(v) return v[1] - 2 * v[2], 3 - v[1] end,
          variables = { floats = 2, low = 1, high = { 3, 5 } }, generations = 12,
          search = genome.nsga2 { population_size = 12, mutation = 0.5, bias_deviation = 0.2 },
        }
        """

    @Test func `lists the members by fitness, and saves each as a solution`() throws {
        try tool.write(Self.numbers, to: "mine.lua")
        #expect(try tool.run("run", "mine.lua", "--name", "a", "--quiet") == .init(status: 0))
        let run = "outputs/mine/a"
        let front = try lines(run, "--save", "saved")
        #expect(front.map { $0["member"] as? Int } == Array(1...front.count))
        let fitness = front.map { objectives($0)[0] }
        #expect(
            fitness == fitness.sorted(by: >)
                && front.allSatisfy { $0.keys.sorted() == ["individuals", "member", "objectives"] })
        for (first, second) in zip(front, front.dropFirst()) {
            #expect(objectives(first)[0] == objectives(second)[0] || objectives(first)[1] < objectives(second)[1])
        }
        for (index, line) in front.enumerated() {
            let solution = try JSON.object(tool.run("evaluate", "saved/front-\(index + 1)", "--json").output)
            let floats = try #require(solution["floats"] as? [Double])
            #expect(floats.count == 2 && (1...3).contains(floats[0]) && (1...5).contains(floats[1]))
            #expect(areNear(objectives(line), [floats[0] - 2 * floats[1], 3 - floats[0]]))
            #expect(solution["fitness"] as? Double == objectives(line)[0] && solution["generation"] as? Int == 11)
        }
        let table = try tool.run("front", run)
        #expect(table.output.lines.first?.split(separator: " ") == ["member", "fitness", "objective_2", "individuals"])
        #expect(table.output.lines.count == front.count + 1)
        let last = try #require(table.output.lines.last).split(separator: " ").compactMap { Double($0) }
        #expect(last.count == 4 && last[0] == Double(front.count))
        #expect(areNear(Array(last[1...2]), objectives(try #require(front.last))))
        let again = try tool.run("front", run, "--save", "saved")
        let message =
            "error: saved: front-1 is there already; save to another folder, or remove the members of the other front\n"
        #expect(again == .init(status: 65, errors: message))
    }

    /// Three bits have four counts of ones: with so many individuals most are alike.
    @Test func `lists those alike in all objectives once, with their number`() throws {
        let script = """
            local genome = require "genome"
            return genome.experiment {
              fitness = function(v) return v:popcount(), -v:popcount() end, variables = { bits = 3 }, generations = 4,
              search = genome.nsga2 { population_size = 30 },
            }
            """
        try tool.write(script, to: "alike.lua")
        #expect(try tool.run("run", "alike.lua", "--name", "a", "--quiet") == .init(status: 0))
        let run = "outputs/alike/a"
        let front = try lines(run, "--save", "saved")
        let counts = front.map { objectives($0)[0] }
        #expect(counts == Set(counts).sorted(by: >) && Set(counts).isSubset(of: [0, 1, 2, 3]))
        #expect(front.allSatisfy { objectives($0) == [objectives($0)[0], -objectives($0)[0]] })
        // No count of ones surpasses another in both, so all go on in the first front.
        #expect(front.reduce(0) { $0 + ($1["individuals"] as? Int ?? 0) } == 30)
        #expect(tool.exists("saved/front-\(front.count)") && !tool.exists("saved/front-\(front.count + 1)"))
    }

    /// The environment is the script's, so the members are saved beside its copy.
    @Test func `saves networks as policies that play`() throws {
        let script = """
            local genome = require "genome"
            local Walk = { observation_space = { size = 1 }, action_space = { low = { -1 }, high = { 1 } }, max_steps = 9 }
            function Walk:reset(random) self.x = random:normal() return { self.x } end
            function Walk:step(action) self.x = self.x + action[1] return { self.x }, -math.abs(self.x), false end
            return genome.experiment {
              environment = Walk, network = genome.dense_network { hidden = { 4 } }, encoder = genome.normalized {},
              behavior = function(episode) return episode.observation[1] end, generations = 6,
              search = genome.nsga2 { population_size = 10, novelty = genome.novelty {} }, solved = { episodes = 3 },
            }
            """
        try tool.write(script, to: "mine.lua")
        #expect(try tool.run("run", "mine.lua", "--name", "a", "--quiet") == .init(status: 0))
        let run = "outputs/mine/a"
        let front = try lines(run, "--save", run)
        #expect(
            front.allSatisfy {
                $0.keys.sorted() == ["individuals", "member", "novelty", "objectives"] && objectives($0).count == 1
            })
        let titles = try tool.run("front", run).output.lines.first
        #expect(titles?.split(separator: " ") == ["member", "fitness", "novelty", "individuals"])
        // The fittest is the policy, and plays its test.
        func returns(_ path: String) throws -> [Double]? {
            let outcome = try tool.run("evaluate", path, "--json")
            #expect(outcome.status == 0 && outcome.errors == "")
            return try JSON.object(outcome.output)["returns"] as? [Double]
        }
        #expect(try returns("\(run)/front-1") == returns(run))
        #expect(try returns("\(run)/front-\(front.count)")?.count == 3)
        #expect(!tool.exists("\(run)/front-\(front.count + 1)"))
    }

    @Test func `says why there is no front`() throws {
        try tool.write(
            """
            local genome = require "genome"
            return genome.experiment {
              fitness = function(v) return v[1] end, variables = { floats = 1 }, generations = 2, search = genome.ga {},
            }
            """, to: "ga.lua")
        #expect(try tool.run("run", "ga.lua", "--name", "a", "--quiet") == .init(status: 0))
        #expect(
            try tool.run("front", "outputs/ga/a")
                == .init(
                    status: 65,
                    errors: "error: outputs/ga/a: the run has no front; those of genome.nsga2 have one\n"))
        try FileManager.default.removeItem(atPath: tool.path("outputs/ga/a/checkpoint"))
        #expect(
            try tool.run("front", "outputs/ga/a")
                == .init(
                    status: 65,
                    errors: "error: outputs/ga/a: there is no front yet; a run saves one with its first checkpoint\n"))
        #expect(
            try tool.run("front", "outputs")
                == .init(
                    status: 65,
                    errors:
                        "error: outputs: this folder is no run's; give a run folder such as outputs/cartpole/run-1, or a policy file\n"
                ))
    }

    @Test(arguments: ["front", "lineage", "evaluate", "replay"])
    func `says as other commands do that nothing is there`(command: String) throws {
        let message =
            "error: nosuch: cannot open: No such file or directory; check the path, and whether something was moved or deleted\n"
        #expect(try tool.run(command, "nosuch") == .init(status: 65, errors: message))
    }

    @Test func `says how a run gets more than one objective`() throws {
        let script = """
            local genome = require "genome"
            return genome.experiment {
              fitness = function(v) return v[1] end, variables = { floats = 1 }, search = genome.nsga2 {}, generations = 2,
            }
            """
        try tool.write(script, to: "mine.lua")
        let message =
            "error: nsga2: individuals have one objective, their fitness, and need at least 2: let the experiment's fitness or reward return several numbers, or give genome.nsga2 novelty = genome.novelty {}\n"
        #expect(try tool.run("run", "mine.lua", "--quiet") == .init(status: 65, errors: message))
    }
}
