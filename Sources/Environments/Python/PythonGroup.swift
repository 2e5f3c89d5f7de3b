import Kernels
import Processes

/// A group of lanes in a process of Python, and the memory that is shared with it. Belongs to one thread.
final class PythonGroup {
    /// A command that failed in a lane.
    struct Failure {
        let command: Int
        let lane: Int
        let words: String
    }

    private let plugin: PythonPlugin
    private let channel: PythonChannel
    private let playing: Buffer<Int32>
    private let choices: Buffer<Int32>
    private let actions: Buffer<Float>
    private let observations: Buffer<Float>
    private let pixels: Buffer<UInt8>
    private let rewards: Buffer<Double>
    private let ends: Buffer<UInt8>
    private let valueCount: Int
    /// Whether the process has made the group; what it answered to that is read with the first commands.
    private var isOpen = false
    /// Whether nothing is asked of it.
    private var isIdle = false

    /// Asks a process for a group.
    /// - Throws: `PythonEnvironmentError`.
    init(_ plugin: PythonPlugin, capacity: Int) throws(PythonEnvironmentError) {
        let specification = plugin.specification
        let layout = PythonLayout(
            lanes: capacity, observationCount: specification.observationSpace.valueCount,
            actionCount: specification.actionSpace.valueCount, bytes: plugin.observesBytes)
        self.plugin = plugin
        valueCount = layout.observationCount
        channel = try plugin.processes.lease(plugin.task)
        let memory: SharedMemory
        do { memory = try SharedMemory(channel.memory, size: layout.size) } catch {
            throw .system(environment: specification.name, words: "\(error)")
        }
        playing = memory.part(at: layout.playing, count: 1, of: Int32.self)
        choices = memory.part(at: layout.actions, count: capacity, of: Int32.self)
        actions = memory.part(at: layout.actions, count: capacity * layout.actionCount, of: Float.self)
        let values = capacity * valueCount
        observations = memory.part(at: layout.observations, count: layout.bytes ? 0 : values, of: Float.self)
        pixels = memory.part(at: layout.observations, count: layout.bytes ? values : 0, of: UInt8.self)
        rewards = memory.part(at: layout.rewards, count: capacity, of: Double.self)
        ends = memory.part(at: layout.ends, count: capacity, of: UInt8.self)
        playing[0] = -1
        channel.watch(playing)
        // A process that has ended is told of where its answer is awaited.
        try? channel.stream.send(PythonRequest(plugin.task, do: .open, layout).json)
    }

    deinit { if isOpen && isIdle { plugin.processes.giveBack(channel) } }

    private func awaitOpening() throws {
        let answer: PythonAnswer
        do { answer = try PythonAnswer(channel.receive(PythonProcess.startLimit)) } catch {
            let hasBegun = channel.process.hasBegun.load(ordering: .relaxed)
            throw hasBegun ? lost(error, PythonProcess.startLimit) : channel.notBegun(error)
        }
        if case .failed(_, _, let words) = answer {
            throw PythonEnvironmentError.refused(environment: plugin.specification.name, words: words)
        }
        isOpen = true
    }

    /// Carries out commands in their order.
    /// - Returns: The first that failed; those behind it were not carried out.
    /// - Throws: `LostWorker`; `PythonEnvironmentError` where there was never one.
    func carryOut(_ commands: [PythonCommand], _ limit: Duration) throws -> Failure? {
        if !isOpen { try awaitOpening() }
        isIdle = false
        var message: [UInt8] = []
        message.reserveCapacity(commands.count * 24)
        for word in commands.flatMap(\.words) {
            for byte in 0..<8 { message.append(UInt8(truncatingIfNeeded: word >> (8 * byte))) }
        }
        do {
            try channel.stream.send(message)
            let answer = try PythonAnswer(channel.receive(limit))
            isIdle = true
            guard case .failed(let command, let lane, let words) = answer else { return nil }
            return Failure(command: command, lane: lane, words: words)
        } catch {
            throw lost(error, limit)
        }
    }

    private func lost(_ error: ProcessError, _ limit: Duration) -> LostWorker {
        let lane = playing[0] < 0 ? nil : Int(playing[0])
        let words =
            switch error {
            case .late where lane == nil: "did not answer for \(PythonProcess.startLimit.text) and was killed"
            case .late: "took longer than \(limit.text) for one call (callback_seconds) and was killed"
            case .closed: channel.process.end()
            default: "was killed, as \(error)"
            }
        channel.process.kill()
        return LostWorker(
            environment: plugin.specification.name, words: words, lane: lane,
            isOthers: lane == nil && channel.process.isPlaying, isDeadline: error == .late)
    }
}

// MARK: Shared memory

extension PythonGroup {
    func copyActions(of lanes: Int, from batch: ActionBatch) {
        switch batch.shape {
        case .discrete: choices.copy(from: batch.discrete, 0..<lanes, at: 0)
        case .real(let count): actions.copy(from: batch.continuous, 0..<lanes * count, at: 0)
        }
    }

    func copyResults(of lanes: Range<Int>, to batch: ObservationBatch) {
        batch.rewards.copy(from: rewards, lanes, at: lanes.lowerBound)
        for lane in lanes {
            batch.terminated[lane] = ends[lane] & 1
            batch.truncated[lane] = ends[lane] >> 1 & 1
        }
        copyObservations(of: lanes, to: batch)
    }

    func copyObservations(of lanes: Range<Int>, to batch: ObservationBatch) {
        let values = lanes.lowerBound * valueCount..<lanes.upperBound * valueCount
        if batch.image != nil {
            batch.bytes.copy(from: pixels, values, at: values.lowerBound)
        } else if plugin.observesBytes {
            for value in values { batch.observations[value] = Float(pixels[value]) }
        } else {
            batch.observations.copy(from: observations, values, at: values.lowerBound)
        }
    }

    /// What a lane that failed leaves.
    func clear(_ lane: Int) {
        let values = lane * valueCount..<(lane + 1) * valueCount
        if plugin.observesBytes { pixels.fill(0, in: values) } else { observations.fill(0, in: values) }
        rewards[lane] = 0
        ends[lane] = 0
    }
}
