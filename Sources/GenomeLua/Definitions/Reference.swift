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
        lines += rows(constructor.options, prefix: "")
        return lines.joined(separator: "\n") + "\n"
    }

    private static func rows(_ options: [Option], prefix: String) -> [String] {
        options.flatMap { option in
            let name = prefix + option.name
            let cells = ["`\(name)`", option.type.expectation, option.defaultCell, "\(option.sentence)."]
            let row = "| " + cells.joined(separator: " | ") + " |"
            if case .options(let nested) = option.type { return [row] + rows(nested, prefix: name + ".") }
            return [row]
        }
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
