import Processes

/// What came of some jobs, as a process tells it.
struct JobReport {
    struct Job {
        let number: Int
        let episodeReturn: Double
        let length: Int
        let fitness: Double
        let hasFailed: Bool
        var behavior: [Double] = []
        var further: [Double] = []
        /// What was observed: how often, and the sums; empty where that is not asked.
        var observations = (count: 0, sums: [Double]())
    }

    var jobs: [Job] = []
    /// The first failure that was forgiven, of these or of one that is about to be done.
    var forgiven: WrittenFailure?

    init() {}

    func write(to bytes: inout [UInt8]) {
        bytes.append(jobs.count)
        for job in jobs {
            bytes.append(job.number)
            bytes.append(job.episodeReturn)
            bytes.append(job.length)
            bytes.append(job.fitness)
            bytes.append(job.hasFailed ? 1 : 0)
            bytes.append(job.behavior)
            bytes.append(job.further)
            bytes.append(job.observations.count)
            bytes.append(job.observations.sums)
        }
        bytes.append(forgiven == nil ? 0 : 1)
        forgiven?.write(to: &bytes)
    }

    /// - Throws: `ProcessError.broken`.
    init(_ reader: inout MessageReader) throws(ProcessError) {
        for _ in 0..<(try reader.count(ofBytes: 72)) {
            jobs.append(
                Job(
                    number: try reader.integer(), episodeReturn: try reader.double(),
                    length: try reader.integer(in: 0...Int(Int32.max)), fitness: try reader.double(),
                    hasFailed: try reader.integer(in: 0...1) == 1, behavior: try reader.doubles(),
                    further: try reader.doubles(),
                    observations: (try reader.integer(in: 0...Int(Int32.max)), try reader.doubles())))
        }
        if try reader.integer(in: 0...1) == 1 { forgiven = try WrittenFailure(&reader) }
    }
}

/// The failure of a job, with its error as its program writes it.
struct WrittenFailure {
    /// Nil: it is of none.
    let job: Int?
    /// Steps that the episode had before; nil where there are none.
    let step: Int?
    let error: [UInt8]

    /// - Parameters:
    ///   - plan: Whose job it may be of.
    ///   - write: Writes an error.
    init(_ error: any Error, of plan: EpisodePlan, _ write: (any Error) -> [UInt8]) {
        let failure = error as? EpisodeFailure
        (job, step) = (failure.map(plan.job), failure?.step)
        self.error = write(failure?.error ?? error)
    }

    /// - Parameter read: Reads an error.
    func failure(of plan: EpisodePlan, _ read: ([UInt8]) -> any Error) -> any Error {
        let error = read(error)
        return job.map { EpisodeFailure(error, $0, of: plan, step: step) } ?? error
    }

    func write(to bytes: inout [UInt8]) {
        bytes.append(job ?? -1)
        bytes.append(step ?? -1)
        bytes.append(counted: error)
    }

    /// - Throws: `ProcessError.broken`.
    init(_ reader: inout MessageReader) throws(ProcessError) {
        let (job, step) = (try reader.integer(in: -1...(1 << 50)), try reader.integer(in: -1...Int(Int32.max)))
        (self.job, self.step) = (job < 0 ? nil : job, step < 0 ? nil : step)
        error = try reader.countedBytes()
    }
}

extension EpisodePlan {
    /// The job that failed.
    fileprivate func job(of failure: EpisodeFailure) -> Int {
        (failure.individual - request.firstIndividual) * request.episodes + failure.episode - request.firstEpisode
    }
}
