/// A part of a policy that a script wrote: which, so that it is found again in the run's copies of its files.
package struct ScriptPart: Sendable, Hashable {
    /// The script's name in the run's `scripts/`.
    package let file: String
    /// The experiment's option that holds it, such as `encoder`.
    package let path: String
    /// SHA-256 of all files that the script loaded, in hexadecimal digits.
    package let digest: String

    package init(file: String, path: String, digest: String) {
        self.file = file
        self.path = path
        self.digest = digest
    }
}
