import Testing

@Suite(.enabled(if: Tool.isExpected, Tool.skipComment))
struct `A shipped experiment` {
    /// Named for their environments, and some for their search as well.
    static let names = [
        "acrobot", "acrobot_es", "cartpole", "cartpole_deep_ga", "cartpole_es", "cartpole_random_search",
        "mountain_car", "mountain_car_continuous", "mountain_car_continuous_novelty_es", "mountain_car_deep_ga",
        "mountain_car_novelty", "pendulum", "pendulum_es",
    ]

    @Test(arguments: names) func `learns for some generations, and its policy plays`(name: String) throws {
        try Self.learns(name)
    }

    @Test(.enabled(if: Tool.hasLunarLander, Tool.noLunarLander), arguments: ["lunar_lander", "lunar_lander_binary"])
    func `learns for some generations where Box2D is`(name: String) throws { try Self.learns(name) }

    private static func learns(_ name: String) throws {
        let tool = Tool()
        let arguments = ["--set", "population_size=8", "--generations", "3", "--quiet"]
        let outcome = try tool.start(["run", "experiments/\(name).lua"] + arguments).wait()
        #expect(outcome == .init(status: 0))
        let run = "outputs/\(name)/run-1"
        #expect(["finished", "solved"].contains(try tool.record(run)["status"] as? String))
        let evaluation = try JSON.object(try tool.run("evaluate", run, "--json").output)
        #expect(name.hasPrefix(try #require(evaluation["environment"] as? String)))
        #expect(evaluation["episodes"] as? Int == 100)
    }

    /// Solved is within 10 units of the goal; fitness ends 39 from it with every seed tried.
    @Test func `finds the way through the hard maze by novelty, and not by fitness`() throws {
        let tool = Tool()
        func record(_ arguments: String...) throws -> [String: Any] {
            let run = [
                "run", "experiments/hard_maze_novelty.lua", "--seed", "2", "--quiet", "--overwrite", "--name", "a",
            ]
            #expect(try tool.start(run + arguments).wait() == .init(status: 0))
            return try tool.record("outputs/hard_maze_novelty/a")
        }
        let novel = try record()
        #expect(novel["status"] as? String == "solved")
        let generations = try #require(novel["generation"] as? Int)
        let fit = try record("--set", "novelty=0", "--generations", "\(generations)")
        #expect(fit["evaluations"] as? Int == novel["evaluations"] as? Int)
        #expect(try #require(fit["best_test_return"] as? Double) < -35)
    }

    /// Its front is known: ones, then zeros.
    @Test func `finds all compromises between leading ones and trailing zeros`() throws {
        let tool = Tool()
        let name = "leading_ones_trailing_zeros"
        let arguments = ["--set", "bits=12", "--generations", "150", "--quiet"]
        #expect(try tool.start(["run", "experiments/\(name).lua"] + arguments).wait() == .init(status: 0))
        let front = try tool.run("front", "outputs/\(name)/run-1", "--json").output.lines.map(JSON.object)
        let objectives = Set(front.compactMap { $0["objectives"] as? [Double] })
        #expect(objectives == Set((0...12).map { [Double($0), Double(12 - $0)] }))
    }

    /// Returns that Gymnasium calls solved, or nearly so; the others take longer.
    @Test(arguments: [
        ("mountain_car", -110.0), ("mountain_car_continuous", 92.0), ("mountain_car_continuous_novelty_es", 90.0),
        ("mountain_car_novelty", -97.0),
    ])
    func `solves its task`(name: String, leastReturn: Double) throws {
        let tool = Tool()
        #expect(try tool.run("run", "experiments/\(name).lua", "--seed", "1", "--quiet") == .init(status: 0))
        let run = "outputs/\(name)/run-1"
        #expect(try tool.record(run)["status"] as? String == "solved")
        let evaluation = try JSON.object(try tool.run("evaluate", run, "--json").output)
        #expect(try #require(evaluation["mean_return"] as? Double) >= leastReturn)
    }
}
