/// One option of a constructor, declared once: the validator, the reference and the definitions for editors read this.
package struct Option: Sendable {
    package enum Default: Sendable {
        /// The script must give it.
        case required
        /// Absent unless given; the sentence says what happens then.
        case none
        case value(DescriptionValue)
        /// The value of another option.
        case same(as: String)
        /// What another constructor describes when given nothing.
        case constructed(String)
    }

    package let name: String
    package let type: OptionType
    package let defaultValue: Default
    /// What it is for: a sentence without its final period.
    package let sentence: String

    package init(_ name: String, _ type: OptionType, _ defaultValue: Default, _ sentence: String) {
        self.name = name
        self.type = type
        self.defaultValue = defaultValue
        self.sentence = sentence
    }

    var isOptional: Bool {
        if case .required = defaultValue { false } else { true }
    }

    var defaultText: String? { defaultValue.text }
}

extension Option.Default {
    /// `10`, `the value of learning_rate`; nil where there is none.
    var text: String? {
        switch self {
        case .required, .none: nil
        case .value(let value): value.description
        case .same(let name): "the value of \(name)"
        case .constructed(let name): "genome.\(name) {}"
        }
    }
}
