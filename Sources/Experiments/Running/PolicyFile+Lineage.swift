import Records
import Search

extension PolicyFile {
    /// The line of mutations that made a policy.
    /// - Parameters:
    ///   - path: A policy file, or the folder of a run, whose last tested policy is meant.
    ///   - problem: What it must be a solution of.
    /// - Throws: `ExperimentError` or `ArchiveError`.
    package static func lineage(of path: String, for problem: Problem? = nil) throws -> Lineage {
        let (file, filePath) = try PolicyEvaluation.file(path)
        guard let lineage = file.lineage else { throw ExperimentError.noLineage(path: filePath) }
        guard let problem else { return lineage }
        let network = file.policy.shape.network
        guard (problem.bits, problem.floats) == (network.bitCount, network.floatCount) else {
            throw ExperimentError.foreignLineage(
                path: filePath, bits: network.bitCount, floats: network.floatCount, expectedBits: problem.bits,
                expectedFloats: problem.floats)
        }
        guard lineage.makes(file.policy.genome, of: problem) else { throw ExperimentError.otherLineage(path: filePath) }
        return lineage
    }
}

extension Lineage {
    /// A draw in words: individuals count from 1.
    private struct Draw: Encodable {
        let kind: String
        let seed: UInt64
        let generation: UInt64
        let individual: UInt64
        /// Nil for the first of a line.
        let power: Double?
    }

    private var draws: [Draw] {
        ([("first", first)] + mutations.map { ("mutation", $0) }).map { kind, step in
            Draw(
                kind: kind, seed: step.run, generation: step.subject >> 32,
                individual: (step.subject & 0xffff_ffff) + 1, power: kind == "first" ? nil : step.power)
        }
    }

    /// A line for each draw.
    package var text: String {
        draws.map { draw in
            let power = draw.power.map { ", power \($0)" } ?? ""
            return
                "\(draw.kind): seed \(draw.seed), generation \(draw.generation), individual \(draw.individual)\(power)"
        }.joined(separator: "\n")
    }

    /// An object for each draw, a line each.
    package var json: String { draws.map { JSONText.line($0) }.joined(separator: "\n") }
}
