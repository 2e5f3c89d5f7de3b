import Networks
import Records
import Rollouts
import Search

/// The file of a search's best guess at the variables of an objective.
package struct SolutionFile: Sendable, Equatable {
    package static let format = "genome-lua solution"
    package static let version = 1

    package let bits: [Bool]
    /// As the objective saw them.
    package let floats: [Double]
    /// Of each of the floats, where there are bounds.
    private let low: [Double]?
    private let high: [Double]?
    package let fitness: Double
    /// In which it was rated.
    package let generation: Int
    /// The draws that made it, where it is one of a line of mutations.
    let lineage: Lineage?

    /// - Parameter genome: What was tested.
    init(_ test: PolicyTest, _ genome: Genome, _ variables: Variables) {
        self.init(
            genome, variables, fitness: test.meanReturn, generation: test.generation, lineage: test.recipe.lineage)
    }

    init(_ genome: Genome, _ variables: Variables, fitness: Double, generation: Int, lineage: Lineage? = nil) {
        bits = (0..<variables.bits).map { genome.bits[$0 / 64] >> UInt64($0 % 64) & 1 == 1 }
        floats = variables.values(of: genome)
        (low, high) = (variables.low, variables.high)
        self.fitness = fitness
        self.generation = generation
        self.lineage = lineage
    }

    /// What it is a guess at.
    var variables: Variables {
        bits.isEmpty ? Variables(floats: floats.count, low: low, high: high) : Variables(bits: bits.count)
    }

    /// Whether a genome stands for what it has.
    func isOf(_ genome: Genome) -> Bool {
        SolutionFile(genome, variables, fitness: fitness, generation: generation, lineage: lineage) == self
    }

    func write(to path: String) throws(FileError) {
        var archive = ArchiveWriter(
            format: Self.format, version: Self.version, attributes: ["program": Version.current])
        archive.write(bits.map { UInt8($0 ? 1 : 0) }, as: "bits")
        archive.write(floats, as: "floats")
        if let low, let high {
            archive.write(low, as: "low")
            archive.write(high, as: "high")
        }
        archive.write(fitness, as: "fitness")
        archive.write(Int64(generation), as: "generation")
        lineage?.save(to: &archive)
        try AtomicFile.write(archive.finish(), to: path)
    }

    /// - Throws: `ArchiveError` if the file is missing, damaged or something else.
    package init(readFrom path: String) throws(ArchiveError) {
        let archive = try ArchiveReader(contentsOf: path, format: Self.format, supportedVersions: 1...Self.version)
        bits = try archive.values("bits", of: UInt8.self).map { $0 != 0 }
        floats = try archive.doubles("floats")
        low = archive.contains("low") ? try archive.doubles("low", shape: [floats.count]) : nil
        high = archive.contains("low") ? try archive.doubles("high", shape: [floats.count]) : nil
        fitness = try archive.value("fitness")
        generation = try archive.count("generation", atLeast: 0)
        lineage = Lineage.isSaved(in: archive) ? try Lineage(from: archive) : nil
    }
}
