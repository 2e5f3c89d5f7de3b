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
    package var seed: UInt64
    /// Those that were given as `--set NAME=VALUE`.
    package var settings: [String]
    package var parameters: [String: String]
    /// What `--generations` asked for, if it was given.
    package var generations: Int
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
    package var versions: [String: String]
    package var kernels: String
    package var threads: Int
    package var process: Int32
    /// Seconds since 1970.
    package var startedAt: Double
    package var updatedAt: Double
    /// Seconds of work, all sittings together.
    package var elapsed: Double

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

    /// - Throws: `FileError`, or `RunRecordError` if the file is no run's record.
    package init(readFrom path: String) throws {
        let bytes = try AtomicFile.read(path)
        do {
            self = try JSONDecoder().decode(RunRecord.self, from: Data(bytes))
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
