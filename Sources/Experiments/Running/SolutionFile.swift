import Networks
import Records
import Rollouts

/// The file of a search's best guess at the variables of an objective.
package struct SolutionFile: Sendable, Equatable {
    package static let format = "genome-lua solution"
    package static let version = 1

    package let bits: [Bool]
    /// As the objective saw them.
    package let floats: [Double]
    package let fitness: Double
    /// In which it was rated.
    package let generation: Int

    /// - Parameter genome: What was tested.
    init(_ test: PolicyTest, _ genome: Genome, _ variables: Variables) {
        bits = (0..<variables.bits).map { genome.bits[$0 / 64] >> UInt64($0 % 64) & 1 == 1 }
        floats = variables.values(of: genome)
        fitness = test.meanReturn
        generation = test.generation
    }

    func write(to path: String) throws(FileError) {
        var archive = ArchiveWriter(
            format: Self.format, version: Self.version, attributes: ["program": Version.current])
        archive.write(bits.map { UInt8($0 ? 1 : 0) }, as: "bits")
        archive.write(floats, as: "floats")
        archive.write(fitness, as: "fitness")
        archive.write(Int64(generation), as: "generation")
        try AtomicFile.write(archive.finish(), to: path)
    }

    /// - Throws: `ArchiveError` if the file is missing, damaged or something else.
    package init(readFrom path: String) throws(ArchiveError) {
        let archive = try ArchiveReader(contentsOf: path, format: Self.format, supportedVersions: 1...Self.version)
        bits = try archive.values("bits", of: UInt8.self).map { $0 != 0 }
        floats = try archive.doubles("floats")
        fitness = try archive.value("fitness")
        generation = try archive.count("generation", atLeast: 0)
    }
}
