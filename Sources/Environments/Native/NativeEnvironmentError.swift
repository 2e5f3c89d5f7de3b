/// What is wrong with a native environment: a library, or what its functions did.
package enum NativeEnvironmentError: Error, Equatable, CustomStringConvertible {
    /// What cannot be read as a library of this system.
    case noLibrary(path: String)
    case otherMachine(path: String, library: String, host: String)
    /// The system's own words.
    case notLoaded(path: String, reason: String)
    case noEntry(path: String)
    case otherVersion(path: String, version: UInt32, expected: UInt32)
    case noFunction(path: String, name: String)
    /// What it says of itself and cannot be.
    case invalid(path: String, problem: String)
    case wrongOption(path: String, name: String, got: String, expected: String)
    case unknownOption(path: String, name: String, known: [String])
    /// A function that failed, with its own words.
    case failed(environment: String, function: String, words: String)
    case badReward(environment: String, reward: Double)
    /// Values count from 1.
    case badObservation(environment: String, function: String, value: Int, got: Float)
    case badEnd(environment: String, terminated: UInt8, truncated: UInt8)
    /// Values count from 1.
    case badBehavior(environment: String, value: Int, got: Double)

    package var description: String {
        switch self {
        case .noLibrary(let path):
            "\(path): is no shared library; build it from a source that includes genome_environment.h"
        case .otherMachine(let path, let library, let host):
            "\(path): is built for \(library), and this machine is \(host); build it here"
        case .notLoaded(let path, let reason):
            "\(path): cannot be loaded: \(reason)"
        case .noEntry(let path):
            "\(path): exports no function genome_environment_plugin, which genome_environment.h describes"
        case .otherVersion(let path, let version, let expected):
            """
            \(path): is built with version \(version) of genome_environment.h, and this tool has version \(expected); build \
            it again with this one's
            """
        case .noFunction(let path, let name):
            "\(path): \(name) is NULL; it must be a function"
        case .invalid(let path, let problem):
            "\(path): \(problem)"
        case .wrongOption(let path, let name, let got, let expected):
            "\(path): option \(name) must be \(expected), got \(got)"
        case .unknownOption(let path, let name, let known):
            known.isEmpty
                ? "\(path): there is no option '\(name)'; it has none"
                : "\(path): there is no option '\(name)'; there are \(known.joined(separator: ", "))"
        case .failed(let environment, let function, let words):
            "\(environment): \(function): \(words)"
        case .badReward(let environment, let reward):
            "\(environment): step: the reward must be a finite number, got \(reward)"
        case .badObservation(let environment, let function, let value, let got):
            "\(environment): \(function): value \(value) of the observation must be a finite number, got \(got)"
        case .badEnd(let environment, let terminated, let truncated):
            "\(environment): step: terminated and truncated must be 0 or 1, got \(terminated) and \(truncated)"
        case .badBehavior(let environment, let value, let got):
            "\(environment): behavior: value \(value) must be a finite number, got \(got)"
        }
    }
}
