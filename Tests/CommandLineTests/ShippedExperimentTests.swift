import Testing

@Suite(.enabled(if: Tool.isExpected, Tool.skipComment))
struct `A shipped experiment` {
    /// Named for their environments.
    static let names = ["acrobot", "cartpole", "mountain_car", "mountain_car_continuous", "pendulum"]

    @Test(arguments: names) func `learns for some generations, and its policy plays`(name: String) throws {
        let tool = Tool()
        let arguments = ["--set", "population_size=8", "--generations", "3", "--quiet"]
        let outcome = try tool.start(["run", "experiments/\(name).lua"] + arguments).wait()
        #expect(outcome == .init(status: 0))
        let run = "outputs/\(name)/run-1"
        #expect(try tool.record(run)["status"] as? String == "finished")
        let evaluation = try JSON.object(try tool.run("evaluate", run, "--json").output)
        #expect(evaluation["environment"] as? String == name)
        #expect(evaluation["episodes"] as? Int == 100)
    }

    /// Returns that Gymnasium calls solved, or nearly so; the others take longer.
    @Test(arguments: [("mountain_car", -110.0), ("mountain_car_continuous", 92.0)]) func `solves its task`(
        name: String, leastReturn: Double
    ) throws {
        let tool = Tool()
        #expect(try tool.run("run", "experiments/\(name).lua", "--seed", "1", "--quiet") == .init(status: 0))
        let run = "outputs/\(name)/run-1"
        #expect(try tool.record(run)["status"] as? String == "solved")
        let evaluation = try JSON.object(try tool.run("evaluate", run, "--json").output)
        #expect(try #require(evaluation["mean_return"] as? Double) >= leastReturn)
    }
}
