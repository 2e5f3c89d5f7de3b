// Invariants:
// 1. `group` is what the library made, and is destroyed once, after the last call.
// 2. `arrays`, `progress` and `context` point to one value each, and into `batch`, `written` and the actions of the stage,
//    which all live as long as this does.
import CEnvironment
import Kernels
import Randomness
import Synchronization

/// A group of episodes of a native environment.
@safe package final class NativeEnvironment: Environment {
    package let specification: EnvironmentSpecification
    package let batch: ObservationBatch
    private let library: NativeLibrary
    /// What the library writes where it observes other numbers than float32: bytes of them, those of images in `batch`.
    private let written: Buffer<UInt8>
    private let arrays: Buffer<genome_batch>
    private let progress: Buffer<ce_progress>
    private let context: Buffer<ce_group>
    private let group: UnsafeMutableRawPointer

    /// Libraries make their groups one at a time: some simulators are not safe there.
    private static let making = Mutex<Void>(())

    init(_ plugin: NativePlugin, capacity: Int) throws(NativeEnvironmentError) {
        let count = plugin.specification.observationSpace.valueCount
        let batch = plugin.specification.makeBatch(capacity: capacity)
        let seen = unsafe batch.image == nil ? batch.observations.address : nil
        let width = plugin.number == GENOME_FLOAT64 ? 8 : plugin.number == GENOME_UINT8 ? 1 : 0
        let written =
            batch.image == nil ? Buffer<UInt8>(repeating: 0, count: width * count * capacity) : batch.bytes
        let observations = unsafe width == 0 ? UnsafeMutableRawPointer(seen!) : UnsafeMutableRawPointer(written.address)
        let arrays = unsafe Buffer(
            repeating: genome_batch(
                capacity: Int32(capacity), choices: nil, actions: nil, observations: observations,
                rewards: batch.rewards.address, terminated: batch.terminated.address,
                truncated: batch.truncated.address),
            count: 1)
        let progress = Buffer(repeating: ce_progress(), count: 1)
        unsafe group = try Self.make(plugin, arrays)
        unsafe context = Buffer(
            repeating: ce_group(
                environment: plugin.library.table, group: group, batch: arrays.address, number: plugin.number,
                layout: plugin.layout, count: Int32(count), observations: seen,
                progress: progress.address),
            count: 1)
        (specification, library) = (plugin.specification, plugin.library)
        unsafe (self.batch, self.written, self.arrays, self.progress) = unsafe (batch, written, arrays, progress)
    }

    deinit { unsafe library.table.pointee.destroy(group) }

    private static func make(
        _ plugin: NativePlugin, _ arrays: Buffer<genome_batch>
    ) throws(NativeEnvironmentError) -> UnsafeMutableRawPointer {
        var made: UnsafeMutableRawPointer?
        var failure = genome_failure()
        let result = making.withLock { _ in
            Rounding.kept {
                unsafe plugin.options.lent { options in
                    unsafe plugin.library.table.pointee.make(options, arrays.address, &made, &failure)
                }
            }
        }
        guard result == 0 else {
            throw .failed(environment: plugin.specification.name, function: "make", words: failure.words)
        }
        guard let made = unsafe made else {
            throw .failed(environment: plugin.specification.name, function: "make", words: "made no group")
        }
        return unsafe made
    }

    /// Counts the calls of all native environments from now on, one for the beginning of each and one for its end, where
    /// another process sees it. For a process in which one thread plays, and that ends with the memory.
    package static func countCalls(in count: Buffer<UInt64>) {
        unsafe ce_count_calls(count.address)
        countedCalls.withLock { $0 = count }
    }

    private static let countedCalls = Mutex<Buffer<UInt64>?>(nil)

    package func stage(actions: ActionBatch) -> Stage {
        precondition(actions.capacity == batch.capacity, "actions of another group")
        unsafe arrays[0].choices = UnsafePointer(actions.discrete.address)
        unsafe arrays[0].actions = UnsafePointer(actions.continuous.address)
        return unsafe Stage(
            capacity: batch.capacity, work: ce_step, context: UnsafeRawPointer(context.address), parts: [self, actions]
        ) { [unowned self] in fault }
    }

    package func reset(lane: Int, random: RandomStream) throws {
        var random = unsafe random.words.bytes.withUnsafeBytes { unsafe ce_random($0.baseAddress) }
        guard unsafe ce_reset(context.address, Int32(lane), &random) != 0 else { return }
        throw error(in: "reset")
    }

    package func move(from source: Int, to target: Int) {
        ce_count_call()
        unsafe library.table.pointee.move(group, Int32(source), Int32(target))
        ce_count_call()
        batch.moveObservation(from: source, to: target)
    }

    package var failedLane: Int? { Int(progress[0].lane) }

    package func skip(through lane: Int) {
        progress[0].stepped = progress[0].stepped_behind
        progress[0].checked = progress[0].checked_behind
    }

    /// What was wrong with the last step.
    private var fault: any Error { error(in: "step") }

    private func error(in function: String) -> NativeEnvironmentError {
        let progress = progress[0]
        let (name, lane) = (specification.name, Int(progress.lane))
        switch progress.fault {
        case CE_REWARD: return .badReward(environment: name, reward: progress.reward)
        case CE_END:
            return unsafe .badEnd(environment: name, terminated: progress.terminated, truncated: progress.truncated)
        case CE_OBSERVATION:
            let value = Int(progress.value)
            return .badObservation(
                environment: name, function: function, value: value + 1, got: batch[lane: lane, value: value])
        default: return .failed(environment: name, function: function, words: progress.failure.words)
        }
    }
}

// MARK: What an episode did

extension NativeEnvironment {
    /// Whether it says so.
    package var hasBehavior: Bool { library.behaviorCount > 0 }

    /// The numbers that say what a lane's episode did.
    /// - Throws: `NativeEnvironmentError`.
    package func behaviorNumbers(lane: Int) throws(NativeEnvironmentError) -> [Double] {
        var numbers = [Double](repeating: 0, count: library.behaviorCount)
        var failure = genome_failure()
        ce_count_call()
        let result = unsafe library.table.pointee.behavior(group, Int32(lane), &numbers, &failure)
        ce_count_call()
        guard result == 0 else {
            throw .failed(environment: specification.name, function: "behavior", words: failure.words)
        }
        if let value = numbers.firstIndex(where: { !$0.isFinite }) {
            throw .badBehavior(environment: specification.name, value: value + 1, got: numbers[value])
        }
        return numbers
    }
}

// MARK: States

extension NativeEnvironment {
    /// Whether its episodes can be kept as bytes.
    package var keepsStates: Bool { unsafe library.table.pointee.save != nil }

    /// What a lane's episode has come to, to go on from in any group of the same options.
    /// - Precondition: It keeps states.
    package func state(of lane: Int) -> [UInt8] {
        let size = unsafe library.table.pointee.state_size(group)
        return unsafe [UInt8](unsafeUninitializedCapacity: size) { bytes, count in
            unsafe count = library.table.pointee.save(group, Int32(lane), bytes.baseAddress)
            precondition(count <= size, "a state of \(count) bytes, of at most \(size)")
        }
    }

    /// Goes on from a state in a lane; what was observed last is not written again.
    /// - Throws: `NativeEnvironmentError`.
    package func setState(_ state: [UInt8], of lane: Int) throws(NativeEnvironmentError) {
        var failure = genome_failure()
        let result = unsafe library.table.pointee.load(group, Int32(lane), state, state.count, &failure)
        guard result == 0 else {
            throw .failed(environment: specification.name, function: "load", words: failure.words)
        }
    }
}
