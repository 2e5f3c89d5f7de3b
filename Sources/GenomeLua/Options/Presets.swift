/// Named defaults of other programs, one set of which a script takes by the option `compat`.
package struct Presets: Sendable {
    package struct Preset: Sendable {
        let name: String
        /// In the order of the documentation.
        let defaults: [(option: String, value: Option.Default)]

        init(_ name: String, _ defaults: KeyValuePairs<String, Option.Default>) {
            self.name = name
            self.defaults = defaults.map { ($0.key, $0.value) }
        }
    }

    /// Whose defaults they are: the beginning of a sentence.
    let origin: String
    let all: [Preset]

    static let none = Presets(origin: "", all: [])
    static let deepNeuroevolution = "Defaults of a configuration of Uber's deep-neuroevolution"

    /// What takes the place of declared defaults.
    func defaults(of name: String?) -> [String: Option.Default] {
        let preset = all.first { $0.name == name }
        return Dictionary(preset?.defaults.map { ($0.option, $0.value) } ?? []) { first, _ in first }
    }

    /// The option that chooses one; it says first what all have in common.
    var option: Option {
        let common = all[0].settings.filter { setting in all.allSatisfy { $0.settings.contains(setting) } }
        let others = all.map { preset in
            let own = preset.settings.filter { !common.contains($0) }
            return own.isEmpty ? "" : "; for '\(preset.name)' \(own.joined(separator: ", "))"
        }
        let sentence = "\(origin): \(common.joined(separator: ", "))\(others.joined())"
        return Option("compat", .choice(all.map(\.name)), .none, sentence)
    }
}

extension Presets.Preset {
    /// `learning_rate 0.06`, one for each default.
    fileprivate var settings: [String] { defaults.map { "\($0.option) \($0.value.text ?? "none")" } }
}
