import Foundation
import Testing

@Suite(.serialized, .enabled(if: Tool.isExpected && Tool.sanitizer == nil, Tool.skipComment))
struct `The memory of a run` {
    private let tool = Tool()

    /// Kilobytes that are resident after so many generations, and at the end.
    ///
    /// The run notes them itself, one reading a line of its JSON: as long as it writes its output, it is there to be asked.
    private func resident(_ script: String, generations: Int, at marks: [Int]) throws -> [Int] {
        try tool.write(script, to: "long.lua")
        let running = try tool.startShell(
            """
            genome-lua run long.lua --name a --threads 1 --json --generations \(generations) | {
              read -r line
              pid=$(sed -n 's/.*"process" : \\([0-9]*\\).*/\\1/p' outputs/long/a/run.json)
              count=1
              while read -r line; do
                count=$((count + 1))
                case " \(marks.map(String.init).joined(separator: " ")) " in
                  *" $count "*) sed -n 's/VmRSS:[^0-9]*\\([0-9]*\\) kB/\\1/p' /proc/$pid/status ;;
                esac
              done
            }
            """)
        let outcome = try running.wait()
        #expect(outcome.status == 0 && outcome.errors == "", "\(outcome)")
        return outcome.output.lines.compactMap { Int($0) }
    }

    /// No more than this between two readings: pages that were not touched before, but nothing for each generation.
    private let tolerance = 256

    @Test func `does not grow with its generations`() throws {
        let script = """
            local genome = require "genome"
            return genome.experiment {
              environment = "cartpole", max_steps = 20, solved = { episodes = 1 },
              network = genome.binary_network { hidden = { 8 } }, search = genome.nes { population_size = 4 },
            }
            """
        let readings = try resident(script, generations: 14_000, at: [2000, 7000, 12_000])
        #expect(readings.count == 3)
        #expect(readings.max()! - readings.min()! <= tolerance, "\(readings) kB")
    }

    @Test func `does not grow where environment, search, reward and callbacks are a script's`() throws {
        let script = """
            local genome = require "genome"
            local Corridor = {
              observation_space = { low = { 0 }, high = { 10 } }, action_space = { discrete = 2 }, max_steps = 15,
            }
            function Corridor:reset(random) self.x = 5; return { self.x } end
            function Corridor:step(action)
              self.x = self.x + (action == 1 and 1 or -1)
              return { self.x }, self.x == 10 and 1 or -0.01, self.x == 10 or self.x == 0
            end
            local Climber = {}
            function Climber:start(problem) self.best, self.fitness = genome.bits(problem.bits), -math.huge end
            function Climber:ask()
              self.asked = {}
              for i = 1, 4 do
                self.asked[i] = self.best:copy()
                local place = math.random(#self.best)
                self.asked[i][place] = 1 - self.asked[i][place]
              end
              return self.asked
            end
            function Climber:tell(evaluations)
              for i, evaluation in ipairs(evaluations) do
                if evaluation.fitness >= self.fitness then self.best, self.fitness = self.asked[i], evaluation.fitness end
              end
              self.asked = nil
            end
            return genome.experiment {
              environment = Corridor, search = Climber, solved = { episodes = 1 },
              network = genome.binary_network { hidden = { 4 } },
              reward = function(reward, observation) return reward + 0.001 * observation[1] end,
              on_generation = function(generation)
                local state = generation.state
                state.sum = (state.sum or 0) + generation.mean_return
                generation:log("mine/sum", state.sum)
              end,
            }
            """
        let readings = try resident(script, generations: 14_000, at: [2000, 7000, 12_000])
        #expect(readings.count == 3)
        #expect(readings.max()! - readings.min()! <= tolerance, "\(readings) kB")
    }
}
