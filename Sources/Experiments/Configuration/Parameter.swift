/// A parameter of a script, as `--set` takes it.
package struct Parameter: Sendable, Hashable {
    package let name: String
    package let standard: String
    package let value: String

    package init(name: String, standard: String, value: String) {
        self.name = name
        self.standard = standard
        self.value = value
    }
}
