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

extension ExperimentConfiguration {
    /// The part of the record that says what an environment is, where it is not this program's or a script's.
    static let environmentPart = "environment"

    /// Parts of a run and their versions.
    var versions: [(String, String)] {
        let environment = rating.environment?.specification.version
        return Version.parts + (environment.map { [(Self.environmentPart, $0)] } ?? [])
    }
}
