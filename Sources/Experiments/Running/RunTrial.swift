import EventFiles
import Records

/// A run as a trial of its settings, to be compared with others.
enum RunTrial {
    /// The session that TensorBoard's HParams dashboard shows: the script's parameters, and a group that runs share if
    /// only their seeds differ.
    ///
    /// A parameter of the name `seed` counts as the seed: the dashboard takes the settings of a group from any of its runs.
    static func session(
        _ configuration: ExperimentConfiguration, _ continuations: [RunContinuation]
    ) -> HyperparameterSession {
        HyperparameterSession(
            group: group(configuration, continuations),
            settings: settings(configuration).map { ($0.name, $0.trialValue) })
    }

    /// A name for people, made unique by a digest of all that makes the results but the seed:
    /// `cartpole learning_rate=3 #5f2a91c0`. What has its default is left out of the name.
    private static func group(
        _ configuration: ExperimentConfiguration, _ continuations: [RunContinuation]
    ) -> String {
        let settings = settings(configuration)
        var facts = [configuration.name, ScriptFile.digest(configuration.scripts)]
        facts += configuration.identity.filter { $0.name != "seed" }.map { "\($0.name) \($0.value)" }
        facts += settings.map { "\($0.name)=\($0.value)" }
        facts += continuations.map { "\($0.generation): \($0.changes.joined(separator: "; "))" }
        let digest = SHA256.hexadecimal(Array(facts.joined(separator: "\n").utf8)).prefix(8)
        let changed = settings.filter { $0.value != $0.standard }.map { "\($0.name)=\($0.value)" }
        return ([configuration.name] + changed + ["#\(digest)"]).joined(separator: " ")
    }

    private static func settings(_ configuration: ExperimentConfiguration) -> [Parameter] {
        configuration.parameters.filter { $0.name != "seed" }
    }
}

extension Parameter {
    fileprivate var trialValue: HyperparameterSession.Value {
        switch kind {
        case .number: Double(value).map { .number($0) } ?? .text(value)
        case .boolean: .boolean(value == "true")
        case .text: .text(value)
        }
    }
}
