/// A file that a script loaded.
package struct ScriptFile: Sendable, Hashable {
    /// Its name in the run's `scripts/`, unique in the run.
    package let name: String
    package let bytes: [UInt8]

    package init(name: String, bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
    }
}
