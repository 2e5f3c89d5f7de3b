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

    /// Four individuals that balance for a moment; what they did is their last observation, often enough that an archive
    /// of all of them would show.
    private func resident(search: String) throws -> [Int] {
        let script = """
            local genome = require "genome"
            return genome.experiment {
              environment = "cartpole", max_steps = 5, solved = { episodes = 1 },
              behavior = function(episode)
                local numbers = {}
                for i = 1, 16 do numbers[i] = episode.observation[i % 4 + 1] end
                return numbers
              end,
              encoder = genome.raw_values {}, network = genome.dense_network { hidden = { 4 } },
              search = genome.\(search),
            }
            """
        let readings = try resident(script, generations: 9000, at: [2000, 5000, 8000])
        #expect(readings.count == 3)
        return readings
    }

    /// Archives are full long before the first reading.
    @Test(arguments: [
        "es { population_size = 4 }",
        "novelty_es { population_size = 4, archive = 50 }",
        "random_search { population_size = 4 }",
        "ga { population_size = 4, novelty = genome.novelty { memory = 1, archive = 50 } }",
        "nsga2 { population_size = 4, novelty = genome.novelty { memory = 1, archive = 50 } }",
    ])
    func `does not grow with the generations of a search`(search: String) throws {
        let readings = try resident(search: search)
        #expect(readings.max()! - readings.min()! <= tolerance, "\(readings) kB")
    }

    /// A parent is the line of its mutations, of 32 bytes each, and here a line has one more with each generation. The
    /// lines of the next parents are written before those of the last are gone, and not all that is freed serves again.
    @Test func `grows with a deep genetic algorithm by the mutations of its parents alone`() throws {
        let readings = try resident(
            search: """
                deep_ga {
                  population_size = 4, parents = 2, candidates = 0,
                  novelty = genome.novelty { memory = 1, archive = 50 },
                }
                """)
        let lines = 2 * 6000 * 4 * 32 / 1024
        #expect(readings.max()! - readings.min()! <= lines + tolerance, "\(readings) kB")
    }

    /// The most that a run held, in kilobytes, and what its checkpoint takes; it asks the system itself.
    private func peak(hidden: String) throws -> (kilobytes: Int, checkpoint: Int) {
        let script = """
            local genome = require "genome"
            local p = genome.parameters { hidden = { 4 } }
            return genome.experiment {
              environment = "cartpole", max_steps = 5, solved = { episodes = 1 },
              generations = 3, checkpoint_every = { generations = 1 },
              encoder = genome.raw_values {}, network = genome.dense_network { hidden = p.hidden },
              search = genome.deep_ga { population_size = 1000, parents = 20 },
              on_finish = function()
                for line in io.lines("/proc/self/status") do
                  local kilobytes = line:match("VmHWM:%s*(%d+) kB")
                  if kilobytes then io.open("peak", "w"):write(kilobytes):close() end
                end
              end,
            }
            """
        try tool.write(script, to: "large.lua")
        let outcome = try tool.run(
            "run", "large.lua", "--set", "hidden=\(hidden)", "--allow", "io", "--threads", "1", "--lanes", "1",
            "--quiet", "--name", "a", "--overwrite")
        #expect(outcome.status == 0, "\(outcome)")
        return (try #require(Int(try tool.text("peak"))), try tool.bytes("outputs/large/a/checkpoint").count)
    }

    /// Of a population of 1000 the 20 parents are networks, and one is played at a time; a policy is written by and by.
    @Test func `holds no more networks than a deep genetic algorithm has parents, and five`() throws {
        let network = (4 * 440 + 440 + 440 * 440 + 440 + 440 * 2 + 2) * 4 / 1024
        let (small, large) = (try peak(hidden: "4"), try peak(hidden: "440,440"))
        #expect(large.kilobytes - small.kilobytes <= 25 * network, "\(small), \(large)")
        #expect(large.kilobytes - small.kilobytes > 20 * network, "\(small), \(large)")
        #expect(large.checkpoint < 16 << 10)
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
