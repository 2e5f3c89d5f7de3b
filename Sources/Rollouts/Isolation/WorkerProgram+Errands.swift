import Environments
import Kernels
import Networks
import Processes

extension WorkerProgram {
    /// What random play observes, shape `[values, observations]`, in a process of its own.
    /// - Throws: `LostWorker`, `ProcessError`, or what its environment throws.
    package func observations(_ task: CalibrationTask) throws -> [[Float]] {
        try CalibrationTask.samples(from: calibrate(task, .samples))
    }

    /// The sums of the same, of what is made of images where that is said.
    package func statistics(_ task: CalibrationTask, _ images: ImageProcessing?) throws -> ObservationStatistics {
        try CalibrationTask.statistics(from: calibrate(task, .statistics(images)))
    }

    /// What the program says of its assignment.
    /// - Throws: `LostWorker`, `ProcessError`, or what the program throws.
    package func describe() throws -> [UInt8] {
        let process = try WorkerProcess(self)
        try process.send(.describe(assignment: assignment))
        guard case .told(let bytes) = try process.receiveFirst() else {
            throw LostWorker(environment: name, words: "answered what it was not asked", lane: nil)
        }
        return bytes
    }

    private func calibrate(_ task: CalibrationTask, _ result: CalibrationTask.Result) throws -> [UInt8] {
        let process = try WorkerProcess(self)
        let calls = try GenomeSlots(process.memory, fixesSize: true).calls
        try process.send(.calibrate(assignment: assignment, task: task.bytes(result), memory: memory))
        do {
            switch try process.receive(calls) {
            case .told(let bytes): return bytes
            case .refused(let error): throw readError(error)
            case .hung(let text): throw LostWorker(environment: name, words: "was ended, as \(text)", lane: nil)
            default: throw LostWorker(environment: name, words: "answered what it was not asked", lane: nil)
            }
        } catch let loss as LostWorker {
            throw LostWorker(
                environment: name, words: "\(loss.words) as it played at random, for a sample of what is observed",
                lane: nil)
        }
    }
}
