import Processes

/// What a process that works for this one answers.
enum WorkerAnswer {
    /// It has closed its doors, and waits for plans.
    case ready
    /// What it was asked for cannot be; the error in its program's writing.
    case refused([UInt8])
    /// What a calibration or a description asked for, or a part of it.
    case told([UInt8])
    /// What came of jobs since it answered last.
    /// - Parameter asksForMore: Else the plan is done.
    case results(JobReport, asksForMore: Bool)
    /// A job failed, and is not forgiven: the plan has ended.
    case failed(WrittenFailure)
    /// A callback of a script does not return, and nothing can stop it: the process ends itself.
    case hung(String)

    private enum Kind: UInt8 { case ready, refused, told, results, lastResults, failed, hung }

    var bytes: [UInt8] {
        switch self {
        case .ready: return [Kind.ready.rawValue]
        case .refused(let error): return [Kind.refused.rawValue] + error
        case .told(let bytes): return [Kind.told.rawValue] + bytes
        case .results(let report, let asksForMore):
            var bytes = [(asksForMore ? Kind.results : .lastResults).rawValue]
            report.write(to: &bytes)
            return bytes
        case .failed(let failure):
            var bytes = [Kind.failed.rawValue]
            failure.write(to: &bytes)
            return bytes
        case .hung(let text): return [Kind.hung.rawValue] + Array(text.utf8)
        }
    }

    /// - Throws: `ProcessError.broken`.
    init(_ message: [UInt8]) throws(ProcessError) {
        var reader = MessageReader(message)
        let kind = Kind(rawValue: try reader.byte())
        let rest = message.dropFirst()
        switch kind {
        case .ready: self = .ready
        case .refused: self = .refused(Array(rest))
        case .told: self = .told(Array(rest))
        case .results, .lastResults:
            let report = try JobReport(&reader)
            guard reader.isAtEnd else { throw .broken(reason: "more than a report") }
            self = .results(report, asksForMore: kind == .results)
        case .failed: self = .failed(try WrittenFailure(&reader))
        case .hung: self = .hung(ForeignText.line(rest))
        case nil: throw .broken(reason: "an answer of an unknown kind")
        }
    }
}
