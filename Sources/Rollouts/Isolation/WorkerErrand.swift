import Processes

/// What a process is started for: the first that it is asked.
enum WorkerErrand {
    /// To make itself ready to rate.
    /// - Parameters:
    ///   - assignment: What its program makes environments, or the objective, of.
    ///   - setup: A `WorkerSetup`.
    case rate(assignment: [UInt8], setup: [UInt8])
    /// To play episodes of random actions alone.
    /// - Parameters:
    ///   - task: A `CalibrationTask`.
    ///   - memory: As a `WorkerSetup` has it.
    case calibrate(assignment: [UInt8], task: [UInt8], memory: Int)
    /// To say what is fixed about what the assignment names.
    case describe(assignment: [UInt8])

    private enum Kind: UInt8 { case rate, calibrate, describe }

    var bytes: [UInt8] {
        var bytes: [UInt8] = []
        switch self {
        case .rate(let assignment, let setup):
            bytes.append(Kind.rate.rawValue)
            bytes.append(counted: assignment)
            bytes.append(counted: setup)
        case .calibrate(let assignment, let task, let memory):
            bytes.append(Kind.calibrate.rawValue)
            bytes.append(counted: assignment)
            bytes.append(counted: task)
            bytes.append(memory)
        case .describe(let assignment):
            bytes.append(Kind.describe.rawValue)
            bytes.append(counted: assignment)
        }
        return bytes
    }

    /// - Throws: `ProcessError.broken`.
    init(_ message: [UInt8]) throws(ProcessError) {
        var reader = MessageReader(message)
        switch Kind(rawValue: try reader.byte()) {
        case .rate: self = .rate(assignment: try reader.countedBytes(), setup: try reader.countedBytes())
        case .calibrate:
            self = .calibrate(
                assignment: try reader.countedBytes(), task: try reader.countedBytes(),
                memory: try reader.integer(in: 0...(1 << 50)))
        case .describe: self = .describe(assignment: try reader.countedBytes())
        case nil: throw .broken(reason: "an errand of an unknown kind")
        }
    }
}
