import Environments
import Kernels
import Networks
import Processes

extension WorkerProgram {
    /// What random play observes, shape `[values, observations]`, in a process of its own.
    /// - Parameter values: That an observation has.
    /// - Throws: `LostWorker`, `ProcessError`, or what its environment throws.
    package func observations(_ task: CalibrationTask, values: Int) throws -> [[Float]] {
        let samples = try calibrate(task, .samples, answers: values) { bytes throws(ProcessError) in
            var reader = MessageReader(bytes)
            return try reader.floats()
        }
        let count = samples[0].count
        guard count > 0, samples.allSatisfy({ $0.count == count && $0.allSatisfy(\.isFinite) }) else {
            throw LostWorker.unexpected(self)
        }
        return samples
    }

    /// The sums of the same, of what is made of images where that is said.
    /// - Parameter values: That they are sums of.
    package func statistics(
        _ task: CalibrationTask, _ images: ImageProcessing?, values: Int
    ) throws -> ObservationStatistics {
        let statistics = try calibrate(task, .statistics(images), answers: 1) { bytes throws(ProcessError) in
            var reader = MessageReader(bytes)
            return ObservationStatistics(count: try reader.integer(in: 1...(1 << 50)), sums: try reader.doubles())
        }[0]
        guard statistics.sums.count == 2 * values, statistics.sums.allSatisfy(\.isFinite) else {
            throw LostWorker.unexpected(self)
        }
        return statistics
    }

    /// What the program says of its assignment.
    /// - Throws: `LostWorker`, `ProcessError`, or what the program throws.
    package func describe() throws -> [UInt8] {
        guard case .told(let bytes) = try WorkerProcess(self).begin(.describe(assignment: assignment)) else {
            throw LostWorker.unexpected(self)
        }
        return bytes
    }

    private func calibrate<Answer>(
        _ task: CalibrationTask, _ result: CalibrationTask.Result, answers: Int,
        _ read: ([UInt8]) throws(ProcessError) -> Answer
    ) throws -> [Answer] {
        let process = try WorkerProcess(self)
        let calls = try WorkerMemory(process.memory, fixesSize: true).calls
        let memory = memory + task.sampleBytes(values: answers)
        let errand = WorkerErrand.calibrate(assignment: assignment, task: task.bytes(result), memory: memory)
        guard case .ready = try process.begin(errand) else { throw LostWorker.unexpected(self) }
        return try CalibrationFailure.naming {
            try (0..<answers).map { _ in
                switch try process.receive(calls) {
                case .told(let bytes): return try read(bytes)
                case .refused(let error): throw readError(error)
                case .hung(let text): throw LostWorker(environment: name, words: "was ended, as \(text)", lane: nil)
                default: throw LostWorker.unexpected(self)
                }
            }
        }
    }
}
