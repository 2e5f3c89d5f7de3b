/// The reference for script authors (Markdown), made from the declarations that the validator uses: for each constructor
/// its sentence and a table of its options, for each class of native values its methods.
package enum Reference {
    /// Where it stands in a checkout and in an installation, after an introduction that ends with `marker`.
    package static let path = "Scripts/README.md"
    package static let marker = "<!-- The rest is written by code from the declarations of the options. -->\n\n"

    package static var text: String {
        (Constructor.all.map(section) + NativeClass.all.map(\.reference)).joined(separator: "\n")
    }

    private static func section(_ constructor: Constructor) -> String {
        var lines = ["### `genome.\(constructor.name)`", "", "\(constructor.sentence).", ""]
        if constructor.options.isEmpty {
            lines += ["It has no options: `genome.\(constructor.name) {}`.", ""]
            return lines.joined(separator: "\n")
        }
        lines += ["| option | type | default | meaning |", "| --- | --- | --- | --- |"]
        lines += rows(constructor.options, of: constructor, prefix: "")
        let table = constructor.presets.table
        if !table.isEmpty { lines += ["", "#### Presets of `genome.\(constructor.name)`", ""] + table }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func rows(_ options: [Option], of constructor: Constructor, prefix: String) -> [String] {
        options.flatMap { option in
            let name = prefix + option.name
            let sentence = (name == Presets.optionName ? presetSentence(of: constructor) : nil) ?? option.sentence
            let cells = ["`\(name)`", option.type.expectation, option.defaultCell, "\(sentence)."]
            let row = "| " + cells.joined(separator: " | ") + " |"
            if case .options(let nested) = option.type {
                return [row] + rows(nested, of: constructor, prefix: name + ".")
            }
            return [row]
        }
    }

    /// What the option of presets is for, with a link to their table; nil where a constructor has none.
    private static func presetSentence(of constructor: Constructor) -> String? {
        let presets = constructor.presets
        guard !presets.all.isEmpty else { return nil }
        return presets.sentence(table: "[their table](#presets-of-genome\(constructor.name))")
    }
}

extension Option {
    fileprivate var defaultCell: String {
        switch defaultValue {
        case .required: "required"
        case .none: "none"
        default: defaultText ?? "none"
        }
    }
}
