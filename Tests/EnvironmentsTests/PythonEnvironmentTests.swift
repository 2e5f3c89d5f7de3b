import Environments
import Foundation
import Kernels
import Randomness
import Synchronization
import TestSupport
import Testing

@Suite(.enabled(if: Python.isExpected, "\(Python.skipComment)"))
struct `An environment of Gymnasium` {
    private let folder = TemporaryFolder()
    private let printed = PrintedLines()

    private final class PrintedLines: Sendable {
        private let lines = Mutex<[String]>([])
        var all: [String] { lines.withLock { $0 } }
        func add(_ line: String) { lines.withLock { $0.append(line) } }
    }

    private func processes() throws -> PythonProcesses {
        let interpreter = try PythonInterpreter.find(
            given: TrialPython.path, environment: [:], worker: TrialPython.worker)
        return PythonProcesses {
            interpreter
        } print: { [printed] in
            printed.add($0)
        }
    }

    private func plugin(
        _ identifier: String = "genome_trials:Corridor-v0", _ options: [String: EnvironmentOption.Value] = [:],
        of processes: PythonProcesses? = nil
    ) throws -> PythonPlugin {
        let options = options.map { EnvironmentOption(name: $0.key, value: $0.value) }
        let chosen = ChosenEnvironment("gymnasium:\(identifier)", options: options)
        return try (processes ?? self.processes()).plugin(#require(PythonTask(chosen)))
    }

    private struct Group {
        let environment: PythonEnvironment
        let actions: ActionBatch
        let stage: Stage

        init(_ plugin: PythonPlugin, capacity: Int, callLimit: Duration = .seconds(20)) throws {
            environment = try plugin.make(capacity: capacity, callLimit: callLimit)
            let shape = plugin.specification.actionSpace.actionShape
            actions = ActionBatch(capacity: capacity, shape: shape)
            stage = environment.stage(actions: actions)
        }

        /// Begins an episode in each of the first lanes.
        func begin(_ lanes: Int) throws {
            for lane in 0..<lanes { environment.reset(lane: lane, random: episodeStream(lane)) }
            try environment.finishResets()
        }

        func observation(_ lane: Int) -> [Float] {
            (0..<environment.batch.valueCount).map { environment.batch[lane: lane, value: $0] }
        }
    }

    /// Gymnasium's seed of an episode.
    private static func seed(_ lane: Int) -> Int {
        var random = episodeStream(lane)
        return Int(random.next() >> 33)
    }

    @Test(arguments: [
        ("float32", "box(2)"), ("float64", "box(2)"), ("uint8", "box(2)"), ("matrix", "box(2)"),
        ("binary", "binary(2)"), ("discrete", "binary(40)"), ("image", "image(4, 3, 2)"), ("gray", "image(4, 3, 1)"),
    ])
    func `plays episodes of any observation, each from its own seed`(observes: String, space: String) throws {
        let plugin = try plugin("genome_trials:Corridor-v0", ["observes": .text(observes), "length": .number(7)])
        #expect("\(plugin.specification.observationSpace)" == space)
        let group = try Group(plugin, capacity: 5)
        try group.begin(4)
        for step in 0...7 {
            if step > 0 {
                for lane in 0..<4 { group.actions.discrete[lane] = Int32((lane + step) % 3) }
                try group.stage.run(lanes: 4)
            }
            for lane in 0..<4 {
                let seed = Self.seed(lane)
                let place = seed % 11
                let expected: [Float] =
                    switch observes {
                    case "binary": [Float(place % 2), Float(step % 2)]
                    case "image": (0..<24).map { Float(($0 * (step + 1) + place) % 256) }
                    case "gray": (0..<12).map { Float(($0 * (step + 1) + place) % 256) }
                    case "discrete": (0..<40).map { $0 == place + step ? 1 : 0 }
                    default: [Float(place), Float(step)]
                    }
                #expect(group.observation(lane) == expected, "lane \(lane), step \(step)")
                guard step > 0 else { continue }
                let batch = group.environment.batch
                #expect(batch.rewards[lane] == Double(place) / 4 + Double((lane + step) % 3) / 8)
                #expect(batch.terminated[lane] == (step == 7 && seed % 2 == 1 ? 1 : 0))
                #expect(batch.truncated[lane] == (step == 7 && seed % 2 == 0 ? 1 : 0))
            }
        }
    }

    @Test(arguments: [("shifted", "discrete(3)"), ("box", "box(2)"), ("binary", "binary(2)")])
    func `takes actions of any space`(acts: String, space: String) throws {
        let plugin = try plugin("genome_trials:Corridor-v0", ["acts": .text(acts)])
        #expect("\(plugin.specification.actionSpace)" == space)
        let group = try Group(plugin, capacity: 3)
        try group.begin(2)
        if acts == "shifted" {
            (group.actions.discrete[0], group.actions.discrete[1]) = (0, 2)
        } else {
            for (place, value) in [1, 0, 1, 1].enumerated() { group.actions.continuous[place] = Float(value) }
        }
        try group.stage.run(lanes: 2)
        let sums: [Double] = acts == "shifted" ? [-1, 1] : [1, 2]
        for lane in 0..<2 {
            #expect(group.environment.batch.rewards[lane] == Double(Self.seed(lane) % 11) / 4 + sums[lane] / 8)
        }
    }

    @Test(arguments: [
        ("narrow", [Float(0.1), -0.5], [0.1, -0.1]), ("integers", [1.6, 300], [2, 255]),
        ("integers", [-9, 1.4], [-2, 1]), ("integers", [-0.4, -1], [0, 0]), ("binary", [0.6, 7], [1, 1]),
        ("all integers", [1e20, 0], [9_223_372_036_854_774_784, 0]),
        ("all integers", [-1e20, 0], [-9_223_372_036_854_775_808, 0]),
    ])
    func `takes numbers within the bounds of its actions`(acts: String, values: [Float], taken: [Double]) throws {
        let group = try Group(plugin("genome_trials:Corridor-v0", ["acts": .text(acts)]), capacity: 2)
        try group.begin(2)
        for (place, value) in ([0, 0] + values).enumerated() { group.actions.continuous[place] = value }
        try group.stage.run(lanes: 2)
        #expect(group.environment.batch.rewards[1] == Double(Self.seed(1) % 11) / 4 + (taken[0] + taken[1]) / 8)
    }

    @Test(arguments: [("wide bytes", "int64"), ("real bytes", "float32")], ["uint8", "image"])
    func `refuses numbers that are no bytes where it observes bytes`(
        fault: (name: String, type: String), observes: String
    ) throws {
        let plugin = try plugin(
            "genome_trials:Corridor-v0", ["observes": .text(observes), "fault": .text(fault.name), "at": .number(1)])
        let group = try Group(plugin, capacity: 1)
        try group.begin(1)
        let error = #expect(throws: PythonEnvironmentError.self) { try group.stage.run(lanes: 1) }
        #expect(
            try #require(error).description == """
                gymnasium:genome_trials:Corridor-v0: step: the observation must be uint8, as its space is, got \
                \(fault.type)
                """)
        #expect(error?.isOfEpisode == true)
    }

    @Test func `moves episodes to other lanes, also those that are about to begin`() throws {
        let group = try Group(plugin(), capacity: 4)
        try group.begin(3)
        try group.stage.run(lanes: 3)
        group.environment.move(from: 2, to: 0)
        #expect(group.observation(0) == [Float(Self.seed(2) % 11), 1])
        group.environment.reset(lane: 1, random: episodeStream(8))
        group.environment.move(from: 1, to: 0)
        try group.environment.finishResets()
        #expect(group.observation(0) == [Float(Self.seed(8) % 11), 0])
        try group.stage.run(lanes: 1)
        #expect(group.observation(0) == [Float(Self.seed(8) % 11), 1])
    }

    @Test func `plays two groups in a process, and others in further ones`() throws {
        let processes = try processes()
        let plugin = try plugin(of: processes)
        let groups = try (0..<5).map { _ in try Group(plugin, capacity: 2) }
        for group in groups { try group.begin(2) }
        for group in groups.reversed() { try group.stage.run(lanes: 2) }
        for group in groups { #expect(group.observation(1) == [Float(Self.seed(1) % 11), 1]) }
        // Channels that were given back are used again, also by groups of another size.
        for capacity in [1, 7] { try Group(plugin, capacity: capacity).begin(1) }
    }

    @Test(arguments: [
        ("raise", "step: IndexError: fell off (genome_trials.py:"), ("system exit", "step: SystemExit: 7 ("),
        ("nan reward", "step: the reward must be a finite number, got nan"),
        ("nan observation", "step: value 2 of the observation must be a finite number, got nan"),
        ("wrong shape", "step: the observation must be numbers of shape [2], got float32 of shape [3]"),
        ("text reward", "step: the reward must be a number, got 'much'"),
        ("complex", "step: the observation must be numbers of shape [2], got complex64 of shape [2]"),
        ("raise without words", "step: Wordless (genome_trials.py:"),
    ])
    func `that fails in a lane goes on in the others`(fault: String, words: String) throws {
        let marker = "\(folder.path)/marker"
        let plugin = try plugin(
            "genome_trials:Corridor-v0", ["fault": .text(fault), "at": .number(2), "marker": .text(marker)])
        let group = try Group(plugin, capacity: 6)
        try group.begin(5)
        try group.stage.run(lanes: 5)
        // The fault is that of the first lane which takes its second step.
        let error = #expect(throws: PythonEnvironmentError.self) { try group.stage.run(lanes: 5) }
        #expect("\(try #require(error))".hasPrefix("gymnasium:genome_trials:Corridor-v0: \(words)"), "\(error!)")
        #expect(error?.isOfEpisode == true)
        #expect(group.environment.failedLane == 0)
        group.environment.skip(through: 0)
        try group.stage.run(lanes: 5)
        #expect(group.environment.batch.rewards[0] == 0)
        for lane in 1..<5 { #expect(group.observation(lane) == [Float(Self.seed(lane) % 11), 2]) }
        // Its lane takes the next episode.
        group.environment.reset(lane: 0, random: episodeStream(9))
        try group.environment.finishResets()
        try group.stage.run(lanes: 5)
        #expect(group.observation(0) == [Float(Self.seed(9) % 11), 1])
        #expect(group.observation(4) == [Float(Self.seed(4) % 11), 3])
    }

    @Test func `whose episode does not begin says so`() throws {
        let group = try Group(
            plugin("genome_trials:Corridor-v0", ["fault": .text("raise in reset")]), capacity: 2)
        group.environment.reset(lane: 1, random: episodeStream(0))
        let error = #expect(throws: PythonEnvironmentError.self) { try group.environment.finishResets() }
        #expect(
            "\(try #require(error))".hasPrefix(
                "gymnasium:genome_trials:Corridor-v0: reset: ValueError: cannot begin (genome_trials.py:"))
        #expect(group.environment.failedLane == 1)
        try group.environment.finishResets()
    }

    @Test(arguments: [
        ("kill", "was ended by signal 9 (SIGKILL)"), ("exit", "exited with status 3"),
        ("segfault", "was ended by signal 11 (SIGSEGV)"),
        ("give up", "exited with status 3; its last words: enough"),
        ("think", "took longer than 0.5 s for one call (callback_seconds) and was killed"),
    ])
    func `whose process ends says so, and begins again`(fault: String, words: String) throws {
        let plugin = try plugin(
            "genome_trials:Corridor-v0",
            ["fault": .text(fault), "at": .number(2), "marker": .text("\(folder.path)/marker")])
        let group = try Group(plugin, capacity: 3, callLimit: .seconds(0.5))
        try group.begin(3)
        try group.stage.run(lanes: 3)
        let loss = LostWorker(
            environment: "gymnasium:genome_trials:Corridor-v0", words: words, lane: 0, isDeadline: fault == "think")
        #expect(throws: loss) { try group.stage.run(lanes: 3) }
        try group.environment.recover()
        try group.begin(3)
        for _ in 0..<3 { try group.stage.run(lanes: 3) }
        #expect(group.observation(2) == [Float(Self.seed(2) % 11), 3])
    }

    @Test(.timeLimit(.minutes(5))) func `whose process ends is told at once where a child of it goes on`() throws {
        let plugin = try plugin("genome_trials:Corridor-v0", ["fault": .text("fork"), "at": .number(1)])
        let group = try Group(plugin, capacity: 1, callLimit: .seconds(1000))
        try group.begin(1)
        let loss = LostWorker(
            environment: "gymnasium:genome_trials:Corridor-v0", words: "was ended by signal 9 (SIGKILL)", lane: 0)
        #expect(throws: loss) { try group.stage.run(lanes: 1) }
    }

    private struct Sent<Value>: @unchecked Sendable { let value: Value }

    @Test func `that opens as another group loses the process is told so`() async throws {
        let marker = "\(folder.path)/marker"
        let plugin = try plugin(
            "genome_trials:Corridor-v0",
            ["fault": .text("kill when told"), "at": .number(1), "marker": .text(marker)])
        let playing = Sent(value: try Group(plugin, capacity: 1, callLimit: .seconds(1000)))
        try playing.value.begin(1)
        let words = "was ended by signal 9 (SIGKILL)"
        let loss = LostWorker(environment: plugin.specification.name, words: words, lane: 0)
        let play = Task.detached { #expect(throws: loss) { try playing.value.stage.run(lanes: 1) } }
        while !FileManager.default.fileExists(atPath: marker) { try await Task.sleep(for: .milliseconds(1)) }
        let opening = try Group(plugin, capacity: 1)
        #expect(FileManager.default.createFile(atPath: "\(marker).told", contents: nil))
        let follows = LostWorker(environment: plugin.specification.name, words: words, lane: nil, isOthers: true)
        #expect(throws: follows) { try opening.begin(1) }
        _ = await play.value
        try opening.environment.recover()
        try opening.begin(1)
    }

    @Test func `takes its time to be made, which is no call of an episode`() throws {
        let group = try Group(
            plugin("genome_trials:Corridor-v0", ["fault": .text("wait in making")]), capacity: 2,
            callLimit: .seconds(0.2))
        try group.begin(2)
        #expect(group.observation(1) == [Float(Self.seed(1) % 11), 0])
    }

    @Test func `that cannot be made again is no failure of an episode`() throws {
        let group = try Group(
            plugin("genome_trials:Corridor-v0", ["fault": .text("raise in making")]), capacity: 3)
        let error = #expect(throws: PythonEnvironmentError.self) { try group.begin(3) }
        let line = try Regex(#"gymnasium:genome_trials:Corridor-v0: IndexError: fell off \(genome_trials.py:\d+\)"#)
        #expect(try #require(error).description.wholeMatch(of: line) != nil, "\(error!)")
        #expect(error?.isOfEpisode == false)
        #expect(group.environment.failedLane == nil)
    }

    @Test func `that prints much is shown in part, and plays on`() throws {
        let group = try Group(
            plugin("genome_trials:Corridor-v0", ["fault": .text("chatter"), "at": .number(1)]), capacity: 1)
        try group.begin(1)
        try group.stage.run(lanes: 1)
        #expect(group.observation(0) == [Float(Self.seed(0) % 11), 1])
        try group.stage.run(lanes: 1)
        for _ in 0..<2000 where printed.all.count < 1000 { try? group.begin(1) }
        let lines = printed.all
        #expect(lines.count == 1000)
        #expect(lines[0].hasPrefix("gymnasium:genome_trials:Corridor-v0: ?[31mline 0xxx"))
        #expect(lines[0].count < 1100)
        #expect(lines[999] == "gymnasium:genome_trials:Corridor-v0: prints more, which is not shown")
    }

    @Test(arguments: [
        (
            "CartPol-v1", [:],
            """
            gymnasium 1.4.0 knows no environment 'CartPol-v1'; did you mean 'CartPole-v1' or 'CartPole-v0' or \
            'phys2d/CartPole-v1'?
            """
        ),
        ("nothing_of_the_kind:X-v0", [:], "ModuleNotFoundError: No module named 'nothing_of_the_kind'"),
        (
            "genome_trials:Corridor-v0", ["observes": "dict"],
            """
            its observation space is Dict('place': Discrete(2)), and Box, Discrete and MultiBinary are supported; a wrapper \
            such as gymnasium.wrappers.FlattenObservation makes one of another
            """
        ),
        (
            "genome_trials:Corridor-v0", ["acts": "tuple"],
            """
            its action space is Tuple(Discrete(2), Discrete(2)), and Box, Discrete and MultiBinary are supported; a wrapper \
            such as gymnasium.wrappers.TransformAction makes one of another
            """
        ),
        ("genome_trials:Corridor-v0", ["observed": "x"], "TypeError: "),
        (
            "genome_trials:Corridor-v0", ["observes": "huge"],
            """
            its observation space is Discrete(100000000000) with 100000000000 values, and at most 16777216 are supported
            """
        ),
        (
            "genome_trials:Corridor-v0", ["observes": "huge binary"],
            """
            its observation space is MultiBinary((1000000, 100000)) with 100000000000 values, and at most 16777216 are \
            supported
            """
        ),
        (
            "genome_trials:Corridor-v0", ["acts": "huge"],
            "its action space is Discrete(100000000000) with 100000000000 values, and at most 16777216 are supported"
        ),
    ])
    func `that cannot be played says why`(identifier: String, options: [String: String], words: String) throws {
        let error = #expect(throws: PythonEnvironmentError.self) {
            _ = try plugin(identifier, options.mapValues { .text($0) })
        }
        #expect("\(try #require(error))".hasPrefix("gymnasium:\(identifier): \(words)"), "\(error!)")
    }

    @Test func `is named with the versions that its episodes depend on`() throws {
        let own = try #require(try plugin("CartPole-v1").specification.version)
        #expect(try own.wholeMatch(of: Regex(#"gymnasium 1\.4\.0, Python 3\.\d+\.\d+\S*"#)) != nil, "\(own)")
        #expect(try plugin("CartPole-v1").specification.maxSteps == 500)
        #expect(try plugin("CartPole-v1", ["max_episode_steps": .number(9)]).specification.maxSteps == 9)
        #expect(try plugin().specification.maxSteps == nil)
    }
}
