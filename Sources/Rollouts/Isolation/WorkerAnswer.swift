import Networks
import Processes
import Randomness
import Search

/// What a worker in a process of its own answers.
enum WorkerAnswer {
    /// It is open, confined, and waits for plans.
    case ready
    /// It cannot be opened; the error in its program's writing.
    case refused([UInt8])
    /// What came of jobs since it answered last.
    /// - Parameter asksForMore: Else the plan is done.
    case results(JobReport, asksForMore: Bool)
    /// Something failed, and is not forgiven: the plan has ended.
    case failed(WrittenFailure)
    /// A callback of a script does not return, and nothing can stop it: the process ends itself.
    case hung(String)
    /// What a calibration or a description asked for.
    case told([UInt8])

    private enum Kind: UInt8 { case ready, refused, results, lastResults, failed, hung, told }

    var bytes: [UInt8] {
        switch self {
        case .ready: return [Kind.ready.rawValue]
        case .refused(let error): return [Kind.refused.rawValue] + error
        case .results(let report, let asksForMore):
            var bytes = [(asksForMore ? Kind.results : .lastResults).rawValue]
            report.write(to: &bytes)
            return bytes
        case .failed(let failure):
            var bytes = [Kind.failed.rawValue]
            failure.write(to: &bytes)
            return bytes
        case .hung(let text): return [Kind.hung.rawValue] + Array(text.utf8)
        case .told(let bytes): return [Kind.told.rawValue] + bytes
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
        case .results, .lastResults:
            self = .results(try JobReport(&reader), asksForMore: kind == .results)
        case .failed: self = .failed(try WrittenFailure(&reader))
        case .hung: self = .hung(String(decoding: rest, as: UTF8.self))
        case .told: self = .told(Array(rest))
        case nil: throw .broken(reason: "an answer of an unknown kind")
        }
    }
}

/// What came of some jobs.
struct JobReport {
    struct Job {
        let number: Int
        let episodeReturn: Double
        let length: Int
        let fitness: Double
        let hasFailed: Bool
    }

    var jobs: [Job] = []
    var behaviors: [(job: Int, values: [Double])] = []
    var further: [(job: Int, objectives: [Double])] = []
    var observations: [(job: Int, count: Int, sums: [Double])] = []
    /// The first failure that was forgiven.
    var forgiven: (job: Int, failure: WrittenFailure)?

    init() {}

    func write(to bytes: inout [UInt8]) {
        bytes.append(jobs.count)
        for job in jobs {
            bytes.append(job.number)
            bytes.append(job.episodeReturn)
            bytes.append(job.length)
            bytes.append(job.fitness)
            bytes.append(job.hasFailed ? 1 : 0)
        }
        for list in [behaviors, further.map { (job: $0.job, values: $0.objectives) }] {
            bytes.append(list.count)
            for (job, values) in list {
                bytes.append(job)
                bytes.append(values)
            }
        }
        bytes.append(observations.count)
        for (job, count, sums) in observations {
            bytes.append(job)
            bytes.append(count)
            bytes.append(sums)
        }
        bytes.append(forgiven == nil ? 0 : 1)
        if let (job, failure) = forgiven {
            bytes.append(job)
            failure.write(to: &bytes)
        }
    }

    init(_ reader: inout MessageReader) throws(ProcessError) {
        for _ in 0..<(try reader.count(ofBytes: 40)) {
            jobs.append(
                Job(
                    number: try reader.integer(), episodeReturn: try reader.double(),
                    length: try reader.integer(in: 0...Int(Int32.max)), fitness: try reader.double(),
                    hasFailed: try reader.integer(in: 0...1) == 1))
        }
        for _ in 0..<(try reader.count(ofBytes: 16)) {
            behaviors.append((try reader.integer(), try reader.doubles()))
        }
        for _ in 0..<(try reader.count(ofBytes: 16)) { further.append((try reader.integer(), try reader.doubles())) }
        for _ in 0..<(try reader.count(ofBytes: 24)) {
            observations.append(
                (try reader.integer(), try reader.integer(in: 0...Int(Int32.max)), try reader.doubles()))
        }
        if try reader.integer(in: 0...1) == 1 { forgiven = (try reader.integer(), try WrittenFailure(&reader)) }
        guard reader.isAtEnd else { throw .broken(reason: "more than a report") }
    }
}

/// A failure whose error is written as its program does.
struct WrittenFailure {
    let error: [UInt8]
    /// Nil where it is of no episode.
    let episode: Episode?

    struct Episode {
        let generation: Int
        let individual: Int
        let number: Int
        let step: Int?
        let purpose: Purpose
    }

    /// - Parameter write: Writes an error.
    init(_ error: any Error, _ write: (any Error) -> [UInt8]) {
        guard let failure = error as? EpisodeFailure else {
            (self.error, episode) = (write(error), nil)
            return
        }
        self.error = write(failure.error)
        episode = Episode(
            generation: failure.generation, individual: failure.individual, number: failure.episode,
            step: failure.step, purpose: failure.purpose)
    }

    /// - Parameter read: Reads an error.
    func failure(_ read: ([UInt8]) -> any Error) -> any Error {
        guard let episode else { return read(error) }
        return EpisodeFailure(
            error: read(error), generation: episode.generation, individual: episode.individual,
            episode: episode.number, step: episode.step, purpose: episode.purpose)
    }

    func write(to bytes: inout [UInt8]) {
        bytes.append(counted: error)
        bytes.append(episode == nil ? 0 : 1)
        guard let episode else { return }
        for number in [episode.generation, episode.individual, episode.number, episode.step ?? -1] {
            bytes.append(number)
        }
        bytes.append(episode.purpose.rawValue)
    }

    init(_ reader: inout MessageReader) throws(ProcessError) {
        error = try reader.countedBytes()
        guard try reader.integer(in: 0...1) == 1 else {
            episode = nil
            return
        }
        let most = 1 << 50
        let (generation, individual) = (try reader.integer(in: 0...most), try reader.integer(in: 0...most))
        let (number, step) = (try reader.integer(in: 0...most), try reader.integer(in: -1...most))
        guard let purpose = Purpose(rawValue: try reader.byte()) else { throw .broken(reason: "an unknown purpose") }
        episode = Episode(
            generation: generation, individual: individual, number: number, step: step < 0 ? nil : step,
            purpose: purpose)
    }
}
