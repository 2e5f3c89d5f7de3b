import Networks
import Records
import Search

/// The line of mutations of a run's policy, or of its solution where an objective rates variables.
package enum SavedLineage {
    /// - Parameters:
    ///   - path: The folder of a run, or a file of one of both.
    ///   - best: Whether the best that was tested is meant, in place of the last.
    ///   - problem: What it must be a solution of.
    /// - Throws: `ExperimentError` or `ArchiveError`.
    package static func read(from path: String, best: Bool = false, for problem: Problem? = nil) throws -> Lineage {
        let path = best ? file(ofBest: path) : path
        if let file = try SolutionFile(at: path) {
            let own = file.variables.problem
            return try checked(file.lineage, path, own, problem) { file.isOf($0) }
        }
        let (file, policyPath) = try PolicyEvaluation.file(path)
        let network = file.policy.shape.network
        let own = Problem(bits: network.bitCount, floats: network.floatCount)
        return try checked(file.lineage, policyPath, own, problem) { file.policy.genome.isEqual(to: $0) }
    }

    private static func file(ofBest path: String) -> String {
        let solution = "\(path)/solution-best"
        return FileSystem.exists(solution) ? solution : "\(path)/policy-best"
    }

    /// - Parameters:
    ///   - own: What it solves.
    ///   - isTheSame: Whether a genome is what the file has.
    private static func checked(
        _ lineage: Lineage?, _ path: String, _ own: Problem, _ problem: Problem?, isTheSame: (Genome) -> Bool
    ) throws -> Lineage {
        guard let lineage else { throw ExperimentError.noLineage(path: path) }
        guard let problem else { return lineage }
        guard (problem.bits, problem.floats) == (own.bits, own.floats) else {
            throw ExperimentError.foreignLineage(
                path: path, bits: own.bits, floats: own.floats, expectedBits: problem.bits,
                expectedFloats: problem.floats)
        }
        guard isTheSame(lineage.genome(of: problem)) else { throw ExperimentError.otherLineage(path: path) }
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
        /// Nil for none.
        let decay: Double?
    }

    private var draws: [Draw] {
        ([("first", first)] + mutations.map { ("mutation", $0) }).map { kind, step in
            Draw(
                kind: kind, seed: step.run, generation: step.subject >> 32,
                individual: (step.subject & 0xffff_ffff) + 1, power: kind == "first" ? nil : step.power,
                decay: step.decay > 0 ? step.decay : nil)
        }
    }

    /// A line for each draw.
    package var text: String {
        draws.map { draw in
            let power = draw.power.map { ", power \($0)" } ?? ""
            let decay = draw.decay.map { ", decay \($0)" } ?? ""
            return """
                \(draw.kind): seed \(draw.seed), generation \(draw.generation), individual \(draw.individual)\(power)\(decay)
                """
        }.joined(separator: "\n")
    }

    /// An object for each draw, a line each.
    package var json: String { draws.map { JSONText.line($0) }.joined(separator: "\n") }
}
