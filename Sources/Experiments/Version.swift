/// The version of this program and of what its results depend on.
package enum Version {
    package static let current = "0.1.0"

    /// Parts and their versions, for the record of a run.
    package static var parts: [(String, String)] {
        [
            ("genome-lua", current),
            ("checkpoint format", "\(Checkpoint.version)"),
            ("policy format", "\(PolicyFile.version)"),
        ]
    }
}
