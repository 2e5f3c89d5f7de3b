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

    /// The option that chooses one; what each sets stands in the reference.
    var option: Option {
        Option(Self.optionName, .choice(all.map(\.name)), .none, sentence(table: "a table in Scripts/README.md"))
    }

    static let optionName = "compat"

    /// What the option is for.
    /// - Parameter table: As a sentence names it.
    func sentence(table: String) -> String { "\(origin), as \(table) has them" }

    /// Lines of a table in Markdown: an option a row, a preset a column; none where there are no presets.
    var table: [String] {
        guard let first = all.first else { return [] }
        let titles = ["option"] + all.map { "'\($0.name)'" }
        let rows = first.defaults.map { option, _ in
            ["`\(option)`"]
                + all.map { preset in
                    preset.defaults.first { $0.option == option }?.value.text ?? "none"
                }
        }
        let lines = [titles, titles.map { _ in "---" }] + rows
        return lines.map { "| \($0.joined(separator: " | ")) |" }
    }
}
