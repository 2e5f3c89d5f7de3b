import Environments
import Networks
import Records
import Search

/// The file of a tested policy: enough to play its test again, and other episodes, without the script.
package struct PolicyFile: Sendable {
    package static let format = "genome-lua policy"
    package static let version = 1

    package let policy: Policy
    package let test: PolicyTest
    package let environment: ChosenEnvironment
    package let maxSteps: Int
    package let seed: UInt64

    /// The draws that made the policy, where it is one of a line of mutations.
    package var lineage: Lineage? { test.recipe.lineage }

    /// - Parameter policy: What was tested.
    package init(test: PolicyTest, policy: Policy, environment: ChosenEnvironment, maxSteps: Int, seed: UInt64) {
        self.policy = policy
        self.test = test
        self.environment = environment
        self.maxSteps = maxSteps
        self.seed = seed
    }

    package func write(to path: String) throws(FileError) {
        var archive = ArchiveWriter(
            format: Self.format,
            version: Self.version,
            attributes: ["program": Version.current]
        )
        environment.save(to: &archive)
        archive.write(Int64(maxSteps), as: "max_steps")
        policy.save(to: &archive)
        lineage?.save(to: &archive)
        archive.scoped("test") { archive in
            archive.write(seed, as: "seed")
            archive.write(Int64(test.generation), as: "generation")
            archive.write(Int64(test.episodes), as: "episodes")
            archive.write(test.meanReturn, as: "mean_return")
            if !test.sharedValues.isEmpty { archive.write(test.sharedValues, as: "shared") }
        }
        try AtomicFile.write(archive.finish(), to: path)
    }

    /// - Throws: `ArchiveError` if the file is missing, damaged or no policy.
    package init(readFrom path: String) throws(ArchiveError) {
        let archive = try ArchiveReader(
            contentsOf: path,
            format: Self.format,
            supportedVersions: 1...Self.version
        )
        environment = try ChosenEnvironment(from: archive)
        policy = try Policy(from: archive)
        maxSteps = try archive.count("max_steps", atLeast: 1)
        let lineage = Lineage.isSaved(in: archive) ? try Lineage(from: archive) : nil
        let scope = archive.scoped("test")
        seed = try scope.value("seed")
        test = PolicyTest(
            recipe: lineage.map { .lineage($0) } ?? .explicit(policy.genome),
            generation: try scope.count("generation", atLeast: 0),
            episodes: try scope.count("episodes", atLeast: 1),
            meanReturn: try scope.value("mean_return"),
            sharedValues: scope.contains("shared") ? try scope.doubles("shared") : [],
            normalization: policy.normalization
        )
    }
}
