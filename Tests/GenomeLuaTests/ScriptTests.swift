import GenomeLua
import LuaHost
import Testing

@Suite struct `A script` {
    @Test func `CartPole describes its experiment`() throws {
        let configuration = {
            var configuration = ScriptConfiguration()
            configuration.library = ScriptLibrary(folders: [checkout + "/Scripts"])
            return configuration
        }()
        let script = try Script.load(path: "experiments/cartpole.lua", configuration)
        let experiment = script.description
        #expect(experiment.text("environment") == "cartpole")
        #expect(experiment.integer("generations") == 300)
        #expect(experiment.nested("solved", "mean_return") == .number(475))
        #expect(experiment.nested("solved", "every") == .integer(1))
        #expect(experiment["decoder"] == .absent)
        #expect(
            experiment.subDescription("encoder")?.description
                == "genome.thermometer { count = 16, low = { -2.4, -3, -0.2095, -3 }, high = { 2.4, 3, 0.2095, 3 } }"
        )
        #expect(experiment.subDescription("network")?.list("hidden") == [.integer(64)])
        #expect(experiment.subDescription("search")?.subDescription("optimizer")?.constructor == "sgd")
        #expect(experiment.location == LuaLocation(source: "experiments/cartpole.lua", line: 8))
        #expect(script.files.map(\.name) == ["experiments/cartpole.lua"])
        #expect(script.parameters.map(\.name) == ["generations", "hidden", "learning_rate", "population_size"])
    }
}
