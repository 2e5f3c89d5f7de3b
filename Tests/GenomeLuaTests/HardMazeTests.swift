import Environments
import FoundationEssentials
import GenomeLua
import Kernels
import LuaHost
import Randomness
import Rollouts
import Testing

/// `Environments/hard_maze.lua`: a recording of another program's episodes, and steps that can be checked by hand.
@Suite struct `The hard maze` {
    /// What one step gave, in float64 as Lua has it.
    private struct Step {
        let x: Double
        let y: Double
        let reward: Double
        let isTruncated: Bool
        let observation: [Double]

        /// Rangefinders at -90, -45, 0, 45, 90 and -180 degrees.
        var ranges: [Double] { Array(observation[1..<7]) }
        var radar: [Double] { Array(observation[7...]) }
    }

    /// Plays the class alone, from a place of the test's choice.
    private static let driver = """
        return function(start, actions)
          local maze = setmetatable({}, { __index = Maze })
          local steps = {}
          local function add(observation, reward, terminated, truncated)
            assert(#observation == 11 and not terminated)
            steps[#steps + 1] = table.move(observation, 1, 11, 5, { maze.x, maze.y, reward, truncated and 1 or 0 })
          end
          add(maze:reset(), 0, false)
          for name, value in pairs(start) do
            assert(math.type(maze[name]) == math.type(value), name)
            maze[name] = value
          end
          maze.cosine, maze.sine = math.cos(math.rad(maze.heading)), math.sin(math.rad(maze.heading))
          for i = 1, #actions, 2 do add(maze:step({ actions[i], actions[i + 1] })) end
          return steps
        end
        """

    /// The start of the episode, then one entry for each action.
    /// - Parameters:
    ///   - start: Fields of the environment that the first step finds.
    ///   - actions: Two numbers a step.
    private static func play(
        from start: [(name: String, value: LuaValue)] = [], _ actions: [Double]
    ) throws -> [Step] {
        let file = try Data(contentsOf: URL(filePath: "\(checkout)/Environments/hard_maze.lua"))
        let text = "local Maze = (function() \(String(decoding: file, as: UTF8.self)) end)()\n\(driver)"
        let state = try LuaState()
        guard case .function(let play) = try state.run(text, name: "hard_maze.lua") else { return [] }
        let results = try state.call(
            play, [.table(LuaTable(fields: start)), .table(LuaTable(list: actions.map { .number($0) }))])
        guard case .table(let steps) = results.first else { return [] }
        return steps.entries.map { entry in
            guard case .table(let row) = entry.value else { preconditionFailure("a step is no table") }
            let numbers = row.entries.compactMap(\.value.number)
            return Step(
                x: numbers[0], y: numbers[1], reward: numbers[2], isTruncated: numbers[3] == 1,
                observation: Array(numbers[4...]))
        }
    }

    /// What a robot that stands at a place perceives there.
    private static func perceived(x: Double, y: Double, heading: Double) throws -> Step {
        let start = [("x", x), ("y", y), ("heading", heading)].map { (name: $0, value: LuaValue.number($1)) }
        let step = try #require(try play(from: start, [0, 0]).last)
        #expect(step.x == x && step.y == y)
        return step
    }

    private static func difference(_ ones: [Double], _ others: [Double]) -> Double {
        guard ones.count == others.count else { return .infinity }
        return zip(ones, others).map { abs($0 - $1) }.max() ?? 0
    }

    @Test func `plays the recorded episodes within 1e-9`() throws {
        let episodes = try HardMazeRecording().episodes
        #expect(episodes.count == 8)
        for (number, episode) in episodes.enumerated() {
            let steps = try Self.play(episode.actions.map { Double($0) })
            try #require(steps.count == episode.rows.count)
            var worst = 0.0
            for (step, row) in zip(steps, episode.rows) {
                worst = max(worst, Self.difference([step.x, step.y], [row.x, row.y]))
                worst = max(worst, Self.difference(step.observation, row.observation))
            }
            #expect(worst <= 1e-9, "episode \(number)")
            #expect(steps.dropLast().allSatisfy { $0.reward == 0 && !$0.isTruncated }, "episode \(number)")
            #expect(abs(steps[400].reward - episode.reward) <= 1e-9, "episode \(number)")
            #expect(steps[400].isTruncated, "episode \(number)")
        }
        #expect(episodes.contains { $0.reward > -10 })
    }

    @Test func `plays them in lanes, with the place as its behavior`() throws {
        let script = try TemporaryScripts().load(
            `A Lua environment`.script("'\(checkout)/Environments/hard_maze.lua'"))
        let environment = try script.makeEnvironment(capacity: 1, kernels: .best)
        let behavior = try #require(environment as? any BehaviorFunction)
        let specification = environment.specification
        #expect(specification.maxSteps == 400)
        #expect(specification.actionSpace == .box(low: [-0.5, -0.5], high: [0.5, 0.5]))
        let actions = ActionBatch(capacity: 1, shape: specification.actionSpace.actionShape)
        let stage = environment.stage(actions: actions)
        for (number, episode) in try HardMazeRecording().episodes.enumerated() {
            try environment.reset(lane: 0, random: RandomStream(RandomAddress(seed: 0, purpose: .episode)))
            var worst = 0.0
            var worstObservation = 0.0
            var terminated: [Int] = []
            var truncated: [Int] = []
            for step in 0..<HardMazeRecording.steps {
                for i in 0..<2 { actions.continuous[i] = episode.actions[2 * step + i] }
                try stage.run(lanes: 1)
                let row = episode.rows[step + 1]
                let place = try behavior.behavior(lane: 0, length: step + 1, episodeReturn: 0)
                worst = max(worst, Self.difference(place, [row.x, row.y]))
                let observation = (0..<11).map { Double(environment.batch[lane: 0, value: $0]) }
                worstObservation = max(worstObservation, Self.difference(observation, row.observation))
                if environment.batch.terminated[0] != 0 { terminated.append(step) }
                if environment.batch.truncated[0] != 0 { truncated.append(step) }
            }
            #expect(worst <= 1e-9, "episode \(number)")
            // Observations are in float32 here.
            #expect(worstObservation <= 0x1p-24, "episode \(number)")
            #expect(terminated.isEmpty, "episode \(number)")
            #expect(truncated == [399], "episode \(number)")
            #expect(abs(environment.batch.rewards[0] - episode.reward) <= 1e-9, "episode \(number)")
        }
    }

    @Test func `begins at rest at its start, with the goal at a quarter turn`() throws {
        let start = try #require(try Self.play([]).first)
        #expect(start.x == 36 && start.y == 184)
        #expect(start.observation[0] == 1)
        #expect(start.radar == [0, 0, 0, 1])
    }

    /// Ahead of the robot is the upright wall at x = 56, behind it and at one side the slanted one from (57, 106) to
    /// (158, 162), at the other side the border from (7, 202) to (195, 198).
    @Test func `measures walls at known distances`() throws {
        let slope = 56.0 / 101
        let down = 130 - (106 + (76 - 57) * slope)
        let behind = 57 + (130 - 106) / slope - 76
        let up = 202 - 4.0 / 188 * (76 - 7) - 130
        let diagonal = 20 * 2.0.squareRoot()
        let west = try Self.perceived(x: 76, y: 130, heading: 180)
        #expect(Self.difference(west.ranges, [up, diagonal, 20, diagonal, down, behind].map { $0 / 100 }) <= 1e-12)
        // Turned around, what was ahead is behind; the two ways ahead of it are no longer measured.
        let east = try Self.perceived(x: 76, y: 130, heading: 0).ranges
        let straight = [east[0], east[2], east[4], east[5]]
        #expect(Self.difference(straight, [down, behind, up, 20].map { $0 / 100 }) <= 1e-12)
        // The diagonals of the first are at right angles of this one.
        let turned = try Self.perceived(x: 76, y: 130, heading: 135).ranges
        #expect(abs(turned[2] - diagonal / 100) <= 1e-12)
        #expect(abs(turned[4] - diagonal / 100) <= 1e-12)
    }

    /// Along the upper border to the wall from (3, 8) to (4, 49), which is at x = 3 + 12 / 41 there.
    @Test func `measures 1 where no wall is within 100`() throws {
        let wall = 3 + 12.0 / 41
        let near = try Self.perceived(x: 103, y: 20, heading: 180).ranges[2]
        #expect(abs(near - (103 - wall) / 100) <= 1e-12)
        #expect(try Self.perceived(x: 104, y: 20, heading: 180).ranges[2] == 1)
        #expect(try Self.perceived(x: 130, y: 20, heading: 180).ranges[2] == 1)
    }

    /// The robot stands at the goal less the offset, and sees the goal there.
    static let directions: [(dx: Double, dy: Double, heading: Double, quarter: Int)] = [
        (10, 0, 0, 0), (0, 10, 0, 1), (-10, 0, 0, 2), (0, -10, 0, 3),
        // Each quarter has its first border and not its last.
        (10, -10, 0, 0), (10, 10, 0, 1), (-10, 10, 0, 2), (-10, -10, 0, 3),
        (10, 9.999, 0, 0), (-9.999, 10, 0, 1), (-10, -9.999, 0, 2), (9.999, -10, 0, 3),
        (10, -9.999, 0, 0), (9.999, 10, 0, 1), (-10, 9.999, 0, 2), (-9.999, -10, 0, 3),
        // A turn of the robot turns them.
        (10, 0, 90, 3), (0, 10, 90, 0), (-10, 0, 90, 1), (0, -10, 90, 2),
        (10, 0, 44.9, 0), (10, 0, 45.1, 3), (10, 0, 315.1, 0), (10, 0, 314.9, 1),
        // As the source has it where there is no direction.
        (0, 0, 0, 3),
    ]

    @Test(arguments: directions) func `shows the goal in one quarter of directions`(
        dx: Double, dy: Double, heading: Double, quarter: Int
    ) throws {
        let radar = try Self.perceived(x: 31 - dx, y: 20 - dy, heading: heading).radar
        #expect(radar == (0..<4).map { $0 == quarter ? 1 : 0 })
    }

    @Test(arguments: [0.5, 0.75, 1e6]) func `speeds up by 0.2 a step, whatever more is asked for`(push: Double) throws {
        let forth = try Self.play([0, push, 0, push, 0, push]).map(\.x)
        #expect(Self.difference(forth, [36, 36.2, 36.6, 37.2]) <= 1e-12)
        let back = try Self.play([0, -push, 0, -push, 0, -push]).map(\.x)
        #expect(Self.difference(back, [36, 35.8, 35.4, 34.8]) <= 1e-12)
    }

    @Test func `reaches what a smaller action asks for, six times it, and stays there`() throws {
        let places = try Self.play(Array(repeating: [0, 0.05], count: 4).flatMap(\.self)).map(\.x)
        #expect(Self.difference(places, [36, 36.2, 36.5, 36.8, 37.1]) <= 1e-12)
    }

    @Test func `is never faster than 3, in either sense`() throws {
        for push in [0.5, -0.5] {
            let start: [(name: String, value: LuaValue)] = [("x", .number(145)), ("y", .number(180))]
            let places = try Self.play(from: start, Array(repeating: [0, push], count: 18).flatMap(\.self)).dropFirst()
            let moves = zip(places, places.dropFirst()).map { $1.x - $0.x }
            #expect(moves.allSatisfy { abs($0) <= 3.000_000_1 })
            #expect(moves.suffix(2).allSatisfy { abs($0 - 6 * push) <= 1e-12 })
        }
    }

    @Test func `moves along its heading before it turns`() throws {
        let start: [(name: String, value: LuaValue)] = [
            ("speed", .number(3)), ("angular_velocity", .number(3)), ("x", .number(120)), ("y", .number(180)),
        ]
        let steps = try Self.play(from: start, [0.5, 0.5, 0.5, 0.5])
        #expect(steps[1].x == 123 && steps[1].y == 180)
        let angle = 3 * Double.pi / 180
        // sin(3°) and cos(3°) by their series.
        let sine = angle - angle * angle * angle / 6 + angle * angle * angle * angle * angle / 120
        #expect(abs(steps[2].y - (180 + 3 * sine)) <= 1e-9)
        #expect(abs(steps[2].x - (123 + 3 * (1 - sine * sine).squareRoot())) <= 1e-9)
    }

    @Test func `is blocked nearer to a wall than its radius, and not at it`() throws {
        let start: [(name: String, value: LuaValue)] = [
            ("x", .number(70)), ("y", .number(130)), ("heading", .number(180)), ("speed", .number(3)),
        ]
        let steps = try Self.play(from: start, [0, 0.5, 0, 0.5, 0, 0.5, 0.5, 0.5, 0, -0.5]).dropFirst()
        #expect(steps.map(\.x) == [67, 64, 64, 64, 64])
        #expect(steps.map(\.y) == [130, 130, 130, 130, 130])
        // It turns on, by 0.2 degrees in the fourth step: 8 / cos(0.2°) to the wall.
        let ahead = steps.map { $0.ranges[2] }
        #expect(Self.difference(Array(ahead[..<3]), [0.11, 0.08, 0.08]) <= 1e-12)
        #expect(ahead[3] - 0.08 > 4e-7 && ahead[3] - 0.08 < 6e-7)
        // It kept its speed: braking shows only when it is free again.
        #expect(ahead[4] > 0.08)
    }

    @Test func `is blocked by the end of a wall as by the wall`() throws {
        // Towards the end (56, 157) of the upright wall, 9 units away.
        func moved(speed: Double) throws -> Bool {
            let start: [(name: String, value: LuaValue)] = [
                ("x", .number(56)), ("y", .number(166)), ("heading", .number(270)), ("speed", .number(speed)),
            ]
            return try Self.play(from: start, [0, speed / 6])[1].y != 166
        }
        #expect(try moved(speed: 0.75))
        #expect(try !moved(speed: 1.25))
    }

    @Test func `rewards the last step alone, with the distance to the goal below 0`() throws {
        let start: [(name: String, value: LuaValue)] = [
            ("x", .number(61)), ("y", .number(60)), ("steps", .integer(397)),
        ]
        let steps = try Self.play(from: start, [0, 0, 0, 0, 0, 0]).dropFirst()
        #expect(steps.map(\.reward) == [0, 0, -50])
        #expect(steps.map(\.isTruncated) == [false, false, true])
    }
}
