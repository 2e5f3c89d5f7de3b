import Kernels
import Processes
import Randomness

/// A group of episodes of an environment of Gymnasium, which a process of Python plays.
///
/// Resets and moves are noted and sent together: at `finishResets`, or before a step.
package final class PythonEnvironment: StepwiseEnvironment {
    package let specification: EnvironmentSpecification
    package let batch: ObservationBatch
    /// How long a call of Python may take.
    private let callLimit: Duration
    private let plugin: PythonPlugin
    private var group: PythonGroup
    private var commands: [PythonCommand] = []
    /// Lanes whose first observation is awaited.
    private var beginning: [Int] = []
    /// Of a step that failed in a lane: lanes that took it, and lanes whose results were looked at; else 0.
    private var done = (stepped: 0, checked: 0)
    private var doneBehindFailure = (stepped: 0, checked: 0)
    package private(set) var failedLane: Int?

    init(_ plugin: PythonPlugin, capacity: Int, callLimit: Duration) throws(PythonEnvironmentError) {
        self.plugin = plugin
        self.callLimit = callLimit
        specification = plugin.specification
        batch = specification.makeBatch(capacity: capacity)
        group = try PythonGroup(plugin, capacity: capacity)
    }

    package func reset(lane: Int, random: RandomStream) {
        var random = random
        // Some environments take no larger seeds.
        commands.append(.reset(lane: lane, seed: Int(random.next() >> 33)))
        beginning.append(lane)
    }

    package func move(from source: Int, to target: Int) {
        commands.append(.move(source: source, target: target))
        if let place = beginning.firstIndex(of: source) { beginning[place] = target }
        batch.moveObservation(from: source, to: target)
    }

    package func finishResets() throws {
        guard !beginning.isEmpty else { return }
        try carryOut()
        while let lane = beginning.popLast() {
            group.copyObservations(of: lane..<lane + 1, to: batch)
            try checkObservation(of: lane, function: "reset")
        }
    }

    package func step(lanes: Int, actions: ActionBatch) throws {
        let (stepped, checked) = done
        done = (0, 0)
        if stepped < lanes {
            group.copyActions(of: lanes, from: actions)
            commands.append(.step(first: stepped, end: lanes))
            doneBehindFailure.checked = checked
            try carryOut()
        }
        doneBehindFailure.stepped = lanes
        group.copyResults(of: checked..<lanes, to: batch)
        for lane in checked..<lanes {
            guard batch.rewards[lane].isFinite else {
                throw atFault(lane, .badReward(environment: specification.name, reward: batch.rewards[lane]))
            }
            try checkObservation(of: lane, function: "step")
        }
    }

    package func skip(through lane: Int) { done = doneBehindFailure }

    package func recover() throws {
        group = try PythonGroup(plugin, capacity: batch.capacity)
        (commands, beginning, done) = ([], [], (0, 0))
    }

    private func checkObservation(of lane: Int, function: String) throws {
        guard batch.image == nil else { return }
        let count = batch.valueCount
        for value in 0..<count where !batch.observations[lane * count + value].isFinite {
            throw atFault(
                lane,
                .badObservation(
                    environment: specification.name, function: function, value: value + 1,
                    got: batch.observations[lane * count + value]))
        }
    }

    /// A lane leaves nothing to those who go on: a step that earned nothing.
    private func atFault(_ lane: Int, _ error: PythonEnvironmentError) -> PythonEnvironmentError {
        failedLane = lane
        doneBehindFailure.checked = lane + 1
        group.clear(lane)
        group.copyResults(of: lane..<lane + 1, to: batch)
        return error
    }

    /// Has all commands carried out. Where one fails, those behind it are carried out with the next.
    private func carryOut() throws {
        let sent = commands
        (commands, failedLane) = ([], nil)
        let result: PythonGroup.Failure?
        do { result = try group.carryOut(sent, callLimit) } catch let loss as LostWorker {
            throw loss.lane.map { loss.playing(PythonCommand.lane($0, afterResetIn: sent)) } ?? loss
        }
        guard let failure = result else { return }
        guard failure.lane >= 0 else {
            throw PythonEnvironmentError.refused(environment: specification.name, words: failure.words)
        }
        commands = Array(sent[(failure.command + 1)...])
        let lane = PythonCommand.lane(failure.lane, after: commands)
        beginning.removeAll { $0 == lane }
        failedLane = lane
        doneBehindFailure.stepped = failure.lane + 1
        group.clear(failure.lane)
        throw PythonEnvironmentError.failed(
            environment: specification.name, function: sent[failure.command].function, words: failure.words)
    }
}

/// What `worker.py` does with lanes.
enum PythonCommand {
    case move(source: Int, target: Int)
    case reset(lane: Int, seed: Int)
    case step(first: Int, end: Int)

    /// The function of the environment that it calls.
    var function: String {
        switch self {
        case .move: "move"
        case .reset: "reset"
        case .step: "step"
        }
    }

    /// Where the episode of a lane is after some commands.
    static func lane(_ lane: Int, after commands: some Sequence<PythonCommand>) -> Int {
        commands.reduce(lane) { lane, command in
            if case .move(lane, let target) = command { target } else { lane }
        }
    }

    /// The same of a lane that was last heard of as an episode began there, or at a step, which comes last.
    static func lane(_ lane: Int, afterResetIn commands: [PythonCommand]) -> Int {
        let place = commands.lastIndex { if case .reset(lane, _) = $0 { true } else { false } }
        return Self.lane(lane, after: commands[(place ?? commands.count - 1)...])
    }

    /// The number of the operation, and its arguments.
    var words: [Int] {
        switch self {
        case .move(let source, let target): [0, source, target]
        case .reset(let lane, let seed): [1, lane, seed]
        case .step(let first, let end): [2, first, end]
        }
    }
}
