import FoundationEssentials
import Records

/// What `run.json` says about a run, for people and their tools.
///
/// Times are here and in tags that begin with `time/`, never in a checkpoint.
package struct RunRecord: Codable, Sendable, Equatable {
    package static let fileName = "run.json"

    package enum Status: String, Codable, Sendable {
        /// A process works on it, or was killed.
        case running
        /// Stopped by the user, to be resumed.
        case interrupted
        /// All generations are done.
        case finished
        /// A test reached the mean return that counts as solved.
        case solved
        case failed
    }

    package var status: Status
    package var experiment: String
    package var name: String
    /// The script as the user named it.
    package var script: String
    /// The copies of the files that it loaded; the script first.
    package var scripts: [ScriptFile.Listed]?
    package var seed: UInt64
    /// The seed that was asked for in place of the script's.
    package var requestedSeed: UInt64?
    /// Those that were given as `--set NAME=VALUE`.
    package var settings: [String]
    /// What the script may do beyond the sandbox, as `--allow` names it; nil for nothing.
    package var allowed: [String]?
    package var parameters: [String: String]
    /// Generations that the run goes on to.
    package var generations: Int
    /// The number of generations that was asked for in place of the script's.
    package var requestedGenerations: Int?
    /// Generations that are done.
    package var generation: Int
    /// Individuals rated.
    package var evaluations: Int
    /// Environment steps of all rated individuals.
    package var timesteps: Int
    package var meanTestReturn: Double?
    package var bestTestReturn: Double?
    /// Why it failed.
    package var message: String?
    /// The run that it went on from, in a folder of its own; nil: none.
    package var origin: RunContinuation?
    /// Wherever it went on with other settings, and before it the runs that it came from, oldest first; nil: nowhere.
    package var continuations: [RunContinuation]?
    package var versions: [String: String]
    package var kernels: String
    package var threads: Int
    package var process: Int32
    /// Seconds since 1970.
    package var startedAt: Double
    package var updatedAt: Double
    /// Seconds of work, all sittings together.
    package var elapsed: Double
    /// Seconds of work in earlier sittings; not part of the file.
    private var elapsedBefore = 0.0

    private enum CodingKeys: String, CodingKey {
        case status, experiment, name, script, scripts, seed, settings, allowed, parameters, generations
        case requestedSeed = "requested_seed"
        case requestedGenerations = "requested_generations"
        case generation, evaluations
        case timesteps
        case meanTestReturn = "mean_test_return"
        case bestTestReturn = "best_test_return"
        case message, origin, continuations, versions
        case kernels, threads, process
        case startedAt = "started_at"
        case updatedAt = "updated_at"
        case elapsed
    }

    /// A run that is about to start.
    init(_ configuration: ExperimentConfiguration, _ request: RunRequest, name: String) {
        status = .running
        experiment = configuration.name
        self.name = name
        script = configuration.scriptPath
        seed = configuration.seed
        requestedSeed = request.requestedSeed
        settings = request.settings
        allowed = request.allowed.isEmpty ? nil : request.allowed
        parameters = Dictionary(uniqueKeysWithValues: configuration.parameters.map { ($0.name, $0.value) })
        generations = configuration.generations
        generation = 0
        origin = nil
        continuations = nil
        evaluations = 0
        timesteps = 0
        versions = Dictionary(uniqueKeysWithValues: configuration.versions)
        kernels = request.kernels.name
        threads = 0
        process = 0
        startedAt = FileSystem.wallTime()
        updatedAt = startedAt
        elapsed = 0
    }

    /// Its first generation.
    var firstGeneration: Int { origin?.generation ?? 0 }

    /// Notes the beginning of a sitting.
    mutating func begin(_ configuration: ExperimentConfiguration, _ request: RunRequest, threads: Int) {
        status = .running
        message = nil
        script = configuration.scriptPath
        scripts = configuration.scripts.map { ScriptFile.Listed(file: $0.name, origin: $0.origin) }
        settings = request.settings
        allowed = request.allowed.isEmpty ? nil : request.allowed
        parameters = Dictionary(uniqueKeysWithValues: configuration.parameters.map { ($0.name, $0.value) })
        generations = configuration.generations
        requestedGenerations = request.requestedGenerations
        kernels = request.kernels.name
        self.threads = threads
        process = FileSystem.processIdentifier
        elapsedBefore = elapsed
    }

    /// Notes where the run stands.
    mutating func update(_ status: Status, _ state: RunState, _ clock: WorkClock) {
        update(status, state)
        updatedAt = FileSystem.wallTime()
        elapsed = elapsedBefore + clock.elapsed
    }

    /// Notes what a checkpoint says; times stay as they are.
    mutating func update(_ status: Status, _ state: RunState) {
        self.status = status
        generation = state.generation
        evaluations = state.evaluations
        timesteps = state.timesteps
        meanTestReturn = state.lastTest?.meanReturn
        bestTestReturn = state.bestTest?.meanReturn
    }

    /// Notes in a run's folder why it failed, where nothing else can be saved any more.
    package static func fail(inFolder folder: String, message: String) {
        let path = "\(folder)/\(fileName)"
        guard var record = try? RunRecord(readFrom: path) else { return }
        record.status = .failed
        record.message = message
        try? record.write(to: path)
    }

    package func write(to path: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "inf",
            negativeInfinity: "-inf",
            nan: "nan"
        )
        try AtomicFile.write(Array(try encoder.encode(self)) + [UInt8(ascii: "\n")], to: path)
    }

    /// That of the run in a folder.
    /// - Throws: As `check`, or as below.
    package init(ofRun path: String) throws {
        try Self.check(path)
        try self.init(readFrom: "\(path)/\(Self.fileName)")
    }

    /// Makes sure that a path leads to a folder of a run.
    /// - Throws: `ArchiveError` if it leads nowhere, as where a policy is read; else `ExperimentError.notARun`.
    static func check(_ path: String) throws {
        guard !FileSystem.exists("\(path)/\(fileName)") else { return }
        do throws(FileError) {
            _ = try OpenFile(path, .read)
        } catch {
            throw ArchiveError(path: path, problem: .unreadable(error))
        }
        throw ExperimentError.notARun(path: path)
    }

    /// - Throws: `FileError`, or `RunRecordError` if the file is no run's record.
    package init(readFrom path: String) throws {
        let bytes = try AtomicFile.read(path)
        let decoder = JSONDecoder()
        decoder.nonConformingFloatDecodingStrategy = .convertFromString(
            positiveInfinity: "inf",
            negativeInfinity: "-inf",
            nan: "nan"
        )
        do {
            self = try decoder.decode(RunRecord.self, from: Data(bytes))
        } catch {
            throw RunRecordError.unreadable(path: path)
        }
    }
}

package enum RunRecordError: Error, Equatable, CustomStringConvertible {
    case unreadable(path: String)

    package var description: String {
        switch self {
        case .unreadable(let path):
            "\(path): this is not a run's record; restore it, or start a new run with another --name"
        }
    }
}
