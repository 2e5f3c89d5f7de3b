/// What is wrong with an environment of Python, or with Python.
package enum PythonEnvironmentError: Error, Equatable, CustomStringConvertible {
    /// There is no file of the installation.
    case noWorker(path: String?)
    /// Nil: there is none in `$PATH` either.
    case noPython(given: String?)
    case noGymnasium(environment: String, python: String)
    /// The process of Python did not begin.
    case notBegun(environment: String, python: String, words: String)
    /// In words of Gymnasium, or of the program that plays it.
    case refused(environment: String, words: String)
    /// A call that failed in one lane.
    case failed(environment: String, function: String, words: String)
    case badReward(environment: String, reward: Double)
    /// Values count from 1.
    case badObservation(environment: String, function: String, value: Int, got: Float)
    /// The system refused something.
    case system(environment: String, words: String)

    package var description: String {
        switch self {
        case .noWorker(let path?): "the program that plays Gymnasium's environments cannot be read: \(path)"
        case .noWorker(nil):
            "there is no installation with the program that plays Gymnasium's environments, gymnasium/worker.py"
        case .noPython(let given?): "--python: there is no program '\(given)'"
        case .noPython(nil): "there is no Python 3 in PATH; \(Self.advice)"
        case .noGymnasium(let environment, let python):
            "\(environment): \(python) has no module gymnasium; \(Self.advice)"
        case .notBegun(let environment, let python, let words): "\(environment): \(python) \(words)"
        case .refused(let environment, let words): "\(environment): \(words)"
        case .failed(let environment, let function, let words): "\(environment): \(function): \(words)"
        case .badReward(let environment, let reward):
            "\(environment): step: the reward must be a finite number, got \(reward)"
        case .badObservation(let environment, let function, let value, let got):
            "\(environment): \(function): value \(value) of the observation must be a finite number, got \(got)"
        case .system(let environment, let words): "\(environment): \(words)"
        }
    }

    private static let advice =
        "make one that has it: python3 -m venv gym && gym/bin/pip install gymnasium, then give --python gym/bin/python"

    /// Whether it is an error of an episode alone, which another one may not have.
    package var isOfEpisode: Bool {
        switch self {
        case .failed, .badReward, .badObservation: true
        default: false
        }
    }
}
