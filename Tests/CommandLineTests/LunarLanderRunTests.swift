import Foundation
import TestSupport
import Testing

extension Tool {
    /// Whether the checkout has it built, which needs Box2D.
    static var hasLunarLander: Bool {
        let library = PretendCheckout.repository + "/Environments/lunar_lander/lunar_lander.so"
        return FileManager.default.fileExists(atPath: library)
    }

    static let noLunarLander: Comment = "needs Box2D 2.4 (Debian: libbox2d-dev; then make -C Environments/lunar_lander)"
}

@Suite(.enabled(if: Tool.isExpected, Tool.skipComment), .enabled(if: Tool.hasLunarLander, Tool.noLunarLander))
struct `Runs of the lunar lander` {
    private let tool = Tool()

    private func write(_ options: String) throws {
        try tool.write(
            """
            local genome = require "genome"
            return genome.experiment {
              environment = "lunar_lander", environment_options = { \(options) },
              search = genome.nes { population_size = 24 }, generations = 3,
            }
            """, to: "land.lua")
    }

    private static let windy =
        "continuous = true, enable_wind = true, wind_power = 20, turbulence_power = 2, gravity = -8"

    @Test(arguments: ["", windy]) func `give the same bits on any threads, in any lanes and after a stop`(
        options: String
    ) throws {
        try write(options)
        func run(_ name: String, _ options: String...) throws -> RunBits {
            let outcome = try tool.start(["run", "land.lua", "--quiet", "--name", name] + options).wait()
            #expect(outcome == .init(status: 0))
            return try RunBits(of: tool.path("outputs/land/\(name)"))
        }
        let whole = try run("whole", "--threads", "1")
        #expect(try run("threads", "--threads", "3", "--lanes", "5") == whole)
        _ = try run("stopped", "--threads", "2", "--generations", "1")
        let resumed = try run("stopped", "--resume", "--threads", "1", "--generations", "3")
        #expect(resumed.files == whole.files)
    }

    @Test func `are of an environment that passes the check`() throws {
        let check = try tool.run("check", "lunar_lander")
        #expect(check.status == 0 && check.errors == "")
        let start = """
            lunar_lander: environment, observation box(8), action discrete(4)
              ok    the same seed gives the same episode, however it is played
              ok    observations are within observation_space
              ok    24 of 24 episodes of random actions ended by themselves, mean length 
            """
        #expect(check.output.hasPrefix(start), "\(check.output)")
    }

    @Test(arguments: [
        ("gravity = 1", "describe: gravity must be above -12 and below 0, got 1"),
        (
            "wind = true",
            "there is no option 'wind'; there are continuous, gravity, enable_wind, wind_power, turbulence_power"
        ),
    ]) func `are refused at the line of the experiment`(options: String, message: String) throws {
        try write(options)
        let library = PretendCheckout.repository + "/Environments/lunar_lander/lunar_lander.so"
        #expect(
            try tool.run("run", "land.lua")
                == .init(status: 65, errors: "error: land.lua:2: experiment: \(library): \(message)\n"))
    }
}
