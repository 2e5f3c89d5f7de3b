import Environments
import Kernels
import Networks
import Processes
import Records

/// Random play that sets an encoder's quantiles, or a policy's first statistics.
package struct CalibrationTask: Sendable {
    /// Each from a stream of its own.
    package let episodes: Int
    package let maxSteps: Int
    package let seed: UInt64
    package let kernels: KernelSet

    package init(episodes: Int, maxSteps: Int, seed: UInt64, kernels: KernelSet) {
        (self.episodes, self.maxSteps, self.seed, self.kernels) = (episodes, maxSteps, seed, kernels)
    }

    /// What is wanted of it.
    enum Result: Sendable {
        /// Observed values, shape `[values, observations]`.
        case samples
        /// Their sums, of what is made of images where that is said.
        case statistics(ImageProcessing?)
    }
}

// MARK: Another process

extension CalibrationTask {
    private static let format = "genome-lua calibration"

    func bytes(_ result: Result) -> [UInt8] {
        var archive = ArchiveWriter(format: Self.format, version: 1)
        archive.write([Int64(episodes), Int64(maxSteps), Int64(bitPattern: seed)], as: "task")
        archive.write(kernels.name, as: "kernels")
        if case .statistics(let images) = result {
            archive.write(Int64(images?.result.byteCount ?? 0), as: "statistics")
            if let images { archive.scoped("images") { images.save(to: &$0) } }
        }
        return archive.finish()
    }

    /// Bytes that a sample takes, with as much again while it grows.
    func sampleBytes(values: Int) -> Int {
        let (numbers, isHuge) = (episodes * (maxSteps + 1)).multipliedReportingOverflow(by: 12 * values)
        return isHuge ? 1 << 40 : min(numbers, 1 << 40)
    }

    /// Carries out what `bytes` say, and tells what came of it, value by value or at once.
    static func carryOut(
        _ bytes: [UInt8], playing kit: any WorkerKit, confine: () throws -> Void, tell: ([UInt8]) throws -> Void
    ) throws {
        let archive = try ArchiveReader(bytes, path: "a calibration", format: format, supportedVersions: 1...1)
        let numbers: [Int64] = try archive.values("task", shape: [3])
        let kernels = try KernelSet.named(archive.value("kernels"))
        let task = CalibrationTask(
            episodes: Int(numbers[0]), maxSteps: Int(numbers[1]), seed: UInt64(bitPattern: numbers[2]),
            kernels: kernels)
        let environment = try kit.makeEnvironment(capacity: 1, kernels: kernels)
        try confine()
        var answer: [UInt8] = []
        guard archive.contains("statistics") else {
            for values in try Calibration.observations(of: environment, task) {
                answer.removeAll(keepingCapacity: true)
                answer.append(values)
                try tell(answer)
            }
            return
        }
        let values: Int64 = try archive.value("statistics")
        let images = try ImageProcessing(from: archive.scoped("images"), values: Int(values))
        let statistics = try Calibration.statistics(of: environment, images, task)
        answer.append(statistics.count)
        answer.append(statistics.sums)
        try tell(answer)
    }
}
