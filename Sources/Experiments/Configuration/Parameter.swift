/// A parameter of a script, as `--set` takes it.
package struct Parameter: Sendable, Hashable {
    /// What its value is, other than text for people.
    package enum Kind: Sendable {
        case number, boolean
        /// Texts and lists.
        case text
    }

    package let name: String
    package let standard: String
    package let value: String
    package let kind: Kind

    package init(name: String, standard: String, value: String, kind: Kind = .text) {
        self.name = name
        self.standard = standard
        self.value = value
        self.kind = kind
    }

    /// What a resumed run changed of a parameter.
    package struct Change: Sendable, Hashable {
        package let name: String
        package let old: String
        package let new: String

        package init(name: String, old: String, new: String) {
            self.name = name
            self.old = old
            self.new = new
        }
    }
}
